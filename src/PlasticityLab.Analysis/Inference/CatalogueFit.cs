using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A rule of the catalogue with the values with which it explains a recording best.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Values">Its parameters by name; the learning rate is not below 0 [each in its unit].</param>
/// <param name="R2">Share of the variance of the weights over time that it explains [1].</param>
/// <param name="Price">Schwarz's criterion less that of the best explanation; the lower the better.</param>
/// <param name="AsGood">It explains as much as the best explanation, and every of its terms takes part.</param>
public sealed record CatalogueFit(string Rule, IReadOnlyDictionary<string, double> Values, double R2, double Price, bool AsGood)
{
    /// <summary>The rule with these values, as a point of the space of rules.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public BilinearRule Point => BilinearForm.Of(RuleCatalog.Create(Rule, Values), out _)!.Value;

    /// <summary>Whether two rules, with the values found, are one formula but for what noise leaves: coefficients within a twentieth of the
    /// largest, time constants within a tenth. No experiment on rates tells them apart then.</summary>
    public bool IsOneWith(CatalogueFit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (mine, its) = (Point, other.Point);
        var (a, b) = ((double[])[.. mine.Theta.Values, .. mine.Kappa], (double[])[.. its.Theta.Values, .. its.Kappa]);
        var size = a.Concat(b).Max(Math.Abs);
        return a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) <= size / 20)
            && mine.Traces.All.Zip(its.Traces.All)
                .All(pair =>
                    pair.First.Kind == TraceKind.None
                    || pair.Second.Kind == TraceKind.None
                    || Math.Abs(Math.Log(pair.First.Tau / pair.Second.Tau)) < 0.1
                );
    }
}
