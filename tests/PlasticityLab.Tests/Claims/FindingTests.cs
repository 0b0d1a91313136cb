using PlasticityLab.Experiments.Tables;
using PlasticityLab.Reports;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Claims;

/// <summary>Findings are made of the tables alone, with the numbers that they tell.</summary>
public sealed class FindingTests : IDisposable
{
    private const string Study = """
        name: found
        network: { kind: rate, units: 24 }
        task: { kind: chain, items: 3, assembly_size: 6, epochs: 1 }
        rules: [hebb, stdp]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StudyFolder Open() => StudyFolder.Open(StudyFile.Parse(Study), _folder);

    private StudyFolder With<TRow>(params TRow[] rows)
        where TRow : notnull
    {
        var folder = Open();
        new StudyWriter(folder.Path).Write([new RowSet().Add<TRow>(rows)]);
        return folder;
    }

    private static IReadOnlyList<Finding> Of(StudyFolder folder) => StudyFindings.Of(StudyResults.Of(folder.Path, folder.Study));

    private static RecallGridRow Point(string rule, double gain, double s, bool chosen, bool border = false, int widening = 0) =>
        new("rate", "A", rule, 2, gain, s, widening, chosen, border);

    [Fact]
    public void Operating_points_on_the_border_are_told_with_their_values_and_controls_without_learning_are_not()
    {
        var found = Of(
            With(
                Point("hebb", 1, 0.2, false),
                Point("hebb", 1.4, 0.5, true, border: true, widening: 1),
                Point("stdp", 1.4, 0, true, border: true),
                Point("none", 1.4, 0, true, border: true)
            )
        );
        Assert.Equal(
            [
                "The grid of operating points was widened for Hebb in A (1 x, now inhibition 2.00, gain 1.40, S = 0.50).",
                "The optimum still stands on the border of the grid, and a better one may lie beyond it, for Hebb in A (inhibition 2.00, gain 1.40, S = 0.50).",
                "No point of the grid gives a score above 0 for STDP in A; their points mean nothing.",
            ],
            found.Select(finding => finding.Sentence)
        );
        Assert.Equal([false, true, true], found.Select(finding => finding.IsCaution));
        Assert.Equal([new StatedNumber("Hebb in A", 0.5)], found[1].Numbers);
    }

    [Fact]
    public void Points_inside_the_grid_are_said_to_be_inside() =>
        Assert.Equal(
            "No optimum with a score above 0 stands on a border of its grid.",
            Assert.Single(Of(With(Point("hebb", 1, 0.2, true), Point("hebb", 1.4, 0.1, false)))).Sentence
        );

    [Fact]
    public void Seizures_of_rules_are_told_and_those_of_their_controls_are_not()
    {
        SpikingRow Network(string rule, ulong seed, RunStatus status, double atZero) =>
            new("spiking", "A", rule, seed, status, status == RunStatus.Seizure ? "Seizure at 0.3 s." : "", 5, 9, 4, 8, atZero, 0.1);
        var folder = With(
            Network("stdp", 100, RunStatus.Ok, 0.25),
            Network("stdp", 101, RunStatus.Seizure, 0.5),
            Network("hebb", 100, RunStatus.Silent, double.NaN),
            Network("stdp_flipped", 100, RunStatus.Seizure, 0.4)
        );
        Assert.Equal("STDP in A: 1 of 2 networks ended in a seizure; seed 101: Seizure at 0.3 s.", Assert.Single(Of(folder)).Sentence);
        SpikingSummaryRow[] rows = [.. SpikingSummaryRow.Of(StudyResults.Of(folder.Path, folder.Study))];
        Assert.Equal(["stdp", "hebb"], rows.Select(row => row.Rule));
        Assert.Equal(
            (2, 0, 1, 0.375, NegativeHalf.PartlyClipped),
            (rows[0].Networks, rows[0].Silent, rows[0].Seizures, rows[0].AtZero, rows[0].NegativeHalf)
        );
        Assert.Equal((1, NegativeHalf.NoLearning), (rows[1].Silent, rows[1].NegativeHalf));
    }

    [Fact]
    public void What_a_rule_remembers_is_read_off_the_memory_tables()
    {
        WorkingMemoryPoint Held(string rule, int delay, double correct) =>
            TableOf<WorkingMemoryPoint>.MadeUp()[0] with
            {
                Rule = rule,
                Delay = delay,
                Correct = correct,
                Persistence = 0.9,
                Noise = 0,
                Fatigue = 0,
            };
        var folder = With(
            Held("hebbian", 2, 1),
            Held("hebbian", 8, 0.6),
            Held("hebbian", 16, 0.1),
            Held("anti_hebbian", 2, 0),
            Held("no_learning", 16, 1)
        );
        Assert.Equal(
            "Longest delay over which a cue is held: 8 steps with Hebb; 1 of 2 rules holds nothing of the kind.",
            Assert.Single(Of(folder)).Sentence
        );
        MemoryFunctionRow[] rows = [.. MemoryFunctionRow.Of(StudyResults.Of(folder.Path, folder.Study))];
        Assert.Equal((8.0, "persistence"), (rows[0].Held, rows[0].Manner));
        Assert.Equal((0.0, ""), (rows[1].Held, rows[1].Manner));
        Assert.True(double.IsNaN(rows[0].Melody));
    }

    [Fact]
    public async Task The_report_shows_the_findings_of_the_tables()
    {
        var folder = Open();
        folder.Run(2, cancellation: TestContext.Current.CancellationToken);
        new StudyWriter(folder.Path).Write([
            new RowSet()
                .Add<RecallGridRow>([Point("hebb", 1, 0.2, true)])
                .Add<FindingRow>([new(1, FindingSubject.Readout, "A sentence of the table.", Caution: true)]),
        ]);
        await ReportWriter.WriteAsync(folder.Path, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains(
            "Caution: A sentence of the table.",
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "report.html"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }
}
