using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlasticityLab.Live;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Compiler;

namespace PlasticityLab.Tests.Live;

/// <summary>The live lab as files.</summary>
public sealed partial class SiteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-lab-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_stored_experiment_can_be_written() =>
        Assert.All(
            Site.Stored.Values,
            experiment =>
                Assert.Empty(
                    experiment
                        .Problems()
                        .Concat(Kernel.Problems(experiment.Network(), experiment.Learning(), experiment.Task().Training(new(1))))
                )
        );

    [Fact]
    public void Every_preset_names_a_stored_kernel()
    {
        Assert.Equal("replay", Preset.All[0].Id);
        Assert.All(
            Preset.All,
            preset => Assert.Contains((string)preset.State.GetValueOrDefault("kernel", "rule.causal_trace_hebb"), Site.Stored.Keys)
        );
        Assert.Equal(Preset.All.Count, Preset.All.Select(preset => preset.Id).Distinct().Count());
    }

    [Fact]
    public void Every_tune_has_a_stored_kernel_that_ends_on_a_long_note_and_knows_its_notes()
    {
        foreach (var (tune, notes) in new[] { ("ah-vous-dirai-je-maman", 28), ("frere-jacques", 32), ("ode-to-joy", 30) })
        {
            foreach (var rule in new[] { "causal_trace_hebb", "hebbian" })
            {
                var experiment = Site.Stored[$"tune.{tune}.{rule}"];
                Assert.Equal((notes, rule), (experiment.Names.Count(), experiment.Rule));
                Assert.Equal(notes * 8, experiment.Network().Units);
            }

            var kernel = JsonDocument
                .Parse(Encoding.UTF8.GetString(Site.Content($"kernels/tune.{tune}.hebbian.json", composes: false)))
                .RootElement;
            var score = kernel.GetProperty("task").GetProperty("tune");
            Assert.Equal(notes, score.GetProperty("pitches").GetArrayLength());
            Assert.Equal(2, score.GetProperty("beats").EnumerateArray().Last().GetDouble());
            Assert.True(kernel.GetProperty("ring").GetInt32() >= 100 + (40 * notes));
        }

        Assert.Equal(["F", "G", "A", "F"], Site.Stored["tune.frere-jacques.hebbian"].Names.Take(4));
    }

    [Fact]
    public void Task_and_network_of_an_experiment_are_what_was_asked()
    {
        var experiment = new Experiment
        {
            Items = 5,
            AssemblySize = 7,
            ItemDuration = 0.03,
            AdaptationTau = 0.2,
            Ring = true,
        };
        Assert.Empty(experiment.Problems());
        var (network, task) = (experiment.Network(), experiment.Task());
        Assert.Equal((35, 0.2), (network.Units, network.AdaptationTau));
        Assert.Equal((5, 0.03, 0.0), (task.Items, task.Item, task.Silence));
        Assert.Equal(0.1, new Experiment().Task().Silence);
        Assert.Equal(512, Written(new()).Ring);
        Assert.Equal(1024, Written(new() { Items = 12 }).Ring);

        static Kernel Written(Experiment experiment)
        {
            var (network, task, random) = (experiment.Network(), experiment.Task(), new RandomStreams(1));
            return Kernel.Write(network, experiment.Learning(), task.Training(random), task.Draw(network.Units, random), 1, 100);
        }
    }

    [Theory]
    [InlineData(double.NaN, 0.1, "", "item_duration")]
    [InlineData(0.6, 0.1, "", "item_duration must lie in")]
    [InlineData(0.04, 0, "", "adaptation_tau must lie in")]
    [InlineData(0.04, 0.1, "../../etc/passwd", "There is no built-in tune")]
    [InlineData(0.04, 0.1, "FRERE", "There is no built-in tune")]
    public void What_an_experiment_cannot_be_is_told(double item, double tau, string tune, string told)
    {
        var experiment = new Experiment
        {
            ItemDuration = item,
            AdaptationTau = tau,
            Tune = tune,
        };
        Assert.Contains(told, Assert.Throws<UserError>(() => StoredKernel.Json(experiment)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exported_folder_holds_every_file_and_asks_for_nothing_outside_itself()
    {
        Site.Export(_folder, TestContext.Current.CancellationToken);
        Assert.All(Site.Files, name => Assert.True(new FileInfo(Path.Combine(_folder, name)).Length > 0, name));
        Assert.All(
            Site.Files.Where(name => !name.StartsWith("kernels/", StringComparison.Ordinal)),
            name =>
            {
                var text = File.ReadAllText(Path.Combine(_folder, name))
                    .Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
                Assert.DoesNotContain("http:", text, StringComparison.Ordinal);
                Assert.DoesNotContain("https:", text, StringComparison.Ordinal);
                Assert.DoesNotContain("\"/", text, StringComparison.Ordinal); // no absolute path: it works in any folder
            }
        );
    }

    [Fact]
    public void The_scripts_stay_small_and_the_site_is_a_few_hundred_kilobytes()
    {
        // The number that bench lab tells; a browser test holds that the page fetches these files, no more, before its first picture.
        foreach (var composes in new[] { true, false })
        {
            Assert.InRange(Site.SentFirst(composes), 20_000, Site.FirstLimit - 1);
        }

        Assert.True(Site.Later.Sum(name => Site.Content(name, composes: false).Length) < 40_000);
        Assert.True(Site.SingleFile().Length < 1_000_000);
    }

    [Fact]
    public void A_single_file_carries_its_scripts_without_imports()
    {
        var page = Site.SingleFile();
        Assert.DoesNotContain("\nimport ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\nexport ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"lab.js\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_stands_in_two_scripts_so_that_they_can_be_one_file()
    {
        var names = Site
            .Files.Where(name => name.EndsWith(".js", StringComparison.Ordinal) && name is not ("seeds.js" or "sw.js"))
            .SelectMany(file =>
                TopLevelNames(Encoding.UTF8.GetString(Site.Content(file, composes: false))).Distinct().Select(name => (Name: name, file))
            );
        Assert.Empty(names.GroupBy(x => x.Name).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
    }

    [Fact]
    public void A_file_that_is_none_is_refused() =>
        Assert.Contains("../secret", Assert.Throws<UserError>(() => Site.Content("../secret", false)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("dw = global.mean*w", "global")]
    [InlineData("dw = exp(pre.rate)", "exp")]
    [InlineData("", "equation")]
    public void A_rule_that_cannot_be_one_is_told_in_a_sentence(string equation, string word)
    {
        var experiment = new Experiment { Equation = equation.Length == 0 ? " " : equation };
        Assert.Contains(word, Assert.Throws<UserError>(() => StoredKernel.Json(experiment)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Sizes_out_of_range_are_told_in_a_sentence() =>
        Assert.Contains(
            "8 .. 600",
            Assert.Throws<UserError>(() => StoredKernel.Json(new() { Items = 26, AssemblySize = 100 })).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_manifest_tells_rules_dial_and_words()
    {
        var manifest = JsonDocument.Parse(Encoding.UTF8.GetString(Site.Content("manifest.json", composes: true))).RootElement;
        Assert.True(manifest.GetProperty("composes").GetBoolean());
        Assert.Equal(24, manifest.GetProperty("dial").GetArrayLength());
        Assert.True(manifest.GetProperty("rules").GetArrayLength() >= 12);
        Assert.True(manifest.GetProperty("words").GetArrayLength() >= 10);
    }

    [Theory]
    [InlineData("let a, b = [1, 2], { c } = {}, d = (1, 2);\n  let e;\n", "a b d")]
    [InlineData("export const a = x => { return 1, y; }, b = 'c, d';\nfunction f(g, h) {\n}\nexport class K {\n}\n", "a b f K")]
    [InlineData("let a = 0,\n  b = { c: 1, d: 2 };\nconst e = `x, ${f}`, /* g, */ h = 1;\n", "a b e h")]
    public void Every_name_of_a_declaration_is_seen(string script, string names) =>
        Assert.Equal(names.Split(' ').Order(), TopLevelNames(script).Order());

    [Fact]
    public void The_page_lists_the_lessons_that_there_are()
    {
        var lessons = LessonName().Matches(Encoding.UTF8.GetString(Site.Content("lessons.js", composes: false)));
        Assert.Equal(6, lessons.Count);
        var page = Encoding.UTF8.GetString(Site.Content("index.html", composes: false));
        Assert.All(
            lessons,
            lesson =>
                Assert.Contains(
                    $"<option value=\"{lesson.Groups[1].Value}\">{lesson.Groups[2].Value}</option>",
                    page,
                    StringComparison.Ordinal
                )
        );
    }

    // The names that a script declares at its top level: of "let a, b = [c, d]" both a and b, and nothing within brackets, strings and
    // comments.
    private static IEnumerable<string> TopLevelNames(string script)
    {
        foreach (Match start in Declaration().Matches(script))
        {
            if (start.Groups[1].Value is "function" or "class")
            {
                yield return start.Groups[2].Value;
                continue;
            }

            var rest = Quoted().Replace(script[start.Groups[2].Index..], quoted => quoted.Value[0] == '/' ? "" : "0");
            var (depth, declared) = (0, new StringBuilder());
            foreach (var letter in rest.TakeWhile(letter => depth > 0 || letter != ';'))
            {
                depth +=
                    letter is '(' or '[' or '{' ? 1
                    : letter is ')' or ']' or '}' ? -1
                    : 0;
                if (depth == 0)
                {
                    declared.Append(letter);
                }
            }

            foreach (var one in declared.ToString().Split(','))
            {
                if (LeadingName().Match(one) is { Success: true } name)
                {
                    yield return name.Groups[1].Value;
                }
            }
        }
    }

    [GeneratedRegex(@"^(?:export )?(?:async )?(const|let|function|class) (.\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*([A-Za-z_$][\w$]*)")]
    private static partial Regex LeadingName();

    // Strings, patterns and comments; a template ends at its own mark, since none stands within another at the top level.
    [GeneratedRegex(@"'(?:\\.|[^'\\\n])*'|""(?:\\.|[^""\\\n])*""|`(?:\\.|[^`\\])*`|//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{ id: '([\w-]+)', name: '([^']*)'")]
    private static partial Regex LessonName();

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_its_name()
    {
        var file = Path.GetTempFileName();
        var error = Assert.Throws<UserError>(() => Site.Export(Path.Combine(file, "lab"), TestContext.Current.CancellationToken));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
