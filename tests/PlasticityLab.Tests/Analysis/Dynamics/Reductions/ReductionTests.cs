using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Ode;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Reductions;

public class ReductionTests
{
    [Fact]
    public void A_network_of_equal_units_follows_its_reduction_exactly()
    {
        // 3 + 5 units with weights constant on blocks.
        var small = new Matrix(2, 2, [0.3, -0.2, 0.25, 0.1]);
        var full = new RateNetwork(
            Transfer.Tanh,
            Matrix.From(8, 8, (i, j) => small[i < 3 ? 0 : 1, j < 3 ? 0 : 1]),
            [.. Enumerable.Range(0, 8).Select(i => i < 3 ? 0.2 : -0.1)],
            2
        );
        var reduction = BlockReduction.Of(
            full,
            [
                [0, 1, 2],
                [3, 4, 5, 6, 7],
            ]
        );
        Assert.Equal(0, reduction.Spread, 1e-14);
        Assert.Contains("exact", reduction.Sentence);
        var options = new OdeOptions { RelativeTolerance = 1e-11 };
        var a = OdeSolver.Solve((_, x, d) => full.Evaluate(x, d), 0, [0.4, 0.4, 0.4, -0.3, -0.3, -0.3, -0.3, -0.3], 7, options).EndState;
        var b = OdeSolver.Solve((_, x, d) => reduction.Network.Evaluate(x, d), 0, [0.4, -0.3], 7, options).EndState;
        Assert.Equal(b[0], a[1], 1e-9);
        Assert.Equal(b[1], a[6], 1e-9);
    }

    [Fact]
    public void Units_left_out_are_a_slice_and_the_sentence_says_so()
    {
        var full = new RateNetwork(Transfer.Logistic, Matrix.From(4, 4, (i, j) => i + (0.1 * j)), new double[4]);
        var reduction = BlockReduction.Of(
            full,
            [
                [0],
                [1],
            ],
            [0, 0, 1, 1]
        );
        Assert.Contains("Slice: the other 2 units", reduction.Sentence);
        Assert.Equal(0.5, reduction.Network.Input(0), 1e-12);
        Assert.Contains(
            "must not overlap",
            Assert
                .Throws<UserError>(() =>
                    BlockReduction.Of(
                        full,
                        [
                            [0, 1],
                            [1],
                        ]
                    )
                )
                .Message
        );
    }

    [Fact]
    public void Overlaps_carry_the_same_equilibria_as_the_network_of_low_rank()
    {
        var random = new RandomStreams(3).Open(StreamPurpose.Analysis);
        for (var trial = 0; trial < 5; trial++)
        {
            Matrix m = Matrix.From(12, 2, (_, _) => random.NextGaussian()),
                n = Matrix.From(12, 2, (_, _) => random.NextGaussian());
            var network = new RateNetwork(Transfer.Tanh, m.Times(n.Transpose()), new double[12], 0.4);
            var overlap = OverlapField.Of(network)!;
            var report = EquilibriumFinder.Find(network, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal("overlap_space", report.Completeness.Method);
            Assert.Equal(1, report.IndexSum);
            var search = new NewtonSearch(
                network,
                network.Box,
                new() { MinimumStarts = 200, MaximumStarts = 400 },
                TestContext.Current.CancellationToken
            );
            search.Run(true, true);
            Assert.Equal(search.Zeros.Count, report.Equilibria.Count);
            Assert.All(
                report.Equilibria,
                item => Assert.All(overlap.Rates(overlap.Overlaps(item.X)).Zip(item.X), pair => Assert.Equal(pair.Second, pair.First, 1e-9))
            );
        }
    }

    [Fact]
    public void A_planted_rotation_is_found_with_its_frequency()
    {
        const double omega = 1.7;
        var random = new RandomStreams(9).Open(StreamPurpose.Analysis);
        var basis = PlasticityLab.Numerics.LinearAlgebra.Qr.Decompose(Matrix.From(9, 3, (_, _) => random.NextGaussian())).Q;
        // A circle in the first two directions, a slow drift in the third.
        var states = Matrix.From(
            400,
            9,
            (t, i) => (Math.Cos(omega * 0.05 * t) * basis[i, 0]) + (Math.Sin(omega * 0.05 * t) * basis[i, 1]) + (0.004 * t * basis[i, 2])
        );
        var velocity = Matrix.From(
            400,
            9,
            (t, i) =>
                omega * ((-Math.Sin(omega * 0.05 * t) * basis[i, 0]) + (Math.Cos(omega * 0.05 * t) * basis[i, 1])) + (0.08 * basis[i, 2])
        );
        var plane = ProjectionPlane.Rotation(states, velocity);
        Assert.Equal(omega, plane.Frequency!.Value, 0.05);
        double Inside(int k) =>
            Math.Pow(Enumerable.Range(0, 9).Sum(i => basis[i, k] * plane.First[i]), 2)
            + Math.Pow(Enumerable.Range(0, 9).Sum(i => basis[i, k] * plane.Second[i]), 2);
        Assert.InRange(Inside(0) + Inside(1), 1.9, 2.0001);
        Assert.InRange(ProjectionPlane.Principal(states).Share, 0.5, 1);
    }
}
