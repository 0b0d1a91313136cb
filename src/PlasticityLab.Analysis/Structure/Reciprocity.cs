using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>Do connections come in both directions more often than chance makes them?</summary>
/// <param name="Links">Off-diagonal nonzero weights.</param>
/// <param name="Reciprocated">Links whose opposite is a link too.</param>
/// <param name="Share">r = Reciprocated/Links [1]; NaN without links.</param>
/// <param name="Density">a = Links/(n(n−1)) [1].</param>
/// <param name="Rho">(r − a)/(1 − a) [1] (Garlaschelli and Loffredo 2004): 0 by chance, 1 all, below 0 avoided. NaN for a full or an empty
/// graph.</param>
/// <param name="Weighted">Σ min(w_ij, w_ji)/Σ w_ij over positive weights, i ≠ j [1] (Squartini et al. 2013).</param>
/// <param name="ReciprocalRatio">Reciprocal pairs over the number that independent links would give, p_bi/p² [1] (as in Song et al.
/// 2005).</param>
public sealed record Reciprocity(
    int Links,
    int Reciprocated,
    double Share,
    double Density,
    double Rho,
    double Weighted,
    double ReciprocalRatio
)
{
    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent =>
        Absence.Of(
            ("share", Share, "there is no link"),
            ("density", Density, "there is one unit"),
            ("rho", Rho, Links == 0 ? "there is no link" : "every unit is linked to every other"),
            ("weighted", Weighted, "there is no positive weight"),
            ("reciprocalRatio", ReciprocalRatio, "there is no link")
        );

    /// <summary>Of a weight matrix; a link is a weight with |w| above the threshold.</summary>
    public static Reciprocity Of(Matrix w, double threshold = 0)
    {
        Weights.Check(w);
        UserError.ThrowIfAny(Require.All(Require.NotNegative(threshold)));
        int n = w.Rows,
            links = 0,
            both = 0;
        double common = 0,
            total = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (i == j)
                {
                    continue;
                }

                if (Math.Abs(w[i, j]) > threshold)
                {
                    links++;
                    both += Math.Abs(w[j, i]) > threshold ? 1 : 0;
                }

                common += Math.Min(Math.Max(0, w[i, j]), Math.Max(0, w[j, i]));
                total += Math.Max(0, w[i, j]);
            }
        }

        double pairs = (double)n * (n - 1),
            share = links > 0 ? both / (double)links : double.NaN,
            density = pairs > 0 ? links / pairs : double.NaN;
        return new(
            links,
            both,
            share,
            density,
            density is > 0 and < 1 ? (share - density) / (1 - density) : double.NaN,
            total > 0 ? common / total : double.NaN,
            density > 0 ? both / pairs / (density * density) : double.NaN
        );
    }
}
