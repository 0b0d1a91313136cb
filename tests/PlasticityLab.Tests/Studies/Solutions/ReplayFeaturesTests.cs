using System.Collections.Immutable;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Studies.Solutions;

public class ReplayFeaturesTests
{
    private static readonly int[] Order = [0, 1, 2, 3];

    // A bump that visits the items in turn, so many samples an item.
    private static Replay Travel(int samples, params int[] items)
    {
        var course = Enumerable
            .Range(0, samples * items.Length)
            .Select(t => Enumerable.Range(0, 4).Select(k => items[t / samples] == k ? 1.0 : 0).ToImmutableArray())
            .ToImmutableArray();
        return new Replay
        {
            IntervalMs = 5,
            FirstCues = 1,
            Courses =
            [
                new ReplayCourse
                {
                    Cue = items[0],
                    Overlaps = course,
                    Visits = [.. items],
                    At = [.. items.Select((_, v) => (v + 0.5) * samples)],
                    Held = -1,
                },
            ],
        };
    }

    [Fact]
    public void Progress_takes_speed_out_and_wants_every_step()
    {
        var (slow, fast) = (
            ReplayFeatures.Progress(Travel(20, 0, 1, 2, 3), Order)!,
            ReplayFeatures.Progress(Travel(10, 0, 1, 2, 3), Order)!
        );
        Assert.Equal((9, 4), (slow.Rows, slow.Columns));
        Assert.All(slow.Values.Zip(fast.Values), pair => Assert.Equal(pair.First, pair.Second, 0.11));
        Assert.Equal((1, 1, 1), (slow[0, 1], slow[4, 2], slow[8, 3]));
        Assert.Null(ReplayFeatures.Progress(Travel(10, 0, 1, 3), Order));
    }

    [Fact]
    public void Transitions_are_shares_and_differ_by_total_variation()
    {
        var chain = ReplayFeatures.Transitions(Travel(10, 0, 1, 2, 3), Order);
        Assert.Equal((1, 1), (chain[0, 1], chain[3, 4]));
        Assert.Equal(0, ReplayFeatures.TransitionDistance(chain, chain));
        var turned = ReplayFeatures.Transitions(Travel(10, 0, 1, 0, 1, 2, 3), Order);
        Assert.Equal((0.5, 0.5), (turned[1, 0], turned[1, 2]));
        Assert.Equal(0.125, ReplayFeatures.TransitionDistance(chain, turned), 12);
        // Items that only one of them visits count as wholly different.
        Assert.Equal(0.75, ReplayFeatures.TransitionDistance(chain, ReplayFeatures.Transitions(Travel(10, 0, 1), Order)), 12);
    }

    [Fact]
    public void Graphs_of_transitions_are_compared_up_to_names()
    {
        var forward = ReplayFeatures.Graph(ReplayFeatures.Transitions(Travel(10, 0, 1, 2, 3), Order));
        var backward = ReplayFeatures.Graph(ReplayFeatures.Transitions(Travel(10, 3, 2, 1, 0), Order));
        Assert.NotNull(forward.IsomorphismTo(backward));
        Assert.Null(forward.IsomorphismTo(ReplayFeatures.Graph(ReplayFeatures.Transitions(Travel(10, 0, 1, 2), Order))));
    }

    [Fact]
    public void The_operator_of_a_replay_carries_one_sample_to_the_next()
    {
        var a = ReplayFeatures.Operator(Travel(6, 0, 1, 2, 3))!;
        Assert.Equal(4, a.Rows);
        Assert.True(a.IsFinite());
        Assert.Null(ReplayFeatures.Operator(new Replay()));
    }
}
