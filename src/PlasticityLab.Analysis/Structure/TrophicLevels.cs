using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Levels of units in the flow of a directed network and how coherent that flow is (MacKay, Johnson and Sansom 2020).</summary>
/// <param name="Levels">h, in levels; the lowest of each weakly connected part is 0.</param>
/// <param name="Incoherence">F₀ = Σ A_mn (h_n − h_m − 1)²/Σ A_mn [1]: 0 for a chain, 1 for a directed cycle. NaN without weights.</param>
/// <param name="Components">Weakly connected parts, units without a link among them. Levels of different parts cannot be compared.</param>
public sealed record TrophicLevels(double[] Levels, double Incoherence, int Components)
{
    /// <summary>1 − F₀ [1].</summary>
    public double Coherence => 1 - Incoherence;

    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent => Absence.Of(("incoherence", Incoherence, "all weights are 0"));

    /// <summary>From a weight matrix, with A = |W|ᵀ; weights of a unit to itself are a step of 1 that cannot be made.</summary>
    /// <remarks>The levels are the least squares of "each link is one step up", weighted by the links: (diag(u) − A − Aᵀ) h = v. See
    /// <see cref="Structure.Levels"/> for links of any ratio.</remarks>
    public static TrophicLevels Of(Matrix w)
    {
        Weights.Check(w);
        var n = w.Rows;
        var (component, count) = Weights.Components(w);
        var unit = Rounding.Unit(Rounding.Scale(w.Values));
        var weight = Matrix.From(n, n, (m, k) => m == k ? 0 : Math.Abs(w[k, m] * unit) + Math.Abs(w[m, k] * unit));
        // Two links against each other ask for the weighted mean of their steps, 1 and −1.
        var step = Matrix.From(n, n, (m, k) => weight[m, k] > 0 ? (Math.Abs(w[k, m] * unit) - Math.Abs(w[m, k] * unit)) / weight[m, k] : 0);
        var levels = Structure.Levels.LeastSquares(weight, step, component);
        for (var c = 0; c < count; c++)
        {
            var lowest = Enumerable.Range(0, n).Where(i => component[i] == c).Min(i => levels[i]);
            for (var i = 0; i < n; i++)
            {
                levels[i] -= component[i] == c ? lowest : 0;
            }
        }

        double incoherence = 0,
            total = 0;
        for (var m = 0; m < n; m++)
        {
            for (var k = 0; k < n; k++)
            {
                var a = Math.Abs(w[k, m] * unit);
                incoherence += a * (levels[k] - levels[m] - 1) * (levels[k] - levels[m] - 1);
                total += a;
            }
        }

        return new(levels, total > 0 ? incoherence / total : double.NaN, count);
    }
}
