using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Levels of units in the flow of a directed network and how coherent that flow is (MacKay, Johnson and Sansom 2020).</summary>
/// <param name="Levels">h, in levels; the lowest of each weakly connected part is 0.</param>
/// <param name="Incoherence">F₀ = Σ A_mn (h_n − h_m − 1)²/Σ A_mn [1]: 0 for a chain, 1 for a directed cycle. NaN without weights.</param>
public sealed record TrophicLevels(double[] Levels, double Incoherence)
{
    /// <summary>1 − F₀ [1].</summary>
    public double Coherence => 1 - Incoherence;

    /// <summary>From a weight matrix, with A = |W|ᵀ off the diagonal kept as it is.</summary>
    public static TrophicLevels Of(Matrix w)
    {
        Weights.Check(w);
        var n = w.Rows;
        var (component, count) = Weights.Components(w);
        var size = new double[count];
        foreach (var c in component)
        {
            size[c]++;
        }

        // (diag(u) − A − Aᵀ) h = v is singular with one constant for each connected part. Adding the mean over the part, scaled like the
        // weights,
        // makes it regular and picks mean(h) = 0 there, because v sums to 0 over each part.
        var scale = Math.Max(w.Values.Max(Math.Abs), double.Epsilon);
        var system = Matrix.From(n, n, (i, j) => component[i] == component[j] ? scale / size[component[i]] : 0);
        var levels = new double[n];
        for (var m = 0; m < n; m++)
        {
            for (var k = 0; k < n; k++)
            {
                double a = Math.Abs(w[k, m]),
                    back = Math.Abs(w[m, k]);
                system[m, m] += a + back;
                system[m, k] -= a + back;
                levels[m] += back - a;
            }
        }

        new Lu(system).Solve(levels);
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
                var a = Math.Abs(w[k, m]);
                incoherence += a * (levels[k] - levels[m] - 1) * (levels[k] - levels[m] - 1);
                total += a;
            }
        }

        return new(levels, total > 0 ? incoherence / total : double.NaN);
    }
}
