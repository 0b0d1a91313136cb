using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Random sparse rules of the space: two to five of the 16 products of two signals, each with a coefficient uniform in [−1, 1]; a
/// quarter of them with a decay κ₃ uniform in [0, 1]; η log-uniform in 1 to 100 /s, fast traces in 8 to 40 ms, slow ones in 50 to 200 ms,
/// w_max log-uniform in 0.8 to 3, decay 0, 0.03 or 0.1 /s, recurrent gain in training 0, 0.3 or 1, no cap: the common space of the
/// experiment's tuning without its cap.</summary>
public static class RuleSample
{
    private const int Pairs = 16;

    /// <summary>The box: learning rates [1/s], time constants [s], bounds [weight unit], decays [1/s], recurrent gains in training [1].</summary>
    internal static readonly (double Low, double High) Rates = (1, 100),
        Fast = (0.008, 0.040),
        Slow = (0.050, 0.200),
        Bounds = (0.8, 3);

    internal static readonly double[] Decays = [0, 0.03, 0.1],
        Gains = [0, 0.3, 1];

    /// <summary>The rule of a number.</summary>
    /// <param name="seed">Root of the draws.</param>
    /// <param name="number">Which rule.</param>
    public static LearningChoice Draw(ulong seed, int number)
    {
        var random = new RandomStreams(seed).Open(StreamPurpose.Tuning, number);
        double Log((double Low, double High) range) => random.NextLogUniform(range.Low, range.High);
        var (terms, theta) = (2 + random.NextInt(4), new Matrix(BilinearRule.Signals, BilinearRule.Signals));
        foreach (var pair in random.Choose(Pairs, terms))
        {
            theta[1 + (pair / 4), 1 + (pair % 4)] = random.NextDouble(-1, 1);
        }

        var rule = BilinearRule.Of(theta, [0, 0, random.NextDouble() < 0.25 ? random.NextDouble() : 0], default) with
        {
            Eta = Log(Rates),
            TauPreFast = Log(Fast),
            TauPostFast = Log(Fast),
            TauPreSlow = Log(Slow),
            TauPostSlow = Log(Slow),
        };
        return new LearningChoice
        {
            Rule = BilinearRule.Card.Id,
            Parameters = Settings.Values(rule).ToImmutableSortedDictionary(StringComparer.Ordinal),
            WeightMax = Log(Bounds),
            Decay = Decays[random.NextInt(Decays.Length)],
            TrainingGain = Gains[random.NextInt(Gains.Length)],
        };
    }
}
