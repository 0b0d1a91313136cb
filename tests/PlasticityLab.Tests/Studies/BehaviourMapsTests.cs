using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

public sealed class BehaviourMapsTests : IDisposable
{
    private const string Text = """
        name: maps
        conditions: { A: { adaptation: 0 } }
        network: { units: 60 }
        task: { items: 3, assembly_size: 12, epochs: 4, overlapping: false, free_run: 200 ms, cue_repeats: 2 }
        rules: [tah]
        seeds: { first: 100, count: 2 }
        precision: single
        """;

    private const string Map =
        "\nmaps: [{ rule: tah, x: eta, x_from: 0.1, x_to: 100, x_log: true, y: gain, y_from: 0.2, y_to: 2, steps: 3, refinements: 1, seeds: 1 }]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_map_is_sampled_where_behaviour_changes_and_has_a_mean_field_beside_it()
    {
        var study = StudyFile.Parse(Text + Map);
        var entry = new StudyEntry("tah", "A", study.Rules[0].For("A"));
        var points = PhaseDiagrams
            .Of(
                study,
                study.Maps[0],
                "map",
                [entry],
                new StoredRuns(new FolderStore(_folder), new Worker(2)).Execute,
                TestContext.Current.CancellationToken
            )
            .ToArray();
        var network = points.Where(p => p.Kind == "network").ToArray();
        Assert.Equal(9, network.Count(p => p.Level == 0));
        Assert.Equal(network.Length, network.Select(p => (p.I, p.J)).Distinct().Count());
        Assert.All(network, p => Assert.Contains(p.Behaviour, Behaviour.All));
        // Behaviour cannot be the same from hardly learning to strong learning; so cells were halved, and every new place lies in a cell
        // with different corners.
        Assert.True(network.Select(p => p.Behaviour).Distinct().Count() > 1);
        var coarse = network.Where(p => p.Level == 0).ToDictionary(p => (p.I, p.J), p => p.Behaviour);
        Assert.All(
            network.Where(p => p.Level == 1),
            p =>
                Assert.Contains(
                    from x in new[] { 0, 2 }
                    from y in new[] { 0, 2 }
                    where p.I >= x && p.I <= x + 2 && p.J >= y && p.J <= y + 2
                    select (x, y),
                    cell =>
                        new[] { (cell.x, cell.y), (cell.x + 2, cell.y), (cell.x, cell.y + 2), (cell.x + 2, cell.y + 2) }
                            .Select(corner => coarse[corner])
                            .Distinct()
                            .Count() > 1
                )
        );
        Assert.Equal((0.1, 100), (network.Min(p => p.X), network.Max(p => p.X)));
        Assert.Equal(Math.Sqrt(10), network.First(p => p.I == 2 && p.Level == 0).X, 1e-9);
        Assert.Equal(25, points.Count(p => p.Kind == "mean field"));
    }

    [Fact]
    public void Problems_of_a_map_are_told()
    {
        string Told(string map) => Assert.Throws<UserError>(() => StudyFile.Parse(Text + $"\nmaps: [{map}]\n")).Message;
        Assert.Contains(
            "maps[0].rule must be a rule of the study (tah) or of the catalogue, but is \"nothing\".",
            Told("{ rule: nothing, x: eta, y: gain }"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "maps[0].x: learning.rule.a_minus: causal_trace_hebb has no parameter a_minus.",
            Told("{ rule: tah, x: a_minus, y: gain }"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "maps[0].x_from and x_to must be rising and above 0 by decades, but are 0 and 1.",
            Told("{ rule: tah, x: eta, x_log: true, y: gain }"),
            StringComparison.Ordinal
        );
        Assert.Contains("x and y must be different", Told("{ rule: tah, x: gain, y: gain }"), StringComparison.Ordinal);
        Assert.Contains("there is no condition \"C\"", Told("{ rule: tah, condition: C, x: eta, y: gain }"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_without_maps_keeps_its_name_and_runs_keep_theirs()
    {
        var study = StudyFile.Parse(Text);
        Assert.DoesNotContain("maps\":", study.ToCanonicalJson(), StringComparison.Ordinal);
        var run = new StudyEntry("tah", "A", study.Rules[0].For("A")).Run(study, 100);
        Assert.All(
            ["keep_replay", "later_seed", "classify"],
            name => Assert.DoesNotContain(name, run.ToCanonicalJson(), StringComparison.Ordinal)
        );
        Assert.Equal(
            4,
            new[]
            {
                run.Id(),
                (run with { KeepReplay = true }).Id(),
                (run with { LaterSeed = 1 }).Id(),
                (run with { Classify = true }).Id(),
            }
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public void A_second_sequence_is_learned_on_top_of_the_first()
    {
        var study = StudyFile.Parse(Text);
        var run = new StudyEntry("tah", "A", study.Rules[0].For("A")).Run(study, 100);
        var (alone, both) = (
            Run.Execute(run, TestContext.Current.CancellationToken),
            Run.Execute(run with { LaterSeed = 7 }, TestContext.Current.CancellationToken)
        );
        Assert.Null(alone.Later);
        Assert.NotNull(both.Later);
        // The structure is that of the first sequence before the second; the readout is not.
        Assert.Equal(alone.Structure.LagProfile, both.Structure.LagProfile);
    }

    private static PointResult Showing(double score, double direction, double active) =>
        new()
        {
            Point = new(2, 1),
            Measures = MeasureNumbers.Of([
                new(ReplayScore.Id, score),
                new(ReplayDirection.Id, direction),
                new(ActiveAssemblies.Id, active),
            ]),
        };

    // Items one after another for so many samples of 1 ms; −1: nothing.
    private static Recording Course(params int[] items)
    {
        var overlaps = new Matrix(items.Length * 20, 3);
        for (var t = 0; t < overlaps.Rows; t++)
        {
            if (items[t / 20] >= 0)
            {
                overlaps[t, items[t / 20]] = 1;
            }
        }

        return new Recording(new("cue", new("cue 1", []), 0, 0), 0.001, overlaps, 0.05);
    }

    [Theory]
    [InlineData("silent", 0, 0, 0)]
    [InlineData("fixed", 1, 0, 0)]
    [InlineData("hopping", 2, 0, 0)]
    [InlineData("chaotic", 3, 0, 0)]
    [InlineData("ordered", 2, 0.9, 1)]
    [InlineData("reversed", 2, 0.1, -0.8)]
    public void Behaviours_have_their_words(string word, int kind, double s, double d)
    {
        var task = new Chain { Items = 3 };
        Recording[] courses = kind switch
        {
            0 => [Course(0, -1, -1), Course(0, -1, -1)],
            1 => [Course(0, 0, 0), Course(0, 0, 0)],
            2 => [Course(0, 2, 1), Course(0, 2, 1)],
            _ => [Course(0, 2, 0, 2, 0, 2), Course(0, 1, 2, 1)],
        };
        Assert.Equal(word, Behaviour.Of(task, 300, courses, Showing(s, d, 1)));
        Assert.Equal("seizure", Behaviour.Of(task, 300, courses, Showing(s, d, 15)));
    }
}
