using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Analysis.Measures;

/// <summary>What holds for every measure of the catalogue.</summary>
public sealed class MeasureTests
{
    private static readonly Chain Task = new()
    {
        Items = 5,
        AssemblySize = 6,
        Overlapping = false,
        CueRepeats = 2,
    };

    public static TheoryData<string> Measures =>
        [.. Catalog.Of<IMeasure>().All.Where(measure => measure.AppliesTo(Task)).Select(measure => measure.Card.Id)];

    [Theory]
    [MemberData(nameof(Measures))]
    public void Random_evidence_never_leaves_the_range_of_a_share_or_an_index(string id)
    {
        var measure = Catalog.Of<IMeasure>().Create(id);
        var values = Enumerable.Range(1, 200).Select(seed => measure.Of(Random((ulong)seed, Task.Probes()))).ToArray();
        Assert.True(values.Count(double.IsFinite) > 100 || values.All(double.IsNaN) || measure.Card.Unit != "1", id);
        if (measure.Card.Unit == "1" && measure.Card.High == 1)
        {
            Assert.All(values.Where(value => !double.IsNaN(value)), value => Assert.InRange(value, measure.Card.Low, 1 + 1e-12));
        }

        Assert.True(
            double.IsNaN(measure.Card.OnFailure)
                || (measure.Card.OnFailure >= measure.Card.Low && measure.Card.OnFailure <= measure.Card.High)
        );
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void What_was_not_asked_is_not_measured(string id)
    {
        var measure = Catalog.Of<IMeasure>().Create(id);
        // The first group of probes is always asked, so nobody names it for the activity.
        Assert.Equal(measure.Card.Probes.Length > 0 || measure is ActiveAssemblies, double.IsNaN(measure.Of(Random(1, []))));
    }

    [Fact]
    public void One_place_says_what_a_failure_counts()
    {
        Assert.Equal(0, RunResult.Of(null, ReplayScore.Id));
        Assert.Equal(0, RunResult.Of(null, ReplayDirection.Id));
        Assert.Equal(double.NaN, RunResult.Of(null, ReplaySpeed.Id));
        Assert.Equal(double.NaN, RunResult.Of(null, WeightFlow.Id));
    }

    [Fact]
    public void What_several_measures_need_is_computed_once()
    {
        var (evidence, calls) = (Random(1, Task.Probes()), 0);
        double Count(Evidence _) => ++calls;
        Func<Evidence, double> count = Count;
        Assert.Equal((1, 1), (evidence.Once(count), evidence.Once(count)));
        Assert.Equal(1, calls);
    }

    // Overlaps that wander and random weights.
    private static Evidence Random(ulong seed, IReadOnlyList<Probe> asked)
    {
        var random = new RandomStreams(seed);
        var stream = random.Open(StreamPurpose.Analysis);
        var items = Task.Draw(60, random);
        Matrix Weights() => Matrix.From(60, 60, (i, j) => i == j ? 0 : 0.1 * stream.NextGaussian());
        Recording Seen(Probe probe)
        {
            var overlaps = new Matrix(300, Task.Items);
            for (var t = 1; t < overlaps.Rows; t++)
            {
                for (var k = 0; k < Task.Items; k++)
                {
                    overlaps[t, k] = Math.Clamp(overlaps[t - 1, k] + (0.2 * stream.NextGaussian()), -0.2, 1.2);
                }
            }

            return new(probe, 0.001, overlaps, stream.NextDouble());
        }

        return new(
            Task,
            new(items, Weights(), Weights(), Task.AssemblySize),
            ImmutableSortedDictionary<string, double>.Empty,
            [.. asked.Select(Seen)]
        );
    }
}
