using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Tests.LearningRules;

/// <summary>The general rule in the kernels: any coefficients, every path.</summary>
public class BilinearRuleTests
{
    [Fact]
    public void Any_point_goes_through_every_kernel_with_the_same_weights() =>
        RulePoints.Any.Sample(
            point =>
            {
                ConformanceTests.SameBits(point);
                ConformanceTests.FastIsRight(point);
            },
            iter: 20
        );

    [Fact]
    public void Every_point_is_carried_out_in_low_rank_form() =>
        RulePoints.Any.Sample(
            point => Assert.StartsWith("low rank", PlasticMatrix.Create(point, RuleBench.Start(4, 1)).Form, StringComparison.Ordinal),
            iter: 50
        );

    [Fact]
    public void What_is_left_out_is_nothing()
    {
        Assert.Equal("low rank 0", PlasticMatrix.Create(new BilinearRule(), RuleBench.Start(4, 1)).Form);
        Assert.All(
            new BilinearRule { RateRate = 1 }
                .Traces
                .All,
            trace => Assert.Equal(TraceKind.None, trace.Kind)
        );
        Assert.Equal(
            Trace.OfRate(0.02),
            new BilinearRule { RateFast = 1 }
                .Traces
                .PreFast
        );
    }

    [Fact]
    public void Values_that_are_none_are_refused_by_name()
    {
        var rule = new BilinearRule { RateFast = double.NaN, TauPreFast = -1 };
        Assert.Equal(
            ["rate_fast must be a finite number, but is NaN.", "tau_pre_fast must be a finite number above 0, but is -1."],
            rule.Problems()
        );
    }

    [Fact]
    public void A_point_keeps_its_values_when_it_is_folded_and_made_anew() =>
        RulePoints.Any.Sample(
            point =>
            {
                var folded = point.Folded();
                Assert.Equal(folded, folded.Folded());
                Assert.Equal(folded, BilinearRule.Of(folded.Theta, folded.Kappa, folded.Traces).Folded());
            },
            iter: 200
        );
}

/// <summary>Random points of the space of bilinear rules.</summary>
internal static class RulePoints
{
    private static readonly Gen<double> Coefficient = Gen.Double[-2, 2];

    private static readonly Gen<(double Eta, double[] Taus)> Values = Gen.Select(
        Gen.Double[0.1, 20],
        Gen.Double[0.008, 0.040].Array[2],
        Gen.Double[0.050, 0.200].Array[2],
        (eta, fast, slow) => (eta, new[] { fast[0], slow[0], fast[1], slow[1] })
    );

    /// <summary>Two to five terms and perhaps a decay.</summary>
    public static Gen<BilinearRule> Sparse { get; } =
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, 28).ToArray()), Gen.Int[2, 5], Coefficient.Array[28], Values)
            .Select((order, count, factors, values) => Make(k => Array.IndexOf(order, k) < count ? factors[k] : 0, values));

    /// <summary>Any number of terms.</summary>
    public static Gen<BilinearRule> Any { get; } =
        Gen.OneOf(Sparse, Gen.Select(Coefficient.Array[28], Values).Select((factors, values) => Make(k => factors[k], values)));

    /// <summary>A rule of the catalogue with its defaults; the general rule, which learns nothing by default, with values.</summary>
    public static ILearningRule Named(string id) =>
        RuleCatalog.Create(id) is BilinearRule point
            ? point with
            {
                RateFast = 1,
                SlowSlow = -0.4,
                ChangeRate = 0.3,
                FastOne = -0.02,
                DecayRate = 0.1,
            }
            : RuleCatalog.Create(id);

    // Decays: a factor below 0 would let the weights explode.
    private static BilinearRule Make(Func<int, double> factor, (double Eta, double[] Taus) values) =>
        BilinearRule.Of(
            PlasticityLab.Numerics.Matrix.From(5, 5, (a, b) => factor((5 * a) + b)),
            [Math.Abs(factor(25)), Math.Abs(factor(26)), Math.Abs(factor(27))],
            default
        ) with
        {
            Eta = values.Eta,
            TauPreFast = values.Taus[0],
            TauPreSlow = values.Taus[1],
            TauPostFast = values.Taus[2],
            TauPostSlow = values.Taus[3],
        };
}
