using System.Net;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reports;
using PlasticityLab.Reports.Pages;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Tests.Claims;

namespace PlasticityLab.Tests.Reports;

/// <summary>The first page of many small studies: what it says of each stands in tests/data/answers and was read. <c>./test --accept</c>
/// writes it anew; git diff shows what moved.</summary>
public partial class AnswerCorpusTests
{
    private const string Two = "rules: [hebb, stdp]\n",
        Both = "conditions: { A: { title: no adaptation }, B: { title: adaptation, network.adaptation: 1 } }\n";

    private static readonly double[] All = [0.97, 0.95, 0.99, 0.96, 0.98, 0.94],
        Most = [0.9, 0.2, 0.95, 0.92, 0.91, 0.89],
        Few = [0.1, 0.2, 0.9, 0.0, 0.1, 0.2],
        None = [0.1, 0.2, 0.1, 0.0, 0.1, 0.2],
        Lost = [0.1, 0.2, 0.1, 0.2, 0.1, 0.2],
        Sure = [1, 0.9, 1, 0.95, 1, 1];

    /// <summary>Each study with what its networks scored.</summary>
    public static TheoryData<string> Names => [.. Corpus.Keys.Order(StringComparer.Ordinal)];

    private static Dictionary<string, Func<ScoredStudy>> Corpus { get; } =
        new(StringComparer.Ordinal)
        {
            ["one rule"] = () => new("rules: [stdp]\n", ("stdp", "A", All, Sure)),
            ["one rule that fails"] = () => new("rules: [hebb]\n", ("hebb", "A", None, null)),
            ["two rules"] = () => new(Two, ("hebb", "A", None, Lost), ("stdp", "A", Most, Sure)),
            ["two conditions"] = () =>
                new(Both + Two, ("hebb", "A", None, Lost), ("stdp", "A", Most, Sure), ("hebb", "B", All, Lost), ("stdp", "B", All, Sure)),
            ["three conditions and a title with a capital"] = () =>
                new(
                    "conditions: { A: { title: no adaptation }, B: { title: Slow neurons, network.tau: 20 ms }, C: { title: much noise, network.noise_sd: 0.2 } }\n"
                        + Two,
                    ("hebb", "A", None, Lost),
                    ("stdp", "A", All, Sure),
                    ("hebb", "B", None, Lost),
                    ("stdp", "B", Few, Sure),
                    ("hebb", "C", None, Lost),
                    ("stdp", "C", None, Lost)
                ),
            ["five conditions"] = () =>
                new(
                    "conditions: { A: {}, B: { network.noise_sd: 0.1 }, C: { network.noise_sd: 0.2 }, D: { network.noise_sd: 0.3 }, E: { network.noise_sd: 0.4 } }\n"
                        + "rules: [stdp]\n",
                    [.. "ABCDE".Select(c => ("stdp", $"{c}", All, (double[]?)Sure))]
                ),
            ["everybody plays"] = () => new(Two, ("hebb", "A", All, Lost), ("stdp", "A", All, Sure)),
            ["everybody lost"] = () => new(Two, ("hebb", "A", All, Lost), ("stdp", "A", All, Lost)),
            ["nobody plays"] = () =>
                new("rules: [hebb, anti, stdp]\n", ("hebb", "A", None, null), ("anti", "A", None, null), ("stdp", "A", Few, null)),
            ["own rules"] = () =>
                new(
                    "rules: [hebb, { name: hebb_decay, rule: hebbian, decay: 0.1 }, { name: typed, equation: \"dw = eta*pre.rate*post.rate\", eta: 5 }]\n"
                        + "claims: [{ kind: difference, says: A decay helps Hebb's rule., of: hebb_decay, against: hebb }]\n",
                    ("hebb", "A", All, Lost),
                    ("hebb_decay", "A", None, Lost),
                    ("typed", "A", All, Lost)
                ),
            ["founding claims, tuned"] = () =>
                new(
                    "rules: [hebb, oja, stdp]\ntuned_by: another study\nclaims: founding\n",
                    ("hebb", "A", None, Lost),
                    ("oja", "A", None, Lost),
                    ("stdp", "A", All, Sure)
                ),
            ["tuned"] = () =>
                new(Two + "tuning: { configurations: 20 }\nseeds: { first: 100 }\n", ("hebb", "A", None, Lost), ("stdp", "A", All, Sure)),
            ["one seed"] = () => new(Two, ("hebb", "A", [0.1], null), ("stdp", "A", [0.95], null)),
            ["two seeds"] = () => new(Two, ("hebb", "A", [0.1, 0.9], null), ("stdp", "A", [0.95, 0.9], null)),
            ["hundred seeds"] = () => new(Two, ("hebb", "A", Drawn(0.2, 1), null), ("stdp", "A", Drawn(0.9, 2), null)),
            ["all diverged"] = () => new(Two, RunStatus.Diverged, ("hebb", "A", [0, 0, 0], [0, 0, 0]), ("stdp", "A", [0, 0, 0], [0, 0, 0])),
            ["all silent"] = () =>
                new(
                    Both + Two,
                    RunStatus.Silent,
                    ("hebb", "A", [0, 0, 0], [0, 0, 0]),
                    ("stdp", "A", [0, 0, 0], [0, 0, 0]),
                    ("hebb", "B", [0, 0, 0], [0, 0, 0]),
                    ("stdp", "B", [0, 0, 0], [0, 0, 0])
                ),
            ["nobody scores"] = () => new(Two, ("hebb", "A", [0, 0, 0], [0, 0, 0]), ("stdp", "A", [0, 0, 0], [0, 0, 0])),
            ["equal rules"] = () =>
                new("rules: [stdp, { name: again, rule: rate_stdp }]\n", ("stdp", "A", All, Sure), ("again", "A", All, Sure)),
            ["missing directions"] = () => new(Two, ("hebb", "A", All, [.. Lost.Select(_ => double.NaN)]), ("stdp", "A", All, Sure)),
            ["names as people write them"] = () =>
                new(
                    "title: '<script>alert(1)</script> & \"friends\"'\nquestion: Ist η größer? 学习 <b>bold</b>\nconditions: { A: { title: '<i>no</i> adaptation' } }\n"
                        + "rules: [{ name: \"Ωmega 'rule'\", rule: hebbian }, { name: '<script>', rule: rate_stdp }]\n",
                    ("Ωmega 'rule'", "A", None, Lost),
                    ("<script>", "A", All, Sure)
                ),
            ["spikes"] = () =>
                new(
                    "network: { kind: spiking }\nrules: [{ rule: spike_hebbian, name: hebb }, { rule: spike_stdp, name: stdp }]\n",
                    ("hebb", "A", None, Lost),
                    ("stdp", "A", Most, Sure)
                ),
            ["forty rules"] = () =>
                new(
                    $"rules: [{string.Join(", ", Enumerable.Range(1, 40).Select(k => $"{{ name: r{k}, rule: rate_stdp, eta: {k} }}"))}]\n",
                    [
                        .. Enumerable
                            .Range(1, 40)
                            .Select(k =>
                                (
                                    $"r{k}",
                                    "A",
                                    k % 4 == 0 ? All
                                    : k % 4 == 1 ? Few
                                    : None,
                                    (double[]?)Sure
                                )
                            ),
                    ]
                ),
        };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_first_page_of(string name)
    {
        using var study = Corpus[name]();
        var html = await ReportWriter.HtmlAsync<ReportPage>(study.Results);
        var page = Text(html);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(
            @"(?<![\d.,–-])1 (rules|networks|conditions|comparisons|seeds|pairs|runs|cases|families|cycles)\b",
            WebUtility.HtmlDecode(Tag().Replace(Code().Replace(html, ""), " "))
        );
        Assert.Empty(EmptyColumns(html));
        Assert.All(StudyAnswer.Of(study.Results), sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
        var file = TestData.Path("answers", $"{name.Replace(' ', '_')}.txt");
        if (Environment.GetEnvironmentVariable("PLASTICITY_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, page, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), page);
    }

    // A column of dashes says nothing.
    private static IEnumerable<string> EmptyColumns(string html)
    {
        foreach (Match table in Regex.Matches(html, "<table>.*?</table>", RegexOptions.Singleline))
        {
            var rows = Regex
                .Matches(table.Value, "<tr>.*?</tr>", RegexOptions.Singleline)
                .Select(row =>
                    Regex
                        .Matches(row.Value, "<t[dh][^>]*>(.*?)</t[dh]>", RegexOptions.Singleline)
                        .Select(c => WebUtility.HtmlDecode(c.Groups[1].Value).Trim())
                        .ToArray()
                )
                .Where(cells => cells.Length > 0)
                .ToArray();
            var body = rows.Where(cells => cells.Length == rows[^1].Length).Skip(1).ToArray();
            for (var k = 0; body.Length > 1 && k < body[0].Length; k++)
            {
                if (body.All(cells => cells[k] is "–" or "–, –"))
                {
                    yield return $"{Regex.Match(table.Value, "Table \\d+").Value}, column {k + 1}";
                }
            }
        }
    }

    private static double[] Drawn(double mean, ulong seed)
    {
        var random = new RandomStreams(seed).Open(StreamPurpose.Analysis);
        return [.. Enumerable.Range(0, 100).Select(_ => Math.Clamp(mean + (0.1 * random.NextGaussian()), 0, 1))];
    }

    // Header and first screen as they are read, a line a block.
    private static string Text(string html)
    {
        var from = html.IndexOf("<header>", StringComparison.Ordinal);
        var first = html[from..html.IndexOf("</section>", from, StringComparison.Ordinal)];
        first = Hidden().Replace(first, "");
        first = Block().Replace(first, "\n");
        first = WebUtility.HtmlDecode(Tag().Replace(first, " "));
        return string.Join('\n', first.Split('\n').Select(line => Space().Replace(line, " ").Trim()).Where(line => line.Length > 0)) + "\n";
    }

    [GeneratedRegex("<(svg|nav|button|details)[ >].*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("<(script|style|pre)[ >].*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("</?(h1|h2|h3|p|li|tr|caption|div|figcaption)[^>]*>")]
    private static partial Regex Block();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
