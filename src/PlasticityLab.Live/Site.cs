using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Player;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Live;

/// <summary>The live lab as files that any server can serve: a page, its scripts, and kernels written beforehand; or as one file. Nothing is
/// built and nothing is asked of a network.</summary>
internal static partial class Site
{
    /// <summary>Scripts that a page fetches when something in it is asked for, after the first picture has moved.</summary>
    public static IReadOnlyList<string> Later { get; } = ["attractors.js", "teacher.js", "lessons.js", "engine.js", "seeds.js", "sw.js"];

    /// <summary>What a page fetches before its first picture moves, beside the kernel of its experiment.</summary>
    public static IEnumerable<string> First =>
        Files.Where(name => !name.StartsWith("kernels/", StringComparison.Ordinal) && !Later.Contains(name));

    /// <summary>How much of <see cref="First"/> may be sent [bytes, gzip].</summary>
    public const int FirstLimit = 60_000;

    /// <summary>How much of <see cref="First"/> is sent [bytes, gzip, each file by itself].</summary>
    /// <param name="composes">Whether the server writes kernels for rules typed as text.</param>
    public static long SentFirst(bool composes) => First.Sum(name => (long)Zipped(Content(name, composes)).Length);

    // In the order in which one script that holds them all must have them.
    private static readonly string[] Scripts =
    [
        "course.js",
        "kernel.js",
        "measures.js",
        "draw.js",
        "plane.js",
        "words.js",
        "why.js",
        "attractors.js",
        "engine.js",
        "spectrum.js",
        "teacher.js",
        "lessons.js",
        "study.js",
        "source.js",
        "form.js",
        "sound.js",
        "link.js",
        "lab.js",
    ];

    /// <summary>Directions of the compass that kernels are stored for [degrees].</summary>
    public static IReadOnlyList<int> Dial { get; } = [.. Enumerable.Range(0, 24).Select(k => 15 * k)];

    // The rules whose kernels for tunes are stored, and the tunes.
    private static readonly string[] TuneRules = ["causal_trace_hebb", "hebbian"];

    private static IReadOnlyList<string> Tunes => TuneCollection.Ids;

    /// <summary>The experiments whose kernels are stored, by name.</summary>
    public static IReadOnlyDictionary<string, Experiment> Stored { get; } =
        Rules()
            .Concat(Dial.Select(angle => ($"dial.{angle:000}", Turned(angle))))
            .Concat([
                (
                    "runaway.hebbian",
                    new Experiment
                    {
                        Rule = "hebbian",
                        WeightMax = 100,
                        Cap = double.PositiveInfinity,
                    }
                ),
                (
                    "runaway.oja",
                    With(
                        new()
                        {
                            Rule = "oja",
                            WeightMax = 100,
                            Cap = double.PositiveInfinity,
                        },
                        "alpha",
                        5
                    )
                ),
                ("shuffled.causal_trace_hebb", new Experiment { Shuffled = true }),
                ("shuffled.rate_stdp", new Experiment { Rule = "rate_stdp", Shuffled = true }),
                ("twelve.causal_trace_hebb", new Experiment { Items = 12 }),
                .. Tunes.SelectMany(tune => TuneRules.Select(rule => (NameOf(tune, rule), new Experiment { Tune = tune, Rule = rule }))),
            ])
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>Names of all files, as a page asks for them.</summary>
    public static IEnumerable<string> Files =>
        ["index.html", "lab.css", .. Scripts, "seeds.js", "sw.js", "manifest.json", .. Stored.Keys.Select(name => $"kernels/{name}.json")];

    /// <summary>The rules that the page offers.</summary>
    internal static IEnumerable<RuleCard> Offered =>
        RuleCatalog
            .Cards.Where(card => (card.Clock == RuleClock.EveryStep || card.Id == "no_learning") && !card.ByValues)
            .Where(card => !PlasticMatrix.PortableProblems(RuleCatalog.Create(card.Id)).Any())
            .OrderBy(card => card.Family)
            .ThenBy(card => card.Name, StringComparer.Ordinal);

    /// <summary>What a page may do, as a header: scripts and data of its own origin, arithmetic of WebAssembly, nothing else.</summary>
    /// <param name="inline">What else scripts and styles may be: hashes of those that stand in the page.</param>
    public static string Policy(string inline = "'self'") =>
        $"default-src 'none'; script-src {inline} 'wasm-unsafe-eval'; style-src {inline}; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'";

