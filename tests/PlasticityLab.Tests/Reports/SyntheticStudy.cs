using System.Globalization;
using System.Text;
using System.Text.Json;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Reports;

/// <summary>A study folder of made-up numbers with every table. The numbers mean nothing: they only have the right shapes.</summary>
internal static class SyntheticStudy
{
    public static readonly string[] Rules = ["none", "hebb", "sym", "cov", "oja", "mexhat", "bcm", "anti", "anticov", "diff", "hebbdiff", "tah", "stdp", "antistdp", "shuffled", "oracle"];

    public static string Write(string folder, int seeds = 20)
    {
        var tables = Directory.CreateDirectory(Path.Combine(folder, "tables")).FullName;
        var random = new RandomStreams(2).Open(StreamPurpose.Analysis);
        double Near(double value, double spread = 0.06) => value + (spread * random.NextGaussian());
        double Clip(double value) => Math.Clamp(value, 0, 1);
        double Level(int rule, string condition) => Clip((((rule * 7) % 16) / 15.0) - (condition == "B" ? 0.2 : 0));
        void Save(string name, string header, IEnumerable<FormattableString> rows)
            => File.WriteAllText(Path.Combine(tables, name + ".csv"), header + "\n" + string.Concat(rows.Select(row => row.ToString(CultureInfo.InvariantCulture) + "\n")));

        var each = Rules.SelectMany((rule, r) => new[] { "A", "B" }.Select(condition => (rule, r, condition))).ToArray();
        Save("outcomes", "network,condition,rule,seed,status,S,D,order,fidelity,bounce,hold_ms,speed,L_minus1,L_0,L_plus1,flow,asymB,cpxB", each.SelectMany(x => Enumerable.Range(100, seeds).Select(seed =>
        {
            var s = Level(x.r, x.condition);
            return (FormattableString)$"rate,{x.condition},{x.rule},{seed},done,{Clip(Near(s)):0.####},{Math.Clamp(Near((2 * s) - 1), -1, 1):0.####},{Clip(Near(s)):0.####},1,{(random.NextDouble() < 0.3 ? 1 : 0)},{Near(80, 20):0.##},{Near(4, 0.5):0.###},{Near(0.3, 0.1):0.####},{Near(1.1):0.####},{Near(0.3 + s):0.####},{Math.Clamp(Near(s / 2), -1, 1):0.####},{Clip(Near(s / 4)):0.####},{Clip(Near(0.3)):0.####}";
        })));
        Save("tuning", "rule,condition,configuration,eta,S,share_random_success", each.SelectMany(x => Enumerable.Range(0, 60).Select(k => (FormattableString)$"{x.rule},{x.condition},{k},{Math.Pow(10, -3 + (2 * random.NextDouble())):0.#####},{Clip(Level(x.r, x.condition) * random.NextDouble() * 1.3):0.####},{Level(x.r, x.condition) * 0.4:0.###}")));
        Save("comparisons", "rule,baseline,condition,measure,pairs,median_difference,low95,high95,effect_size,p,p_holm", each.Where(x => x.rule != "none").SelectMany(x => new[] { "S", "D" }.Select(measure => (FormattableString)$"{x.rule},none,{x.condition},{measure},{seeds},{Level(x.r, x.condition):0.###},{Level(x.r, x.condition) - 0.05:0.###},{Level(x.r, x.condition) + 0.05:0.###},{Level(x.r, x.condition):0.##},{0.0001 + (random.NextDouble() * 0.1):0.#####},{0.001 + (random.NextDouble() * 0.2):0.#####}")));
        Save("lag_profiles", "rule,condition,seed,lag,L", each.SelectMany(x => Enumerable.Range(100, seeds).SelectMany(seed => Enumerable.Range(-7, 15).Select(lag => (FormattableString)$"{x.rule},{x.condition},{seed},{lag},{Near((lag == 0 ? 1.1 : lag > 0 ? 0.9 : 0.5) * Math.Exp(-Math.Abs(lag)), 0.03):0.####}"))));
        Save("blocks", "rule,condition,seed,to,from,weight", each.SelectMany(x => Enumerable.Range(100, 2).SelectMany(seed => Enumerable.Range(0, 64).Select(k => (FormattableString)$"{x.rule},{x.condition},{seed},{(k / 8) + 1},{(k % 8) + 1},{Near(((k / 8) - (k % 8)) switch { 0 => 1, 1 => 0.8 - (0.1 * x.r), -1 => 0.2 - (0.05 * x.r), _ => -0.1 }, 0.05):0.####}"))));
        Save("compass", "condition,angle,eta,seed,S,D,L_minus1,L_0,L_plus1", new[] { "A", "B" }.SelectMany(condition => new[] { 0.003, 0.008 }.SelectMany(eta => Enumerable.Range(0, 24).Select(k => 15 * k).Select(angle => (FormattableString)$"{condition},{angle},{eta},100,{Clip(Math.Sin((angle + 20) * Math.PI / 180)):0.###},{Math.Sin(angle * Math.PI / 180):0.###},{Math.Cos((angle + 45) * Math.PI / 180):0.###},{Math.Cos(angle * Math.PI / 180):0.###},{Math.Cos((angle - 45) * Math.PI / 180):0.###}"))));
        Save("function_map", "condition,self,forward,backward,S,D", new[] { "A", "B" }.SelectMany(condition => new[] { false, true }.SelectMany(both => Enumerable.Range(0, 13 * 13).Select(k => (Self: 0.2 * (k / 13), Forward: 0.2 * (k % 13))).Where(p => !(both && p.Forward == 0)).Select(p => (FormattableString)$"{condition},{p.Self:0.##},{p.Forward:0.##},{(both ? p.Forward : 0):0.##},{Clip(Math.Sin(p.Self + 0.3) * Math.Sin(1.2 * p.Forward) * (both ? 0.5 : 1)):0.###},{0}"))));
        Save("sweeps", "rule,condition,axis,value,seed,S", each.SelectMany(x => new (string Axis, double[] Values)[] { ("t_on_ms", [10, 20, 40, 80]), ("gap_ms", [0, 20, 40]), ("noise_factor", [0, 1, 2, 4]), ("lesion_share", [0, 0.1, 0.2, 0.4]), ("weight_noise", [0, 0.1, 0.2]), ("items", [4, 8, 12]), ("units", [150, 300, 600]), ("epochs", [2, 5, 15, 40]) }
            .SelectMany(axis => axis.Values.SelectMany((value, i) => Enumerable.Range(100, 6).Select(seed => (FormattableString)$"{x.rule},{x.condition},{axis.Axis},{value},{seed},{Clip(Near(Level(x.r, x.condition) * Math.Exp(-0.2 * i))):0.###}")))));
        Save("courses", "rule,condition,seed,time_ms,item,m", each.SelectMany(x => Enumerable.Range(0, 120).SelectMany(t => Enumerable.Range(1, 8).Select(item => (FormattableString)$"{x.rule},{x.condition},100,{5 * t},{item},{Clip(Near(Math.Exp(-Math.Pow(((5.0 * t) - (20 + (30 * (item - 1) * (1 + (x.r / 8.0))))) / 18, 2)), 0.02)):0.###}"))));
        Save("spectra", "rule,condition,seed,matrix,re,im,disc", each.Where(x => x.condition == "A").SelectMany(x => Enumerable.Range(0, 150).Select(_ => (Radius: 0.5 * Math.Sqrt(random.NextDouble()), Angle: 2 * Math.PI * random.NextDouble())).Select(z => (FormattableString)$"{x.rule},{x.condition},100,W,{z.Radius * Math.Cos(z.Angle):0.####},{z.Radius * Math.Sin(z.Angle):0.####},0.5").Append((FormattableString)$"{x.rule},{x.condition},100,W,1.2,0,0.5")));
        Save("planes", "plane,condition,rule,kind,branch,x,y,u,v,label", Planes());
        File.WriteAllText(Path.Combine(tables, "verdicts.json"), JsonSerializer.Serialize(new object[]
        {
            new { claim = "Time-dependent rules are better at sequences than correlational ones.", verdict = "undecided", sentence = "Made-up sentence: median S 0.80 against 0.70.", numbers = new Dictionary<string, double> { ["temporal"] = 0.8, ["correlational"] = 0.7 } },
            new { claim = "Rules differ in the weights they leave.", verdict = "supported", sentence = "Made-up sentence.", numbers = new Dictionary<string, double> { ["distance"] = 1.2 } },
            new { claim = "Correlational rules have poor flow.", verdict = "not supported", sentence = "Made-up sentence.", numbers = new Dictionary<string, double> { ["flow"] = 0.1 } },
        }));
        File.WriteAllText(Path.Combine(folder, "study.resolved.json"), JsonSerializer.Serialize(new { schema_version = 1, name = "synthetic", title = "Made-up study", question = "Does the report show everything?", notes = new[] { "All numbers are made up." }, conditions = new { A = new { title = "no adaptation" }, B = new { title = "adaptation" } }, network = new { units = 300 }, seeds = new { score = seeds } }));
        File.WriteAllText(Path.Combine(folder, "manifest.json"), JsonSerializer.Serialize(new { version = "0.1.0", hash = "0123abcd", runs = new { done = 640, diverged = 0 }, command = "plasticity study run synthetic.yaml", machine = "two cores" }));
        return folder;

        IEnumerable<FormattableString> Planes()
        {
            foreach (var plane in new[] { "consecutive", "choice" })
            {
                foreach (var (rule, r, condition) in each.Where(x => x.r < 12))
                {
                    yield return $"{plane},{condition},{rule},note,,,,,,\"The other assemblies rest at their resting value and adaptation is frozen at 0.\"";
                    for (var k = 0; k <= 40; k++)
                    {
                        var x = k / 40.0;
                        yield return $"{plane},{condition},{rule},nullcline_x,1,{x},{0.8 - (0.5 * x) - (0.02 * r)},,,";
                        yield return $"{plane},{condition},{rule},nullcline_y,1,{x},{1 / (1 + Math.Exp(-8 * (x - 0.5)))},,,";
                        yield return $"{plane},{condition},{rule},trajectory,1,{0.9 * Math.Exp(-k / 10.0)},{1 - (0.9 * Math.Exp(-k / 10.0))},,,";
                    }

                    for (var k = 0; k < 121; k++)
                    {
                        yield return $"{plane},{condition},{rule},flow,,{(k % 11) / 10.0},{(k / 11) / 10.0},{0.5 - ((k % 11) / 10.0)},{((k % 11) / 10.0) - ((k / 11) / 10.0)},";
                    }

                    yield return $"{plane},{condition},{rule},fixed_point,,0.52,0.54,,,stable node";
                    yield return $"{plane},{condition},{rule},fixed_point,,0.1,0.04,,,saddle";
                }
            }
        }
    }
}
