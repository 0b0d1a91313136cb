using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Sequence;

/// <summary>Synthetic courses with a known answer: what a good replay is, and what must not be taken for one.</summary>
public class SequenceScoreTests
{
    private const int Items = 8,
        Duration = 450;

    [Theory]
    [InlineData("ideal", 1.00, 0.005)]
    [InlineData("cue stays on", 0, 1e-12)]
    [InlineData("all on together", 0, 1e-12)]
    [InlineData("all ramp together with tiny ordered lags", 0, 1e-12)]
    [InlineData("expanding front", 0, 1e-12)]
    [InlineData("reversed", 0, 1e-12)]
    [InlineData("silent after the cue", 0, 1e-12)]
    [InlineData("every other item skipped", 0, 1e-12)]
    [InlineData("stops half-way", 3.0 / 7, 0.005)]
    public void A_synthetic_course_gets_its_score(string course, double expected, double tolerance)
    {
        for (var draw = 0; draw < 20; draw++)
        {
            Assert.InRange(
                Score(course, new RandomStreams((ulong)draw).Open(StreamPurpose.Analysis)).S,
                expected - tolerance,
                expected + tolerance
            );
        }
    }

    [Fact]
    public void Random_hopping_scores_nearly_nothing()
    {
        var scores = Enumerable
            .Range(0, 400)
            .Select(draw => Score("random hopping", new RandomStreams((ulong)draw).Open(StreamPurpose.Analysis)).S)
            .Order()
            .ToArray();
        Assert.InRange(scores.Average(), 0, 0.01);
        Assert.True(scores[380] < 1e-9, $"95th percentile {scores[380]}");
    }

    [Fact]
    public void A_rank_correlation_of_peak_times_would_praise_an_expanding_front()
    {
        // Why it is not the score: the peaks of an expanding front are in perfect order.
        var course = Course("expanding front", new RandomStreams(3).Open(StreamPurpose.Analysis));
        var peaks = Enumerable.Range(0, Items).Select(k => Enumerable.Range(0, course.Rows).First(t => course[t, k] > 0.5)).ToArray();
        Assert.Equal(peaks.Order(), peaks);
        Assert.Equal(0, Score("expanding front", new RandomStreams(3).Open(StreamPurpose.Analysis)).S);
    }

    [Fact]
    public void Short_flickers_are_dropped_and_equal_neighbours_merged()
    {
        var course = new Matrix(30, 3);
        for (var t = 0; t < 30; t++)
        {
            course[
                t,
                t is >= 10 and < 12 ? 1
                : t < 20 ? 0
                : 2
            ] = 0.9;
        }

        Assert.Equal([0, 2], Visits.Of(course, 0.001).Select(visit => visit.Item));
    }

    [Fact]
    public void A_replay_that_turns_back_at_the_end_is_seen_but_not_punished()
    {
        var score = SequenceScore.Of(Hops([0, 1, 2, 3, 4, 5, 6, 7, 6, 5]), Order, 0.001);
        Assert.True(score.Bounced);
        Assert.Equal(1, score.S, 12);
    }

    [Fact]
    public void In_a_tune_that_repeats_notes_a_step_counts_when_it_leads_to_the_next_place()
    {
        int[] order = [0, 0, 1, 1, 2, 2, 1, 0];
        Assert.Equal(1, SequenceScore.Of(Hops([0, 1, 2, 1, 0]), order, 0.001).S, 12);
        Assert.Equal(0, SequenceScore.Of(Hops([0, 1, 0]), order, 0.001).Order, 12);
    }

    [Fact]
    public void Speed_is_items_per_tenth_of_a_second() =>
        Assert.Equal(2.5, SequenceScore.Of(Hops([0, 1, 2, 3, 4, 5, 6, 7]), Order, 0.001).Speed, 12);

    private static readonly int[] Order = [.. Enumerable.Range(0, Items)];

    private static Visit[] Hops(int[] items) => [.. items.Select((item, i) => new Visit(item, 40 * i, (40 * i) + 35, 0.9))];

    private static SequenceScore Score(string kind, RandomStream random) =>
        SequenceScore.Of(Visits.Of(Course(kind, random), 0.001), Order, 0.001);

    private static Matrix Course(string kind, RandomStream random)
    {
        var hops = Enumerable.Range(0, 12).Select(_ => random.NextInt(Items)).ToArray();
        return Matrix.From(Duration, Items, (t, k) => (0.02 * random.NextGaussian()) + Clean(kind, t, k, hops));
    }

    private static double Clean(string kind, int t, int k, int[] hops)
    {
        var step = t / 50;
        return kind switch
        {
            "ideal" => step == k ? 0.95 : 0,
            "cue stays on" => k == 0 ? 0.95 : 0,
            "all on together" => 0.9,
            "all ramp together with tiny ordered lags" => 0.9 * Math.Exp(-Math.Pow((t - 200 - (4 * k)) / 120.0, 2)),
            "expanding front" => k <= step ? 0.9 : 0,
            "reversed" => step == 0 ? (k == 0 ? 0.95 : 0)
            : Items - step == k ? 0.95
            : 0,
            "silent after the cue" => step == 0 && k == 0 ? 0.95 : 0,
            "every other item skipped" => 2 * step == k ? 0.95 : 0,
            "stops half-way" => Math.Min(step, 3) == k ? 0.95 : 0,
            _ => (t < 50 ? 0 : hops[Math.Min(11, step)]) == k ? 0.95 : 0,
        };
    }
}
