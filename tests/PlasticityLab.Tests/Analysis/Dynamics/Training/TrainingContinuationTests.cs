using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Analysis.Dynamics.Training;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Analysis.Dynamics.Training;

public class TrainingContinuationTests
{
    [Fact]
    public void A_growing_gain_shows_the_same_bifurcations_as_the_gain_itself()
    {
        // W(trial) = g W with g running from 0.3 to 1.1 over 8 trials: pitchforks at g = 1/2.3 and 1/1.3, secondary ones at 0.99964.
        var result = Grow(new Matrix(2, 2, [1.8, 0.5, 0.5, 1.8]), Enumerable.Range(0, 9).Select(k => 0.3 + (0.1 * k)).ToArray(), false);
        double Trial(double g) => (g - 0.3) / 0.1;
        Assert.Equal(
            [Trial(1 / 2.3), Trial(1 / 1.3), Trial(0.999638879921205)],
            result.Events.Select(e => e.Time),
            (a, b) => Math.Abs(a - b) < 1e-7
        );
        Assert.All(result.Events, e => Assert.Equal("pitchfork", e.Kind));
        Assert.Equal("one equilibrium becomes three", result.Events[0].Change);
        Assert.Equal(2, result.Events[2].Multiplicity);
        Assert.Equal([1, 1, 3, 3, 3, 5, 5, 9, 9], result.Snapshots.Select(s => s.Equilibria.Count));
    }

    [Fact]
    public void A_cycle_that_training_creates_and_destroys_is_followed_from_birth_to_death()
    {
        var gains = new[] { 0.5, 0.9, 3, 5, 6 };
        var result = Grow(new Matrix(2, 2, [1.6, -1.2, 1.2, 1.6]), gains, true);
        var hopf = Assert.Single(result.Events, e => e.Kind == "hopf");
        Assert.Equal((0.625 - 0.5) / 0.4, hopf.Time, 1e-8);
        Assert.Contains("a stable cycle appears", hopf.Change, StringComparison.Ordinal);
        var snic = Assert.Single(result.Events, e => e.Kind == "snic");
        Assert.Equal(3 + (5.713819730427991 - 5), snic.Time, 1e-7);
        Assert.Contains("vanishes", snic.Change, StringComparison.Ordinal);
        Assert.Equal([0, 1, 1, 1, 0], result.Snapshots.Select(s => s.StableCycles));
    }

    [Fact]
    public void Runs_are_matched_by_kind_and_order_and_missing_events_stay_visible()
    {
        TrainingEvent E(double t, string kind) => new(t, kind, "x", []);
        var matched = TrainingEvents.Match([
            [E(1, "hopf"), E(5, "saddle-node")],
            [E(2, "hopf"), E(3, "hopf")],
        ]);
        Assert.Equal(["hopf", "hopf", "saddle-node"], matched.Select(m => m.Kind));
        Assert.Equal([1.0, 0.5, 0.5], matched.Select(m => m.Share));
        Assert.Equal(1.5, matched[0].MedianTime);
        Assert.True(double.IsNaN(matched[1].Times[0]));
    }

    [Fact]
    public void Bad_trajectories_are_refused_with_every_problem_at_once()
    {
        var error = Assert.Throws<UserError>(() =>
            TrainingContinuation.Follow(
                [0, 0],
                [new Matrix(2, 2), new Matrix(2, 3)],
                w => new RateNetwork(Transfer.Tanh, w, [0, 0]),
                _ => []
            )
        );
        Assert.Contains("times[1]", error.Message, StringComparison.Ordinal);
        Assert.Contains("weights[1]", error.Message, StringComparison.Ordinal);
    }

    private static TrainingBifurcations Grow(Matrix w, double[] gains, bool cycles) =>
        TrainingContinuation.Follow(
            [.. Enumerable.Range(0, gains.Length).Select(k => (double)k)],
            [.. gains.Select(g => Matrix.Combine(g, w, 0, w))],
            m => new RateNetwork(Transfer.Tanh, m, new double[2]),
            f => DynamicsReference.Equilibria((RateNetwork)f),
            new TrainingOptions
            {
                FollowCycles = cycles,
                CycleStarts =
                [
                    [0.4, 0.1],
                ],
            }
        );
}
