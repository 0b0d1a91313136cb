using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Tests.Kernels;

public class PlasticMatrixTests
{
    private static Matrix Random(int n, double scale, int index = 0)
    {
        var stream = new RandomStreams(5).Open(StreamPurpose.InitialWeights, index);
        return Matrix.From(n, n, (_, _) => scale * stream.NextGaussian());
    }

    private static double[] Activity(int n, int index)
    {
        var stream = new RandomStreams(6).Open(StreamPurpose.Analysis, index);
        return [.. Enumerable.Range(0, n).Select(_ => stream.NextDouble())];
    }

    [Fact]
    public void One_step_of_Hebb_is_the_outer_product()
    {
        var initial = Random(7, 0.1);
        var w = PlasticMatrix.Create(new Hebbian { Eta = 2 }, initial, new() { Decay = 0.5, Scale = 0.25 });
        double[] pre = Activity(7, 0),
            post = Activity(7, 1),
            result = new double[7];
        w.UpdateAndMultiply(0.01, new() { Rate = pre }, new() { Rate = post }, pre, result);
        var expected = Matrix.From(7, 7, (i, j) => initial[i, j] + (0.01 * ((0.25 * 2 * post[i] * pre[j]) - (0.5 * initial[i, j]))));
        Assert.All(Enumerable.Range(0, 49), k => Assert.Equal(expected[k / 7, k % 7], w[k / 7, k % 7], 1e-15));
        Assert.All(expected.Times(pre).Zip(result), x => Assert.Equal(x.First, x.Second, 1e-14));
    }

    [Fact]
    public void Bounds_Dales_signs_missing_synapses_and_the_diagonal_hold_exactly()
    {
        const int n = 13;
        var signs = Enumerable.Range(0, n).Select(j => (j % 3) - 1).ToArray();
        var mask = Enumerable.Range(0, n * n).Select(k => k % 5 != 2).ToArray();
        var w = PlasticMatrix.Create(
            new Hebbian { Eta = 50 },
            Random(n, 1),
            new()
            {
                WeightMin = -0.4,
                WeightMax = 0.7,
                SenderSigns = [.. signs],
                Mask = mask,
                NoSelfConnections = true,
            }
        );
        var stream = new RandomStreams(3).Open(StreamPurpose.Analysis);
        for (var step = 0; step < 50; step++)
        {
            var r = Enumerable.Range(0, n).Select(_ => stream.NextGaussian()).ToArray();
            w.Update(0.001, new() { Rate = r }, new() { Rate = r });
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    Assert.InRange(w[i, j], signs[j] > 0 ? 0 : -0.4, signs[j] < 0 ? 0 : 0.7);
                    Assert.True((mask[(i * n) + j] && i != j) || w[i, j] == 0);
                }
            }
        }

        Assert.Contains(w.ToMatrix().Values, x => x == 0.7);
    }

    [Fact]
    public void Rows_can_be_capped_and_normalised()
    {
        var w = PlasticMatrix.Create(new NoLearning(), Random(9, 1), new() { NoSelfConnections = true });
        var before = w.ToMatrix();
        w.CapPositiveRowSums([.. Enumerable.Range(0, 9).Select(i => i == 4 ? 0.5 * w.PositiveRowSum(4) : double.PositiveInfinity)]);
        Assert.All(Enumerable.Range(0, 9), j => Assert.Equal(before[4, j] > 0 ? 0.5 * before[4, j] : before[4, j], w[4, j], 1e-15));
        Assert.Equal(before[3, 2], w[3, 2]);
        w.NormaliseSubtractively(2, 1.5);
        Assert.Equal(1.5, w.RowSum(2), 1e-14);
        Assert.Equal(0, w[2, 2]);
        w.NormaliseDivisively(2, 3);
        Assert.Equal(3, Enumerable.Range(0, 9).Sum(j => Math.Abs(w[2, j])), 1e-14);
    }

    [Theory]
    [InlineData(Precision.Double)]
    [InlineData(Precision.Single)]
    public void Positive_sums_add_a_row_from_its_first_synapse_to_its_last(Precision precision)
    {
        const int n = 10; // the last two rows stand in a group of four with spare ones
        var w = PlasticMatrix.Create(new NoLearning(), Random(n, 2), new() { Precision = precision });
        w[3, 5] = double.NaN;
        w[9, 0] = -0.0;
        double[] sums =
        [
            .. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Aggregate(0.0, (sum, j) => sum + (w[i, j] > 0 ? w[i, j] : 0))),
        ];
        Assert.Equal(sums, Enumerable.Range(0, n).Select(w.PositiveRowSum));
        var before = w.ToMatrix();
        double[] caps = [.. sums.Select((sum, i) => i % 3 == 0 ? 0.3 * sum : sum)];
        w.CapPositiveRowSums(caps);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Assert.Equal(
                    before[i, j] > 0 && i % 3 == 0 ? before[i, j] * 0.3 : before[i, j],
                    w[i, j],
                    precision == Precision.Double ? 1e-15 : 1e-7
                );
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(31)]
    public void A_batch_of_recalls_is_the_same_as_one_after_the_other(int batch)
    {
        const int n = 37;
        var w = PlasticMatrix.Create<double>(new NoLearning(), Random(n, 1), new() { Threads = 2 });
        var (stride, stream) = (batch + 3, new RandomStreams(2).Open(StreamPurpose.Analysis));
        double[] r = new double[n * stride],
            together = new double[n * stride],
            alone = new double[n];
        stream.FillGaussian(r);
        w.MultiplyBatch(r, together, batch, stride);
        for (var b = 0; b < batch; b++)
        {
            var column = Enumerable.Range(0, n).Select(j => r[(j * stride) + b]).ToArray();
            w.MultiplyBatch(column, alone, 1, 1);
            Assert.Equal(alone, Enumerable.Range(0, n).Select(i => together[(i * stride) + b]));
            Assert.All(w.ToMatrix().Times(column).Zip(alone), x => Assert.Equal(x.First, x.Second, 1e-12));
        }
    }

    [Theory]
    [InlineData("hebbian", "low rank 1")]
    [InlineData("covariance", "low rank 1")]
    [InlineData("bcm", "low rank 1")]
    [InlineData("oja", "low rank 1")]
    [InlineData("rate_stdp", "low rank 2")]
    [InlineData("triplet_stdp", "low rank 2")]
    [InlineData("no_learning", "low rank 0")]
    public void A_rule_is_carried_out_with_the_least_number_of_products(string id, string form) =>
        Assert.Equal(form, PlasticMatrix.Create(RuleCatalog.Create(id), new(3, 3)).Form);

    [Fact]
    public void Impossible_options_are_all_told_at_once()
    {
        var error = Assert.Throws<UserError>(() =>
            PlasticMatrix.Create(
                new Hebbian { Eta = -1 },
                new(2, 3),
                new()
                {
                    WeightMin = 1,
                    WeightMax = 0,
                    NoSelfConnections = true,
                    Decay = double.NaN,
                }
            )
        );
        Assert.Equal(4, error.Message.Split(Environment.NewLine).Length);
    }
}
