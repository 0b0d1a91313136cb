using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Rules that a search tries. All numbers are rounded to four digits, so that the formula as it is printed is the very rule that
/// was tried.</summary>
internal static class RuleDraws
{
    /// <summary>Coordinates of a rule in an evolution: 16 coefficients, κ₃, λ, η, w_max, four time constants.</summary>
    public const int Coordinates = Pairs + 8;

    private const int Pairs = 16;

    /// <summary>A random rule of two to five products, as in <see cref="RuleSample"/>.</summary>
    public static LearningChoice Sparse(ulong root, int number) => Rounded(RuleSample.Draw(root, number));

    /// <summary>A random rule with all products: coefficients N(0, 0.5²), everything else as in a sparse one.</summary>
    public static LearningChoice Dense(ulong root, int number)
    {
        var random = new RandomStreams(root).Open(StreamPurpose.Tuning, $"dense {number}");
        var like = RuleSample.Draw(root, int.MaxValue - number);
        var rule = (BilinearRule)RuleChoice.Create(like);
        return With(like, Filled(rule, _ => 0.5 * random.NextGaussian()));
    }

    /// <summary>All rules of one product, then all of two, each with either sign, at each ratio and rate.</summary>
    public static IEnumerable<LearningChoice> Exhaustive(ExhaustiveSearch search)
    {
        var plain = new BilinearRule
        {
            TauPreFast = search.TauFast,
            TauPostFast = search.TauFast,
            TauPreSlow = search.TauSlow,
            TauPostSlow = search.TauSlow,
        };
        double[] signs = [1, -1];
        var alone = from first in Enumerable.Range(0, Pairs) from sign in signs from eta in search.Eta select Of(eta, (first, sign));
        var together =
            from first in Enumerable.Range(0, Pairs)
            from second in Enumerable.Range(first + 1, Pairs - first - 1)
            from one in signs
            from other in signs
            from ratio in search.Ratios
            from eta in search.Eta
            select Of(eta, (first, one), (second, other * ratio));
        return search.Terms < 2 ? alone : alone.Concat(together);

        LearningChoice Of(double eta, params ReadOnlySpan<(int Pair, double Value)> terms)
        {
            var theta = new double[Pairs];
            foreach (var (pair, value) in terms)
            {
                theta[pair] = value;
            }

            return With(new() { Rule = BilinearRule.Card.Id }, Filled(plain, pair => theta[pair]) with { Eta = eta });
        }
    }

    /// <summary>Where an evolution begins.</summary>
    public static double[] Start(RandomStream random) =>
        [.. Enumerable.Range(0, Coordinates).Select(k => k < Pairs ? random.NextDouble(-1, 1) : 0.5 * random.NextGaussian())];

    /// <summary>The rule at a place of an evolution, inside the box of the random rules.</summary>
    public static LearningChoice At(double[] place, double gain)
    {
        double Log(int k, (double Low, double High) range) =>
            Math.Clamp(
                Math.Sqrt(range.Low * range.High) * Math.Exp(place[Pairs + k] * 0.5 * Math.Log(range.High / range.Low)),
                range.Low,
                range.High
            );
        var rule = Filled(new(), pair => Math.Clamp(place[pair], -3, 3)) with
        {
            DecayRateSquared = Math.Clamp(place[Pairs], 0, 1),
            Eta = Log(2, RuleSample.Rates),
            TauPreFast = Log(4, RuleSample.Fast),
            TauPostFast = Log(5, RuleSample.Fast),
            TauPreSlow = Log(6, RuleSample.Slow),
            TauPostSlow = Log(7, RuleSample.Slow),
        };
        return With(
            new()
            {
                Rule = BilinearRule.Card.Id,
                Decay = Math.Clamp(RuleSample.Decays[^1] * place[Pairs + 1], 0, RuleSample.Decays[^1]),
                WeightMax = Log(3, RuleSample.Bounds),
                TrainingGain = gain,
            },
            rule
        );
    }

    /// <summary>The recurrent gain in training of an evolution.</summary>
    public static double Gain(RandomStream random) => RuleSample.Gains[random.NextInt(RuleSample.Gains.Length)];

