using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Surgery;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Analysis.Dynamics.Surgery;

public class WeightSurgeryTests
{
    private static readonly Matrix Rotation = new(2, 2, [1.6, -1.2, 1.2, 1.6]);

    [Fact]
    public void Without_its_antisymmetric_part_a_rotation_stops()
    {
        var result = WeightSurgery.Operate(
            Rotation,
            "antisymmetric part",
            WeightComponents.Antisymmetric(Rotation),
            0,
            w => new RateNetwork(Transfer.Tanh, w, new double[2]),
            [0.3, 0.2],
            w => w[0, 1]
        );
        Assert.Equal(SettledKind.LimitCycle, result.Before.Kind);
        Assert.Equal(SettledKind.Equilibrium, result.After.Kind);
        Assert.Equal(8.848271742619318, result.PeriodBefore, 1e-9);
        Assert.All(result.EigenvaluesAfter, z => Assert.Equal(0, z.Imaginary));
        Assert.Equal(0.36, result.Share, 1e-12);
        Assert.Equal([-1.2, 0], [result.ScoreBefore, result.ScoreAfter]);
        Assert.Contains("a cycle of period 8.8483 becomes a stable equilibrium", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rescaling_the_turning_part_changes_the_period_as_the_rescaled_network_has_it()
    {
        var result = WeightSurgery.Operate(
            Rotation,
            "antisymmetric part",
            WeightComponents.Antisymmetric(Rotation),
            1.5,
            w => new RateNetwork(Transfer.Tanh, w, new double[2]),
            [0.3, 0.2]
        );
        var direct = CycleSearch
            .Settle(new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [1.6, -1.8, 1.8, 1.6]), new double[2]), [0.3, 0.2])
            .Cycle;
        Assert.Equal(direct!.Period, result.PeriodAfter, 1e-9);
        Assert.True(result.FlowChange > 0.05);
    }

    [Fact]
    public void Components_and_their_rests_add_up()
    {
        var w = Random(12, 4);
        Close(w, Matrix.Combine(1, WeightComponents.Symmetric(w), 1, WeightComponents.Antisymmetric(w)));
        Close(w, Matrix.Combine(1, WeightComponents.SchurRecurrent(w), 1, WeightComponents.SchurFeedforward(w)));
        int[][] assemblies =
        [
            [0, 1, 2],
            [3, 4, 5],
            [6, 7, 8],
            [9, 10, 11],
        ];
        var sum = new Matrix(12, 12);
        foreach (var lag in new[] { -1, 0, 1, 2 })
        {
            sum = Matrix.Combine(1, sum, 1, WeightComponents.LagBand(w, assemblies, lag, true));
        }

        Close(w, sum);
        Assert.Equal(w[4, 1], WeightComponents.LagBand(w, assemblies, 1, false)[4, 1]);
        Assert.Equal(0, WeightComponents.LagBand(w, assemblies, 1, false)[0, 9]);
    }

    [Fact]
    public void The_recurrent_Schur_part_keeps_the_eigenvalues_and_is_normal()
    {
        var w = Random(9, 6);
        var recurrent = WeightComponents.SchurRecurrent(w);
        Assert.All(Eigen.Values(w).Zip(Eigen.Values(recurrent)), z => Assert.True((z.First - z.Second).Magnitude < 1e-9));
        Close(recurrent.Times(recurrent.Transpose()), recurrent.Transpose().Times(recurrent));
        var rotation = new Matrix(2, 2, [0.5, -1, 1, 0.5]);
        Assert.True(WeightComponents.SchurFeedforward(rotation).FrobeniusNorm() < 1e-12);
    }

    [Fact]
    public void A_planted_mode_is_the_outlier_and_removing_it_leaves_the_bulk()
    {
        const int n = 60;
        var stream = new RandomStreams(8).Open(StreamPurpose.Analysis);
        var (u, v) = (new double[n], new double[n]);
        stream.FillGaussian(u);
        for (var i = 0; i < n; i++)
        {
            v[i] = u[i] + (0.3 * stream.NextGaussian());
        }

        var bulk = Matrix.From(n, n, (_, _) => 0.5 * stream.NextGaussian() / Math.Sqrt(n));
        var w = Matrix.Combine(1, bulk, 3, Matrix.From(n, n, (i, j) => u[i] * v[j] / n));
        var component = WeightComponents.OutlierModes(w, 1.5, out var outliers);
        Assert.Single(outliers);
        var rest = Eigen.Values(WeightSurgery.Rescale(w, component, 0));
        Assert.True(rest.Max(z => z.Magnitude) < 1);
        Assert.Equal(0.5, WeightComponents.BulkRadius(bulk), 0.05);
    }

    [Fact]
    public void Wrong_sizes_and_neurons_are_refused()
    {
        Assert.Throws<UserError>(() => WeightComponents.Symmetric(new Matrix(2, 3)));
        Assert.Contains(
            "neuron 7",
            Assert
                .Throws<UserError>(() =>
                    WeightComponents.LagBand(
                        Rotation,
                        [
                            [0],
                            [7],
                        ],
                        1,
                        true
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private static Matrix Random(int n, ulong seed)
    {
        var stream = new RandomStreams(seed).Open(StreamPurpose.Analysis);
        return Matrix.From(n, n, (_, _) => stream.NextGaussian());
    }

    private static void Close(Matrix a, Matrix b) => Assert.True(Matrix.Combine(1, a, -1, b).FrobeniusNorm() < 1e-11 * a.FrobeniusNorm());
}
