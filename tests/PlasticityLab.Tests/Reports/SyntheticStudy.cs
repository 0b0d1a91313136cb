using System.Globalization;
using System.Text;
using System.Text.Json;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Reports;

/// <summary>A study folder of made-up numbers with every table. The numbers mean nothing: they only have the right shapes.</summary>
internal static class SyntheticStudy
{
    public static readonly string[] Rules =
    [
        "none",
        "hebb",
        "sym",
        "cov",
        "oja",
        "mexhat",
        "bcm",
        "anti",
        "anticov",
        "diff",
        "hebbdiff",
        "tah",
        "stdp",
        "antistdp",
        "hebb_shuffled",
        "stdp_shuffled",
        "stdp_flipped",
        "oracle",
    ];

    public static string Write(string folder, int seeds = 20)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, true);
        }

        var tables = Directory.CreateDirectory(Path.Combine(folder, "tables")).FullName;
        var random = new RandomStreams(2).Open(StreamPurpose.Analysis);
        double Near(double value, double spread = 0.06) => value + (spread * random.NextGaussian());
        double Clip(double value) => Math.Clamp(value, 0, 1);
        double Level(int rule, string condition) => Clip((((rule * 7) % 18) / 17.0) - (condition == "B" ? 0.2 : 0));
        void Save(string name, string header, IEnumerable<FormattableString> rows) =>
            File.WriteAllText(
                Path.Combine(tables, name + ".csv"),
                header + "\n" + string.Concat(rows.Select(row => row.ToString(CultureInfo.InvariantCulture) + "\n"))
            );

        var each = Rules.SelectMany((rule, r) => new[] { "A", "B" }.Select(condition => (rule, r, condition))).ToArray();
        Save(
            "outcomes",
            "network,condition,rule,seed,status,S,D,order,fidelity,bounce,hold_ms,speed,L_minus1,L_0,L_plus1,flow,asymB,cpxB",
            each.SelectMany(x =>
                Enumerable
                    .Range(100, seeds)
                    .Select(seed =>
                    {
                        var s = Level(x.r, x.condition);
                        return (FormattableString)
                            $"rate,{x.condition},{x.rule},{seed},done,{Clip(Near(s)):0.####},{Math.Clamp(Near((2 * s) - 1), -1, 1):0.####},{Clip(Near(s)):0.####},1,{(random.NextDouble() < 0.3 ? 1 : 0)},{Near(80, 20):0.##},{Near(4, 0.5):0.###},{Near(0.3, 0.1):0.####},{Near(1.1):0.####},{Near(0.3 + s):0.####},{Math.Clamp(Near(s / 2), -1, 1):0.####},{Clip(Near(s / 4)):0.####},{Clip(Near(0.3)):0.####}";
                    })
            )
        );
        Save(
            "tuning",
            "network,condition,rule,configurations,share_random_success,best_validation_S,inhibition,gain",
            each.Select(x =>
                (FormattableString)
                    $"rate,{x.condition},{x.rule},60,{Level(x.r, x.condition) * 0.4:0.###},{Level(x.r, x.condition):0.###},2,1"
            )
        );
        Save(
            "tuned",
            "network,condition,rule,inhibition,gain,weight_max,decay,cap,training_gain,parameters",
            each.Select(x => (FormattableString)$"rate,{x.condition},{x.rule},2,1,1.5,0,0,0.3,eta=5")
        );
        Save(
            "search",
            "network,condition,rule,configuration,seeds,S_first_seed,S_mean,inhibition,gain,status",
            each.SelectMany(x =>
                Enumerable
                    .Range(0, 60)
                    .Select(k =>
                        (FormattableString)
                            $"rate,{x.condition},{x.rule},{k},1,{Clip(Level(x.r, x.condition) * random.NextDouble() * 1.3):0.####},0,2,1,done"
                    )
            )
        );
        Save(
            "summary",
            "network,condition,rule,control,networks,S_mean,S_low95,S_high95,S_median,D_mean,D_low95,D_high95",
            each.Select(x => (s: Level(x.r, x.condition), x))
                .Select(y =>
                    (FormattableString)
                        $"rate,{y.x.condition},{y.x.rule},no,{seeds},{y.s:0.###},{y.s - 0.03:0.###},{y.s + 0.03:0.###},{y.s:0.###},{(2 * y.s) - 1:0.###},{(2 * y.s) - 1.05:0.###},{(2 * y.s) - 0.95:0.###}"
                )
        );
        Save(
            "comparisons",
            "network,family,rule,baseline,condition,measure,pairs,mean_difference,low95,high95,median_difference,effect_size,p,p_holm,equivalent",
            each.Where(x => x.rule != "none")
                .SelectMany(x =>
                    new[] { "S", "D" }.SelectMany(measure =>
                        Rules
                            .Select((other, o) => (other, o))
                            .Where(y =>
                                y.other == "none"
                                || (
                                    y.o > x.r
                                    && x.rule != "oracle"
                                    && y.other != "oracle"
                                    && !x.rule.Contains('_')
                                    && !y.other.Contains('_')
                                )
                            )
                            .Select(y => (Difference: Level(x.r, x.condition) - (y.o == 0 ? 0 : Level(y.o, x.condition)), y))
                            .Select(z =>
                                (FormattableString)
                                    $"rate,{(z.y.o == 0 ? "against no learning" : "between rules")},{x.rule},{z.y.other},{x.condition},{measure},{seeds},{z.Difference:0.###},{z.Difference - 0.05:0.###},{z.Difference + 0.05:0.###},{z.Difference:0.###},{z.Difference:0.##},{Math.Exp(-20 * Math.Abs(z.Difference)):0.#####},{Math.Min(1, 20 * Math.Exp(-20 * Math.Abs(z.Difference))):0.#####},no"
                            )
                    )
                )
        );
        Save(
            "lag_profiles",
            "rule,condition,seed,lag,L",
            each.SelectMany(x =>
                Enumerable
                    .Range(100, seeds)
                    .SelectMany(seed =>
                        Enumerable
                            .Range(-7, 15)
                            .Select(lag =>
                                (FormattableString)
                                    $"{x.rule},{x.condition},{seed},{lag},{Near((lag == 0 ? 1.1 : lag > 0 ? 0.9 : 0.5) * Math.Exp(-Math.Abs(lag)), 0.03):0.####}"
                            )
                    )
            )
        );
        Save(
            "blocks",
            "rule,condition,seed,post,pre,B",
            each.SelectMany(x =>
                Enumerable
                    .Range(100, 2)
                    .SelectMany(seed =>
                        Enumerable
                            .Range(0, 64)
                            .Select(k =>
                                (FormattableString)
                                    $"{x.rule},{x.condition},{seed},{(k / 8) + 1},{(k % 8) + 1},{Near(((k / 8) - (k % 8)) switch { 0 => 1, 1 => 0.8 - (0.1 * x.r), -1 => 0.2 - (0.05 * x.r), _ => -0.1 }, 0.05):0.####}"
                            )
                    )
            )
        );
        Save(
            "compass",
            "condition,angle,eta,seed,S,D,L_minus1,L_0,L_plus1",
            new[] { "A", "B" }.SelectMany(condition =>
                new[] { 0.003, 0.008 }.SelectMany(eta =>
                    Enumerable
                        .Range(0, 24)
                        .Select(k => 15 * k)
                        .Select(angle =>
                            (FormattableString)
                                $"{condition},{angle},{eta},100,{Clip(Math.Sin((angle + 20) * Math.PI / 180)):0.###},{Math.Sin(angle * Math.PI / 180):0.###},{Math.Cos((angle + 45) * Math.PI / 180):0.###},{Math.Cos(angle * Math.PI / 180):0.###},{Math.Cos((angle - 45) * Math.PI / 180):0.###}"
                        )
                )
            )
        );
        Save(
            "function_map",
            "condition,self,forward,backward,S,D",
            new[] { "A", "B" }.SelectMany(condition =>
                new[] { false, true }.SelectMany(both =>
                    Enumerable
                        .Range(0, 13 * 13)
                        .Select(k => (Self: 0.2 * (k / 13), Forward: 0.2 * (k % 13)))
                        .Where(p => !(both && p.Forward == 0))
                        .Select(p =>
                            (FormattableString)
                                $"{condition},{p.Self:0.##},{p.Forward:0.##},{(both ? p.Forward : 0):0.##},{Clip(Math.Sin(p.Self + 0.3) * Math.Sin(1.2 * p.Forward) * (both ? 0.5 : 1)):0.###},{0}"
                        )
                )
            )
        );
        Save(
            "sweeps",
            "rule,condition,axis,value,seed,S",
            each.SelectMany(x =>
                new (string Axis, double[] Values)[]
                {
                    ("t_on_ms", [10, 20, 40, 80]),
                    ("gap_ms", [0, 20, 40]),
                    ("noise_factor", [0, 1, 2, 4]),
                    ("lesion_share", [0, 0.1, 0.2, 0.4]),
                    ("weight_noise", [0, 0.1, 0.2]),
                    ("items", [4, 8, 12]),
                    ("units", [150, 300, 600]),
                    ("epochs", [2, 5, 15, 40]),
                }.SelectMany(axis =>
                    axis.Values.SelectMany(
                        (value, i) =>
                            Enumerable
                                .Range(100, 6)
                                .Select(seed =>
                                    (FormattableString)
                                        $"{x.rule},{x.condition},{axis.Axis},{value},{seed},{Clip(Near(Level(x.r, x.condition) * Math.Exp(-0.2 * i))):0.###}"
                                )
                    )
                )
            )
        );
        Save(
            "courses",
            "rule,condition,seed,time_ms,item,overlap",
            each.SelectMany(x =>
                Enumerable
                    .Range(0, 120)
                    .SelectMany(t =>
                        Enumerable
                            .Range(1, 8)
                            .Select(item =>
                                (FormattableString)
                                    $"{x.rule},{x.condition},100,{5 * t},{item},{Clip(Near(Math.Exp(-Math.Pow(((5.0 * t) - (20 + (30 * (item - 1) * (1 + (x.r / 8.0))))) / 18, 2)), 0.02)):0.###}"
                            )
                    )
            )
        );
        Save(
            "spectra",
            "rule,condition,seed,matrix,re,im,disc",
            each.Where(x => x.condition == "A")
                .SelectMany(x =>
                    Enumerable
                        .Range(0, 150)
                        .Select(_ => (Radius: 0.5 * Math.Sqrt(random.NextDouble()), Angle: 2 * Math.PI * random.NextDouble()))
                        .Select(z =>
                            (FormattableString)
                                $"{x.rule},{x.condition},100,W,{z.Radius * Math.Cos(z.Angle):0.####},{z.Radius * Math.Sin(z.Angle):0.####},0.5"
                        )
                        .Append((FormattableString)$"{x.rule},{x.condition},100,W,1.2,0,0.5")
                )
        );
        string[] learn = ["hebb", "bcm", "tah", "stdp"];
        var pairs = new[] { "A", "B" }
            .SelectMany(condition => learn.SelectMany((first, i) => learn.Skip(i + 1).Select(second => (condition, first, second))))
            .ToArray();
        string[] kinds = ["universal", "degenerate", "different", "undecided"],
            answers = ["same", "different", "undecided"];
        Save(
            "verdict",
            "condition,class,rules,pairs,universal,degenerate,different,undecided,networks_learned,structure_R2,structure_p,families,families_silhouette,families_stability,families_p,families_and_rules,operators_share_of_starts,sentence,families_sentence,cautions",
            new[] { "A", "B" }.Select(condition =>
                (FormattableString)
                    $"{condition},different,4,6,2,2,1,1,{4 * seeds},0.87,0.0001,3,0.7,0.95,0.02,0.8,0.5,Made-up sentence.,3 families (made up).,"
            )
        );
        Save(
            "verdict_pairs",
            "condition,first,second,class,function,dynamics,representation,structure,both_work,control,networks_first,networks_second,isomorphic_graphs,S_first,S_second,S_none,S_oracle,S_first_shuffled,S_second_shuffled,S_first_flipped,S_second_flipped,sentence,would_change",
            pairs.Select(
                (x, k) =>
                    (FormattableString)
                        $"{x.condition},{x.first},{x.second},{kinds[k % 4]},{answers[k % 4 == 2 ? 1 : 0]},{answers[k % 3]},{answers[(k + 1) % 3]},{answers[(k + 2) % 3]},yes,no,{seeds},{seeds},0.5,0.9,0.8,0.01,0.95,0.1,,0,,Made-up sentence.,More seeds."
            )
        );
        Save(
            "verdict_evidence",
            "condition,first,second,aspect,measure,answer,networks_first,networks_second,between,low90,high90,within,margin,R2,R2_low95,R2_high95,p,p_holm,p_dispersion,seeds_needed,cautions",
            pairs.SelectMany(x =>
                new[] { "function", "dynamics", "representation", "structure" }.Select(
                    (aspect, a) =>
                        (FormattableString)
                            $"{x.condition},{x.first},{x.second},{aspect},made up,{answers[a % 3]},{seeds},{seeds},{Near(0.5):0.###},0.4,0.6,0.3,0.5,0.4,0.3,0.5,0.01,0.1,0.5,12,"
                )
            )
        );
        Save(
            "solutions",
            "condition,rule,seed,family,x,y",
            new[] { "A", "B" }.SelectMany(condition =>
                learn.SelectMany(
                    (rule, r) =>
                        Enumerable
                            .Range(100, seeds)
                            .Select(seed =>
                                (FormattableString)
                                    $"{condition},{rule},{seed},{Math.Min(3, r + 1)},{Near(r % 2, 0.1):0.####},{Near(r / 2, 0.1):0.####}"
                            )
                )
            )
        );
        Save(
            "variance",
            "condition,measure,variance_between_rules,variance_within_rules,share_between,eta_squared,omega_squared,F",
            new[] { "A", "B" }.SelectMany(condition =>
                new[] { "S", "flow" }.Select(measure => (FormattableString)$"{condition},{measure},0.4,0.1,0.8,0.8,0.79,12")
            )
        );
        var spiking = each.Where(x => !x.rule.Contains('_') && x.rule != "none" && x.rule != "oracle").ToArray();
        Save(
            "training_blocks",
            "network,condition,rule,seed,epoch,post,pre,B",
            spiking.SelectMany(x =>
                Enumerable
                    .Range(0, 6)
                    .SelectMany(epoch =>
                        Enumerable
                            .Range(0, 16)
                            .Select(k =>
                                (FormattableString)
                                    $"rate,{x.condition},{x.rule},100,{epoch},{(k / 4) + 1},{(k % 4) + 1},{Near((0.05 * epoch) + (k / 4 == (k % 4) + 1 ? 0.1 * epoch : 0), 0.02):0.####}"
                            )
                    )
            )
        );
        Save(
            "training_rates",
            "network,condition,rule,seed,epoch,excitatory,inhibitory",
            spiking.SelectMany(x =>
                Enumerable
                    .Range(1, 10)
                    .Select(epoch =>
                        (FormattableString)$"rate,{x.condition},{x.rule},100,{epoch},{Near(4, 0.3):0.###},{Near(9, 0.8):0.###}"
                    )
            )
        );
        Save(
            "rasters",
            "network,condition,rule,seed,phase,time_ms,row,neuron,item",
            spiking.SelectMany(x =>
                new[] { "training_last", "replay" }.SelectMany(phase =>
                    Enumerable
                        .Range(0, 60)
                        .Select(k =>
                            (FormattableString)
                                $"rate,{x.condition},{x.rule},100,{phase},{5 * k},{(k * 7) % 50},{(k * 7) % 50},{((k * 7) % 50 < 40 ? $"{((k * 7) % 50 / 10) + 1}" : "I")}"
                        )
                )
            )
        );
        Save(
            "spiking",
            "network,condition,rule,seed,status,detail,training_rate,training_rate_inhibitory,replay_rate,replay_rate_inhibitory,at_zero,at_max",
            each.SelectMany(x =>
                Enumerable
                    .Range(100, seeds)
                    .Select(seed =>
                        (FormattableString)
                            $"rate,{x.condition},{x.rule},{seed},{(seed == 103 ? "seizure" : "ok")},{(seed == 103 ? "In training: seizure at 1.2 s." : "")},4,9,{Near(6, 1):0.##},30,{Clip(Near(0.6)):0.###},0.1"
                    )
            )
        );
        Save(
            "recall_grid",
            "network,condition,rule,inhibition,gain,S,widening,chosen,on_border",
            spiking.SelectMany(x =>
                Enumerable
                    .Range(0, 6)
                    .Select(k =>
                        (FormattableString)
                            $"rate,{x.condition},{x.rule},{k / 2},{1 + (k % 2)},{Clip(Level(x.r, x.condition) - (0.1 * k)):0.###},{(k > 3 ? 1 : 0)},{(k == 0 ? "yes" : "no")},{(k == 0 && x.rule == "bcm" ? "yes" : "no")}"
                    )
            )
        );
        Save(
            "tradeoffs",
            "condition,rule,family,S,reads,state_per_neuron,longest_trace_ms,window_match,signs_right,frequency_error,frequency_error_no_change,self_limiting,share_random_success,share_stable_without_homeostasis,weight_change_per_item,activity_per_item,epochs_needed,items_most,noise_most,lesion_most,weight_noise_most,retention",
            new[] { "A", "B" }.SelectMany(condition =>
                learn.Select(
                    (rule, r) =>
                        (FormattableString)
                            $"{condition},{rule},temporal,{0.5 + (r / 8.0)},r pre; r post,{r},20,{(r == 0 ? "" : "0.8")},yes,{8 - r},9.2,no,0.3,{0.2 * r},{2 + r},{30 + r},5,8,2,0.1,0.2,{(r == 2 ? "" : "0.7")}"
                )
            )
        );
        Save(
            "maps",
            "map,rule,condition,kind,x_axis,y_axis,x,y,level,behaviour,agreement,S,D,i,j",
            new[] { "network", "mean field" }.SelectMany(kind =>
                Enumerable
                    .Range(0, 9)
                    .SelectMany(i =>
                        Enumerable
                            .Range(0, 9)
                            .Where(j => kind == "mean field" || (i % 2 == 0 && j % 2 == 0) || (i + j is > 6 and < 10))
                            .Select(j =>
                                (FormattableString)
                                    $"stdp eta a_minus,stdp,B,{kind},eta,a_minus,{Math.Pow(10, i / 4.0)},{j / 4.0},{(i % 2 == 0 && j % 2 == 0 ? 0 : 1)},{(i + j > 8 ? "ordered" : i > 5 ? "seizure" : j > 5 ? "reversed" : i + j > 5 ? "hopping" : "silent")},{(i == 4 ? 0.5 : 1)},0.5,0.5,{i},{j}"
                            )
                    )
            )
        );
        File.WriteAllText(
            Path.Combine(tables, "verdicts.json"),
            JsonSerializer.Serialize(
                new object[]
                {
                    new
                    {
                        claim = "Time-dependent rules are better at sequences than correlational ones.",
                        verdict = "undecided",
                        sentence = "Made-up sentence: median S 0.80 against 0.70.",
                        numbers = new Dictionary<string, double> { ["temporal"] = 0.8, ["correlational"] = 0.7 },
                    },
                    new
                    {
                        claim = "Rules differ in the weights they leave.",
                        verdict = "supported",
                        sentence = "Made-up sentence.",
                        numbers = new Dictionary<string, double> { ["distance"] = 1.2 },
                    },
                    new
                    {
                        claim = "Correlational rules have poor flow.",
                        verdict = "not supported",
                        sentence = "Made-up sentence.",
                        numbers = new Dictionary<string, double> { ["flow"] = 0.1 },
                    },
                }
            )
        );
        SyntheticMemory.Write(tables);
        File.WriteAllText(
            Path.Combine(folder, "study.resolved.json"),
            JsonSerializer.Serialize(
                new
                {
                    schema_version = 2,
                    name = "synthetic",
                    title = "Made-up study",
                    question = "Does the report show everything?",
                    notes = new[] { "All numbers are made up." },
                    conditions = new
                    {
                        A = new { title = "no adaptation" },
                        B = new
                        {
                            title = "adaptation",
                            changes = new Dictionary<string, string>
                            {
                                ["network.adaptation"] = "1",
                                ["network.adaptation_tau"] = "100 ms",
                            },
                        },
                    },
                    network = new { units = 300, neuron = "logistic" },
                    task = new { items = 8 },
                    seeds = new { score = seeds },
                }
            )
        );
        File.WriteAllText(
            Path.Combine(folder, "manifest.json"),
            JsonSerializer.Serialize(
                new
                {
                    version = "0.1.0",
                    hash = "0123abcd",
                    runs = new { done = 640, diverged = 0 },
                    command = "plasticity study run synthetic.yaml",
                    machine = "two cores",
                }
            )
        );
        return folder;
    }
}
