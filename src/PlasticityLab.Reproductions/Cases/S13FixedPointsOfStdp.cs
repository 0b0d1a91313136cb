using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Reproductions.Networks;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Where weights drift, and where they stay, under the STDP family with independent Poisson spikes: from the mean drift of the
/// formula, and from spikes.</summary>
/// <remarks>
/// The mean drift is the formula with S = ν and traces at τν; its zero is found by bisection and must be the closed form to rounding.
/// From spikes the tolerance on means is 1 %; the additive drift is a small difference of large terms, so its tolerance is three standard
/// errors of a run of 2e5 s (3e-5 each).
/// </remarks>
public sealed class S13FixedPointsOfStdp : IReproduction
{
    private const double Pre = 20,
        Post = 10; // [Hz]

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S13",
            "Drift and fixed points of additive, multiplicative, power-law and Gütig STDP, from rates and from spikes",
            "Song et al. 2000; van Rossum et al. 2000, J. Neurosci. 20:8812; Gütig et al. 2003, J. Neurosci. 23:3697; Morrison et al. 2007, Neural Comput. 19:1437",
            4
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var additive = new PairStdp { APlus = 0.005, AMinus = 0.00525 };
        yield return new("S13", "additive, drift from rates [1/s]", -1e-3, Drift(additive, 0.5), 1e-12);
        const double Long = 2e5;
        yield return new(
            "S13",
            "additive, drift from spikes [1/s]",
            -1e-3,
            (PoissonPair.Run(additive, Pre, Post, 0, Long, Random(0)) - 0) / Long,
            9e-5
        );

        var multiplicative = new MultiplicativeStdp { Potentiation = 1, Depression = 0.003 };
        yield return new("S13", "multiplicative, w* from rates", 1000.0 / 3, Zero(multiplicative, 1, 1000), 1e-8);
        yield return new("S13", "multiplicative, mean weight from spikes", 1000.0 / 3, Mean(multiplicative, 333, 1), 3.4);

        var power = new PowerLawStdp
        {
            Lambda = 0.01,
            Alpha = 0.0513,
            Mu = 0.4,
        };
        var exact = Math.Pow(15 / (0.0513 * 30), 1 / 0.6);
        yield return new("S13", "power law, w* from rates", exact, Zero(power, 1, 1000), 1e-8);
        yield return new("S13", "power law, mean weight from spikes", exact, Mean(power, 44, 2), 0.45);

        foreach (var (mu, published) in new[] { (1.0, 0.4878), (0.4, 0.4695), (0.02, 0.0802) })
        {
            var rule = new GuetigStdp { Alpha = 1.05, Mu = mu };
            yield return new("S13", $"Gütig, μ = {mu}, w* from rates", published, Zero(rule, 1e-12, 1 - 1e-12), 5e-5);
        }

        yield return new(
            "S13",
            "Gütig, μ = 0.4, mean weight from spikes",
            1 / (1 + Math.Pow(1.05, 2.5)),
            Mean(new GuetigStdp { Alpha = 1.05, Mu = 0.4 }, 0.47, 3),
            0.0047
        );
    }

    private static double Drift<TRule>(TRule rule, double w)
        where TRule : struct, ILearningRule<TRule> =>
        Synapse.DwDt(rule, Synapse.Pre(Pre, Pre * rule.Traces.PreFast.Tau), Synapse.Post(Post, Post * rule.Traces.PostFast.Tau), w);

    private static double Zero<TRule>(TRule rule, double low, double high)
        where TRule : struct, ILearningRule<TRule>
    {
        for (var k = 0; k < 200; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = Drift(rule, middle) > 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double Mean<TRule>(TRule rule, double start, int stream)
        where TRule : struct, ILearningRule<TRule>
    {
        var (sum, last, weight) = (0.0, 200.0, start);
        var end = PoissonPair.Run(
            rule,
            Pre,
            Post,
            start,
            20000,
            Random(stream),
            (time, w) =>
            {
                sum += time > 200 ? weight * (time - last) : 0;
                last = Math.Max(200, time);
                weight = w;
            }
        );
        return (sum + (end * (20000 - last))) / 19800;
    }

    private static RandomStream Random(int index) => new RandomStreams(13).Open(StreamPurpose.Reproduction, index);
}