    /// <summary>A rule like another: coefficients and rates a little changed, now and then a product more or less.</summary>
    public static LearningChoice Varied(LearningChoice parent, RandomStream random)
    {
        var rule = (BilinearRule)RuleChoice.Create(parent);
        var theta = rule.Theta;
        var fresh = random.NextDouble() < 0.3 ? random.NextInt(Pairs) : -1;
        int[] present = [.. Enumerable.Range(0, Pairs).Where(pair => theta[1 + (pair / 4), 1 + (pair % 4)] != 0)];
        var dropped = present.Length > 1 && random.NextDouble() < 0.3 ? present[random.NextInt(present.Length)] : -1;
        double Near(double value, (double Low, double High) range) =>
            Math.Clamp(value * Math.Exp(0.3 * random.NextGaussian()), range.Low, range.High);
        var varied = Filled(
            rule,
            pair =>
                pair == dropped ? 0
                : pair == fresh ? random.NextDouble(-1, 1)
                : theta[1 + (pair / 4), 1 + (pair % 4)] is var c && c != 0 ? c + (0.2 * random.NextGaussian())
                : 0
        );
        var decays = random.NextDouble() < 0.2;
        return With(
            parent with
            {
                WeightMax = Near(parent.WeightMax, RuleSample.Bounds),
                Decay = random.NextDouble() < 0.2 ? RuleSample.Decays[random.NextInt(RuleSample.Decays.Length)] : parent.Decay,
                TrainingGain = random.NextDouble() < 0.2 ? Gain(random) : parent.TrainingGain,
            },
            varied with
            {
                DecayRateSquared = decays ? (random.NextDouble() < 0.5 ? 0 : random.NextDouble()) : rule.DecayRateSquared,
                Eta = Near(rule.Eta, RuleSample.Rates),
                TauPreFast = Near(rule.TauPreFast, RuleSample.Fast),
                TauPostFast = Near(rule.TauPostFast, RuleSample.Fast),
                TauPreSlow = Near(rule.TauPreSlow, RuleSample.Slow),
                TauPostSlow = Near(rule.TauPostSlow, RuleSample.Slow),
            }
        );
    }

    /// <summary>The names of the terms that a rule has, decays included.</summary>
    public static string[] Terms(LearningChoice learning) =>
        [.. Settings.Values((BilinearRule)RuleChoice.Create(learning)).Where(IsTerm).Select(setting => setting.Key)];

    /// <summary>The same rule without one of its terms, or at another rate.</summary>
    public static LearningChoice Changed(LearningChoice learning, string? dropped, double rate)
    {
        var parameters = learning.Parameters.SetItem("eta", Digits(learning.Parameters["eta"] * rate));
        return learning with { Parameters = dropped is null ? parameters : parameters.SetItem(dropped, 0) };
    }

    private static bool IsTerm(KeyValuePair<string, double> setting) =>
        setting.Value != 0 && setting.Key != "eta" && !setting.Key.StartsWith("tau_", StringComparison.Ordinal);

    private static BilinearRule Filled(BilinearRule rule, Func<int, double> coefficient)
    {
        var theta = new Matrix(BilinearRule.Signals, BilinearRule.Signals);
        for (var pair = 0; pair < Pairs; pair++)
        {
            theta[1 + (pair / 4), 1 + (pair % 4)] = coefficient(pair);
        }

        return BilinearRule.Of(theta, rule.Kappa, default) with
        {
            Eta = rule.Eta,
            TauPreFast = rule.TauPreFast,
            TauPostFast = rule.TauPostFast,
            TauPreSlow = rule.TauPreSlow,
            TauPostSlow = rule.TauPostSlow,
        };
    }

    private static LearningChoice With(LearningChoice learning, BilinearRule rule) =>
        Rounded(learning with { Parameters = Settings.Values(rule).ToImmutableSortedDictionary(StringComparer.Ordinal) });

    private static LearningChoice Rounded(LearningChoice learning) =>
        learning with
        {
            WeightMax = Digits(learning.WeightMax),
            Decay = Digits(learning.Decay),
            Parameters = learning.Parameters.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => Digits(pair.Value),
                StringComparer.Ordinal
            ),
        };

    private static double Digits(double value) =>
        double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
