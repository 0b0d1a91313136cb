using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Linear centred kernel alignment of two sets of activity on the same samples [sample, unit] (Kornblith et al. 2019). 1 for
/// rotated, scaled or shifted copies.</summary>
public static class Cka
{
    /// <summary>‖X̃ᵀỸ‖²/(‖X̃ᵀX̃‖ ‖ỸᵀỸ‖) [1]. Biased upwards: independent activity gives clearly more than 0 when samples are few against
    /// units; prefer <see cref="Debiased"/>. NaN for constant activity.</summary>
    public static double Linear(Matrix x, Matrix y)
    {
        Pairs.MatchedSamples(x, y, 2);
        Matrix a = Centred(x),
            b = Centred(y);
        double own = Pairs.Cross(a, a).FrobeniusNorm() * Pairs.Cross(b, b).FrobeniusNorm(),
            cross = Pairs.Cross(a, b).FrobeniusNorm();
        return own > 0 ? cross * cross / own : double.NaN;
    }

    /// <summary>The alignment with the unbiased estimator of Song et al. 2012 (HSIC₁; Murphy, Zylberberg and Fyshe 2024): 0 on average for
    /// independent activity, may be below 0. Needs four samples or more; NaN when an own term is not positive.</summary>
    public static double Debiased(Matrix x, Matrix y)
    {
        Pairs.MatchedSamples(x, y, 4);
        // Centring changes nothing (the estimator is blind to shifts) but keeps digits when the means are large.
        Matrix k = Gram(Centred(x)),
            l = Gram(Centred(y));
        double kk = Hsic(k, k),
            ll = Hsic(l, l);
        return kk > 0 && ll > 0 ? Hsic(k, l) / Math.Sqrt(kk * ll) : double.NaN;
    }

    // The alignment is blind to scale; near 1 the fourth powers below stay numbers.
    private static Matrix Centred(Matrix x)
    {
        var centred = Dimensionality.Centre(x);
        var unit = Rounding.Unit(Rounding.Scale(centred.Values));
        return Matrix.From(x.Rows, x.Columns, (i, j) => centred[i, j] * unit);
    }

    private static Matrix Gram(Matrix x)
    {
        var gram = x.Times(x.Transpose());
        for (var i = 0; i < gram.Rows; i++)
        {
            gram[i, i] = 0;
        }

        return gram;
    }

    private static double Hsic(Matrix k, Matrix l)
    {
        var m = k.Rows;
        double trace = 0,
            sumK = 0,
            sumL = 0,
            cross = 0;
        for (var i = 0; i < m; i++)
        {
            double rowK = 0,
                rowL = 0;
            for (var j = 0; j < m; j++)
            {
                trace += k[i, j] * l[i, j];
                rowK += k[i, j];
                rowL += l[i, j];
            }

            sumK += rowK;
            sumL += rowL;
            cross += rowK * rowL;
        }

        double n = m;
        return (trace + (sumK * sumL / ((n - 1) * (n - 2))) - (2 / (n - 2) * cross)) / (n * (n - 3));
    }
}
