using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Tests.Memory;

public class MemoryTests
{
    [Fact]
    public void The_shortest_cue_ends_where_a_tune_differs_from_every_other() =>
        Assert.Equal(
            [3, 3, 1, 0],
            Cues.Shortest([
                [1, 2, 3, 4],
                [1, 2, 4],
                [5, 6],
                [1, 2],
            ])
        );

    [Fact]
    public void The_benchmark_counts_resumes_and_says_what_it_left_out()
    {
        var folder = Directory.CreateTempSubdirectory("tunes").FullName;
        try
        {
            foreach (var id in TuneCollection.Ids)
            {
                TuneFile.Write(TuneCollection.Get(id), Path.Combine(folder, id + ".mid"));
            }

            File.WriteAllBytes(Path.Combine(folder, "empty.mid"), []);
            File.WriteAllText(Path.Combine(folder, "one.notes"), "C4");
            foreach (var together in new[] { false, true })
            {
                var test = new TuneTest
                {
                    Folder = folder,
                    Rules = ["stdp", "hebbian"],
                    Together = together,
                    Network = new() { Neurons = 512, Winners = 12 },
                    Results = Path.Combine(folder, "results"),
                    Threads = 2,
                };
                var result = TuneTestRunner.Run(test);
                Assert.Equal((3, 1.0, 1.0), (result.Rows[0].Tunes, result.Rows[0].NotePerfect, result.Rows[0].MeanBeforeError));
                Assert.Equal(("rate_stdp", "hebbian", 0.0), (result.Rows[0].Rule, result.Rows[1].Rule, result.Rows[1].NotePerfect));
                Assert.Contains(result.Remarks, remark => remark.Contains("is empty", StringComparison.Ordinal));
                var seen = 0;
                Assert.Equal(result.Rows, TuneTestRunner.Run(test, new Counting(() => seen++)).Rows);
                Assert.Equal(0, seen);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void A_folder_without_tunes_is_refused() =>
        Assert.Contains("There is no folder", Assert.Throws<UserError>(() => TuneFile.InFolder("no-such-folder")).Message);

    [Fact]
    public void Capacity_grows_with_the_network_and_direction_is_needed()
    {
        var rows = CapacityTest.Run(["tah", "hebbian"], [128, 256], seeds: 1);
        Assert.True(
            rows.Single(row => row is { Rule: "causal_trace_hebb", Neurons: 256 }).Length
                > 1.5 * rows.Single(row => row is { Rule: "causal_trace_hebb", Neurons: 128 }).Length
        );
        Assert.All(rows.Where(row => row.Rule == "hebbian"), row => Assert.Equal(0, row.Length));
        Assert.All(rows, row => Assert.True(row.Length < row.Willshaw));
    }

    [Fact]
    public void A_memory_fades_under_later_ones()
    {
        var points = RetentionTest.Run(["stdp"], 256, seeds: 1);
        Assert.Equal(1, points[0].Recalled);
        Assert.True(points[^1].SignalToNoise < points[0].SignalToNoise / 2);
    }

    [Fact]
    public void Without_a_teacher_stdp_builds_loops_and_symmetric_rules_pairs()
    {
        var rows = SelfOrganisationTest.Run(["stdp", "hebbian", "none"], seeds: 1);
        Assert.True(rows.Single(row => row is { Rule: "rate_stdp", Limited: true }).LongestLoop > 4);
        Assert.Equal(2, rows.Single(row => row is { Rule: "hebbian", Limited: true }).LongestLoop);
        Assert.True(rows.Single(row => row is { Rule: "no_learning", Limited: true }).Determinism < 0.1);
    }

    [Theory]
    [InlineData("stdp", 1, -1)]
    [InlineData("hebbian", 1, 1)]
    [InlineData("anti_hebbian", -1, -1)]
    [InlineData("tah", 1, 0)]
    [InlineData("antistdp", -1, 1)]
    public void The_pair_coefficients_follow_from_the_formula(string rule, double forward, double backward)
    {
        var (f, b) = WinnerNetwork.Coefficients(RuleCatalog.Create(rule));
        Assert.Equal((forward, backward), (Math.Round(f, 6), Math.Round(b, 6)));
    }

    [Fact]
    public void Chain_measures_of_a_permutation_are_exact()
    {
        // one loop of 4 and one pair
        int[] next = [1, 2, 3, 0, 5, 4];
        var weights = Matrix.From(6, 6, (i, j) => next[j] == i ? 1 : 0);
        Assert.Equal(1, ChainMeasures.Assignment(weights), 1e-12);
        Assert.Equal([4, 2], ChainMeasures.Loops(weights));
        int[] winners = [.. Enumerable.Range(0, 400).Select(t => t % 4)];
        Assert.Equal(1, ChainMeasures.Determinism(winners, 6), 1e-12);
        Assert.Equal(0, ChainMeasures.ReversedBigrams(winners, 6));
    }

    [Fact]
    public void A_sequence_hidden_in_noise_is_found_and_replayed_in_order_by_stdp()
    {
        var noise = new RandomStreams(9).Open(StreamPurpose.Analysis);
        var activity = new Matrix(30, 300);
        for (var t = 0; t < 300; t++)
        {
            for (var i = 0; i < 30; i++)
            {
                var phase = (t % 50) - (i / 2.0);
                activity[i, t] = Math.Exp(-phase * phase / 2) + (0.02 * noise.NextDouble());
            }
        }

        var result = EpisodeTest.Run(activity, 30, ["stdp", "antistdp"], factors: 1, lags: 20);
        Assert.True(result.Explained > 0.8, $"{result.Explained}");
        Assert.True(result.Sequence.Count > 20);
        Assert.True(result.Rows.First(row => row.Rule == "rate_stdp").RankCorrelation > 0.8);
    }

    private sealed class Counting(Action report) : IProgress<double>
    {
        public void Report(double value) => report();
    }
}
