using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Tests.Kernels;

/// <summary>Kernels on any shape, mask, signs and bounds: they agree with the formula taken synapse by synapse, and what does not exist
/// stays 0.</summary>
public class AnyMaskTests
{
    private static readonly string[] Rules =
    [
        .. RuleCatalog.Cards.Where(card => card.Clock == RuleClock.EveryStep && card.Id != "no_learning").Select(card => card.Id),
    ];

    private static readonly Gen<(ulong Seed, int Post, int Pre, int Rule, double Share, int Threads)> Any = Gen.Select(
        Gen.ULong,
        Gen.Int[1, 40],
        Gen.Int[1, 40],
        Gen.Int[0, Rules.Length - 1],
        Gen.Double[0, 1],
        Gen.Int[1, 3]
    );

    [Fact]
    public void Every_kernel_agrees_with_the_formula_under_any_mask() =>
        Any.Sample(
            (seed, post, pre, rule, share, threads) =>
            {
                var stream = new RandomStreams(seed).Open(StreamPurpose.Analysis);
                var square = post == pre;
                var options = new PlasticMatrixOptions
                {
                    WeightMin = -0.5,
                    WeightMax = 0.4,
                    Decay = 0.3,
                    Scale = 0.25,
                    NoSelfConnections = square,
                    SenderSigns = [.. Enumerable.Range(0, pre).Select(_ => (int)(3 * stream.NextDouble()) - 1)],
                    Mask = [.. Enumerable.Range(0, post * pre).Select(_ => stream.NextDouble() < share)],
                    Threads = threads,
                };
                var initial = Matrix.From(post, pre, (_, _) => 0.3 * stream.NextGaussian());
                var learned = RuleCatalog.Create(Rules[rule]);
                var (fast, plain) = (
                    PlasticMatrix.Create<double>(learned, initial, options, PassKind.Fastest),
                    PlasticMatrix.Create<double>(learned, initial, options, PassKind.Oracle)
                );
                for (var step = 0; step < 5; step++)
                {
                    double[][] signals = [.. Enumerable.Range(0, 8).Select(k => Draw(k < 4 ? pre : post))];
                    foreach (var weights in new PlasticMatrix[] { fast, plain })
                    {
                        weights.Update(0.002, Of(signals, 0), Of(signals, 4));
                    }
                }

                double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => stream.NextDouble())];
                SignalSpans Of(double[][] signals, int from) =>
                    new()
                    {
                        Rate = signals[from],
                        Spikes = signals[from],
                        Change = signals[from + 1],
                        Fast = signals[from + 2],
                        Slow = signals[from + 3],
                    };
                for (var i = 0; i < post; i++)
                {
                    for (var j = 0; j < pre; j++)
                    {
                        Assert.Equal(plain[i, j], fast[i, j], 1e-12);
                        var exists = options.Mask![(i * pre) + j] && !(square && i == j);
                        Assert.True(exists || fast[i, j] == 0, $"{Rules[rule]}: an absent synapse has the weight {fast[i, j]}.");
                        Assert.InRange(fast[i, j], options.SenderSigns[j] > 0 ? 0 : -0.5, options.SenderSigns[j] < 0 ? 0 : 0.4);
                    }
                }
            },
            iter: 300
        );
}
