using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Studies;

/// <summary>Steps of learning that only the run can find too long: of a neuron without an upper bound no check knows how far they go.</summary>
[Collection(nameof(Alone))]
public sealed class UnstableStudyTests : IDisposable
{
    private const string Study = """
        schema_version: 1
        name: steps
        network: { kind: rate, units: 60, neuron: { kind: threshold_linear, rate_max: 1e9 } }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 2, free_run: 100 ms, cue_repeats: 1 }
        rules:
          - { name: hasty, rule: oja, eta: 100000, alpha: 1, weight_max: 20 }
        seeds: { first: 100, count: 2 }
        controls: []
        """;

    private const string Gentle = "  - { name: gentle, rule: oja, eta: 7, alpha: 1, weight_max: 2 }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task They_are_counted_and_shown_and_are_no_failure_of_the_rule()
    {
        var (text, outcomes, summary, report) = await Run(Study.Replace("seeds:", Gentle + "seeds:", StringComparison.Ordinal));
        string[] Of(string[] lines, string rule) => [.. lines.Where(line => line.Contains($",{rule},", StringComparison.Ordinal))];
        Assert.Equal(2, Of(outcomes, "hasty").Length);
        Assert.All(Of(outcomes, "hasty"), line => Assert.Contains(",unstable,", line, StringComparison.Ordinal));
        Assert.DoesNotContain(Of(outcomes, "gentle"), line => line.Contains("unstable", StringComparison.Ordinal));
        Assert.EndsWith(",unstable", summary[0], StringComparison.Ordinal);
        Assert.EndsWith(",2", Assert.Single(Of(summary, "hasty")), StringComparison.Ordinal);
        Assert.EndsWith(",0", Assert.Single(Of(summary, "gentle")), StringComparison.Ordinal);
        foreach (var shown in new[] { text, report })
        {
            Assert.Contains(
                "Unstable: steps of learning were too long for the time step with hasty (2 of 2 networks).",
                shown,
                StringComparison.Ordinal
            );
        }

        // What is said of the other rule is said of it alone.
        Assert.Contains("gentle does not play the sequence", text, StringComparison.Ordinal);
        Assert.DoesNotContain("the best of 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_was_never_tried_is_not_said_to_fail()
    {
        var (text, _, _, report) = await Run(Study);
        foreach (var shown in new[] { text, report })
        {
            Assert.Contains("hasty could not be judged.", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("does not play", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("no rule plays", shown, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<(string Text, string[] Outcomes, string[] Summary, string Report)> Run(string study)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "s.yaml"), study, TestContext.Current.CancellationToken);
        var check = await Plasticity.Run(_folder, ["study", "check", "s.yaml"], TimeSpan.FromSeconds(60));
        Assert.True(check.Exit == 0, check.ToString());
        var run = await Plasticity.Run(_folder, ["study", "run", "s.yaml", "--out", "runs"], TimeSpan.FromSeconds(300));
        Assert.True(run.Exit == 0, run.ToString());
        var folder = Directory.GetDirectories(Path.Combine(_folder, "runs"), "steps-*").Single();
        string[] Lines(string table) => File.ReadAllLines(Path.Combine(folder, "tables", table));
        return (run.Out, Lines("outcomes.csv"), Lines("summary.csv"), await File.ReadAllTextAsync(Path.Combine(folder, "report.html")));
    }
}