    /// <summary>The content of one file.</summary>
    /// <param name="name">Its name, one of <see cref="Files"/>.</param>
    /// <param name="composes">Whether the server writes kernels for rules typed as text.</param>
    /// <exception cref="UserError">There is no such file.</exception>
    public static byte[] Content(string name, bool composes)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Files.Contains(name))
        {
            throw new UserError($"The live lab has no file \"{name}\".");
        }

        return Encoding.UTF8.GetBytes(
            name switch
            {
                "manifest.json" => Manifest(composes),
                "index.html" => Read(name).Replace("<!--policy-->", Meta(Policy()), StringComparison.Ordinal),
                "lab.css" => Palette.Colours() + Read(name),
                "course.js" => PlayerData.Read(name),
                "sw.js" => Read(name).Replace("VERSION", Version(), StringComparison.Ordinal),
                _ when name.StartsWith("kernels/", StringComparison.Ordinal) => StoredKernel.Json(Stored[name[8..^5]]),
                _ => Read(name),
            }
        );
    }

    /// <summary>The media type of a file.</summary>
    public static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "application/json; charset=utf-8",
        };

    /// <summary>Writes all files into a folder, with compressed ones beside them for servers that know them.</summary>
    /// <exception cref="UserError">The folder cannot be written; says why.</exception>
    public static void Export(string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        OutputFile.MakeFolder(Path.Combine(folder, "kernels"));
        foreach (var name in Files)
        {
            cancellation.ThrowIfCancellationRequested();
            var content = Content(name, composes: false);
            var path = Path.Combine(folder, name);
            OutputFile.WriteBytes(path, content);
            OutputFile.WriteBytes(path + ".gz", Zipped(content));
            OutputFile.Write(
                path + ".br",
                stream =>
                {
                    using var brotli = new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true);
                    brotli.Write(content);
                }
            );
        }

        OutputFile.WriteText(Path.Combine(folder, ".nojekyll"), ""); // some hosts hide what begins with an underscore
    }

    /// <summary>The whole lab as one page that needs no server.</summary>
    public static string SingleFile()
    {
        var stored = Stored.Keys.Select(name => $"kernels/{name}.json").Append("manifest.json");
        var packed = JsonSerializer.Serialize(
            stored.ToDictionary(name => name[..^5], name => Convert.ToBase64String(Zipped(Content(name, composes: false))))
        );
        var (script, worker) = (Joined(Scripts), Joined(["kernel.js", "measures.js", "words.js", "seeds.js"]));
        var style = Palette.Colours() + Read("lab.css");
        return Read("index.html")
            .Replace("<!--policy-->", Meta(Policy($"{Hash(script)} {Hash(style)} blob:")), StringComparison.Ordinal)
            .Replace("<link rel=\"stylesheet\" href=\"lab.css\">", $"<style>{style}</style>", StringComparison.Ordinal)
            .Replace(
                "<script type=\"module\" src=\"lab.js\"></script>",
                $"<script type=\"application/json\" id=\"stored\">{packed}</script>\n<script type=\"text/plain\" id=\"seeds-script\">{worker}</script>\n<script type=\"module\">{script}</script>",
                StringComparison.Ordinal
            );
    }

    // Changes with any script, so that a browser that keeps the page for later takes the new one.
    private static string Version() =>
        Hash(string.Concat(Scripts.Append("lab.css").Append("index.html").Where(name => name != "course.js").Select(Read)))[8..20];

    private static string Meta(string policy) => $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">";

    private static string Hash(string inline) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}'";

    // Modules one after another as one script: what they import from each other stands there already.
    private static string Joined(IEnumerable<string> names) =>
        string.Join(
            '\n',
            names.Select(name =>
                Exports()
                    .Replace(
                        Imports()
                            .Replace(
                                name == "course.js" ? PlayerData.Read(name)
                                    : name == "source.js" ? Read("source-single.js")
                                    : Read(name),
                                ""
                            ),
                        ""
                    )
            )
        );

    [GeneratedRegex(@"^import [^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex Imports();

    [GeneratedRegex(@"^export (?=const|function|async|class)", RegexOptions.Multiline)]
    private static partial Regex Exports();

    private static string Manifest(bool composes) =>
        JsonSerializer.Serialize(
            new
            {
                Version = 1,
                Composes = composes,
                Presets = Preset.All.Select(preset => new
                {
                    preset.Id,
                    preset.Name,
                    preset.State,
                }),
                Rules = Offered.Select(card => new { Kernel = $"rule.{card.Id}", card.Name }),
                Dial,
                Tunes = Tunes.Select(tune => new
                {
                    Id = tune,
                    TuneCollection.Get(tune).Name,
                    Notes = new Experiment { Tune = tune }.Names.Count(),
                    Kernels = TuneRules.Select(rule => NameOf(tune, rule)),
                }),
                Files = composes ? [] : Files.Where(name => name != "sw.js"),
                Words = Words().Select(term => new[] { term.Name, FirstOf(term.Text) }),
            },
            StoredKernel.Web
        );

    private static IEnumerable<Term> Words() =>
        new[]
        {
            "adaptation",
            "assembly",
            "cue",
            "D",
            "equilibrium",
            "lag profile",
            "nullcline",
            "phase plane",
            "plasticity",
            "replay",
            "S",
            "seed",
        }
            .Select(Glossary.Find)
            .OfType<Term>();

    private static string FirstOf(string meaning) => meaning.Split("\n\n")[0].Replace("*", "", StringComparison.Ordinal);

    private static IEnumerable<(string, Experiment)> Rules() =>
        Offered.Select(card =>
            ($"rule.{card.Id}", card.Id == "bcm" ? With(new() { Rule = card.Id }, "eta", 20) : new Experiment { Rule = card.Id })
        );

    private static string NameOf(string tune, string rule) => $"tune.{tune}.{rule}";

    private static Experiment Turned(int angle) => With(new() { Rule = "compass" }, "angle", angle);

    private static Experiment With(Experiment experiment, string parameter, double value) =>
        experiment with
        {
            Parameters = experiment.Parameters.SetItem(parameter, value),
        };

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Site).Assembly.GetManifestResourceStream($"Site.{name}")!);
        return reader.ReadToEnd();
    }

    private static byte[] Zipped(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}
