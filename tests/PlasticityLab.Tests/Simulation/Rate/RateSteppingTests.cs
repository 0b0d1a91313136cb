using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Tests.Simulation.Rate;

/// <summary>However the steps of a rate network are cut, and wherever its state is taken out and put back, the bits are the same.</summary>
public sealed class RateSteppingTests
{
    private const int Units = 37; // an odd number, so that noise is left over between steps
    private static readonly Chain Task = new()
    {
        Items = 3,
        Epochs = 2,
        Silence = 0.020,
        Item = 0.030,
        Gap = 0.003,
        Shuffled = true,
        FreeRun = 0.120,
    };

    public static TheoryData<string, RowNormalisation, Precision, Arithmetic> Kinds =>
        new()
        {
            { "rate_stdp", RowNormalisation.None, Precision.Double, Arithmetic.Fast },
            { "rate_stdp", RowNormalisation.SynapticScaling, Precision.Single, Arithmetic.Fast },
            { "oja", RowNormalisation.Subtractive, Precision.Double, Arithmetic.Portable },
            { "bcm", RowNormalisation.Heterosynaptic, Precision.Double, Arithmetic.Fast },
            { "rate_triplet", RowNormalisation.Divisive, Precision.Single, Arithmetic.Portable },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Learning_is_the_same_at_any_cut_and_after_any_snapshot(
        string rule,
        RowNormalisation normalisation,
        Precision precision,
        Arithmetic arithmetic
    )
    {
        var whole = Make(rule, normalisation, precision, arithmetic);
        foreach (var trial in Trials())
        {
            whole.Begin(trial);
            whole.Advance();
        }

        Assert.True(whole.Steps > 200);
        foreach (var cut in new[] { 1, 7 })
        {
            var simulation = Make(rule, normalisation, precision, arithmetic);
            var taken = 0;
            foreach (var trial in Trials())
            {
                simulation.Begin(trial);
                while (!simulation.IsOver)
                {
                    simulation.Advance(cut);
                    if (++taken % 11 == 0)
                    {
                        // Out of one network into another, in the middle of a segment; the trial comes along.
                        var snapshot = simulation.Snapshot();
                        simulation = Make(rule, normalisation, precision, arithmetic);
                        simulation.Restore(snapshot);
                        Assert.Equal(snapshot, simulation.Snapshot());
                    }
                }

                Assert.False(simulation.Step());
            }

            Assert.Equal(whole.Steps, simulation.Steps);
            Assert.Equal(whole.Weights().Values, simulation.Weights().Values);
            Assert.Equal(whole.Rates.ToArray(), simulation.Rates.ToArray());
            Assert.Equal(whole.MeanActivity, simulation.MeanActivity);
        }

        Assert.NotEqual(Initial().Values, whole.Weights().Values);
    }

    [Theory]
    [InlineData(Precision.Double, Arithmetic.Fast)]
    [InlineData(Precision.Single, Arithmetic.Portable)]
    public void A_probe_is_the_same_alone_and_in_a_batch_and_at_any_cut_and_after_a_snapshot(Precision precision, Arithmetic arithmetic)
    {
        RateProbe[] probes =
        [
            .. Enumerable.Range(0, 9).Select(k => new RateProbe(Cue(k % 3), Task.Settling, k / 2, 1 + (k % 2), 1 + (0.1 * k))),
        ];
        RateBatch Batch(params RateProbe[] some) =>
            RateBatch.Create(Network(arithmetic), Items, Initial(), some, new RandomStreams(3), precision);
        var whole = Batch(probes);
        whole.Advance();
        var courses = whole.Courses();
        for (var k = 0; k < probes.Length; k++)
        {
            var alone = Batch(probes[k]);
            alone.Advance();
            Assert.Equal(courses[k].Overlaps.Values, alone.Courses()[0].Overlaps.Values);
            Assert.Equal(courses[k].MeanActivity, alone.Courses()[0].MeanActivity);
        }

        var stepped = Batch(probes);
        for (var taken = 0; stepped.Advance(7) > 0; taken++)
        {
            if (taken % 5 == 0)
            {
                var snapshot = stepped.Snapshot();
                stepped = Batch(probes);
                stepped.Restore(snapshot);
            }
        }

        Assert.True(stepped.IsOver);
        Assert.All(stepped.Courses().Zip(courses), pair => Assert.Equal(pair.Second.Overlaps.Values, pair.First.Overlaps.Values));
        Assert.Contains(courses, course => course.Overlaps.Values.Any(m => Math.Abs(m) > 0.1));
    }

    [Fact]
    public void A_recording_is_driven_frame_by_frame_at_any_cut()
    {
        var frames = Matrix.From(5, 20, (t, n) => (t + n) % 5 == 0 ? 1 : 0);
        var trial = new Trial("recorded", [Segment.Silence(0.010), Segment.Recorded(frames, 0.033, 1.5)]);
        double[] Weights(int cut)
        {
            var simulation = Make("hebbian", RowNormalisation.None, Precision.Double, Arithmetic.Fast);
            simulation.Begin(trial);
            while (simulation.Advance(cut) > 0) { }
            Assert.Equal(43, simulation.Steps);
            return simulation.Weights().Values;
        }

        Assert.Equal(Weights(int.MaxValue), Weights(1));
        Assert.Equal(Weights(int.MaxValue), Weights(7));
    }

    [Fact]
    public void A_snapshot_of_another_network_or_cut_short_is_refused_in_a_sentence()
    {
        var simulation = Make("hebbian", RowNormalisation.None, Precision.Double, Arithmetic.Fast);
        var snapshot = simulation.Snapshot();
        var single = Make("hebbian", RowNormalisation.None, Precision.Single, Arithmetic.Fast);
        Assert.Contains(
            "the size of a weight in bytes is 8 there and 4 here",
            Assert.Throws<UserError>(() => single.Restore(snapshot)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cut short",
            Assert.Throws<UserError>(() => simulation.Restore(snapshot.AsSpan(0, 100))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("cut short", Assert.Throws<UserError>(() => simulation.Restore([])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Portable_and_fast_differ_by_rounding_only_and_what_cannot_be_portable_is_refused()
    {
        double[] Weights(Arithmetic arithmetic)
        {
            var simulation = Make("rate_stdp", RowNormalisation.None, Precision.Double, arithmetic);
            foreach (var trial in Trials())
            {
                simulation.Begin(trial);
                simulation.Advance();
            }

            return simulation.Weights().Values;
        }

        Assert.All(Weights(Arithmetic.Fast).Zip(Weights(Arithmetic.Portable)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        var network = Network(Arithmetic.Portable) with { Neuron = new PlasticityLab.Models.Neurons.ErrorFunction() };
        Assert.Contains(
            network.Problems(),
            problem => problem.Contains("not available for neuron error_function", StringComparison.Ordinal)
        );
        Assert.Empty(PlasticMatrix.PortableProblems(new RateStdp()));
        Assert.Contains(
            "exp, tanh or a power",
            Assert.Single(PlasticMatrix.PortableProblems(new PowerLawStdp())),
            StringComparison.Ordinal
        );
    }

    // The series against the system's function, and the clamp against its definition.
    [Fact]
    public void Portable_functions_are_right()
    {
        double[] x = [-700, -80, -3.3, -1e-9, 0, 1e-300, 0.5, 1, 20, 80, 700];
        Assert.All(x, value => Assert.InRange(PortableMath.Exp(value) / Math.Exp(value), 1 - 1e-15, 1 + 1e-15));
        double[] u = [double.NegativeInfinity, -9, 0.1, 0.5, 0.7, 30, double.PositiveInfinity, double.NaN],
            rates = new double[8];
        PortableMath.Logistic(u, rates, 10, 0.5);
        Assert.All(u.Zip(rates), pair => Assert.Equal(1 / (1 + Math.Exp(-10 * (pair.First - 0.5))), pair.Second, 1e-15));
        var single = new float[8];
        PortableMath.Logistic([.. u.Select(value => (float)value)], single, 10, 0.5f);
        Assert.All(rates.Zip(single), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private static RateNetwork Network(Arithmetic arithmetic) =>
        new()
        {
            Units = Units,
            AssemblySize = 6,
            Adaptation = 0.5,
            Arithmetic = arithmetic,
        };

    private static LearningSpec Learning(string rule, RowNormalisation normalisation) =>
        new()
        {
            Rule = RuleCatalog.Create(rule),
            Cap = 1.5,
            CapEvery = 0.010,
            Normalisation = normalisation,
        };

    private static Assemblies Items { get; } = Assemblies.Draw(Units, 3, 6, true, new RandomStreams(3));

    private static Matrix Initial() => InitialWeights.Draw(Network(Arithmetic.Fast), new RandomStreams(3));

    private static Trial Cue(int item) =>
        new("cue", [Segment.Silence(Task.Settling), Segment.Of(item, Task.Cue, Task.Drive), Segment.Silence(Task.FreeRun)]);

    private static IEnumerable<Trial> Trials() => Task.Training(new RandomStreams(3));

    private static RateSimulation Make(string rule, RowNormalisation normalisation, Precision precision, Arithmetic arithmetic) =>
        new(Network(arithmetic), Learning(rule, normalisation), Items, Initial(), new RandomStreams(3), precision);
}
