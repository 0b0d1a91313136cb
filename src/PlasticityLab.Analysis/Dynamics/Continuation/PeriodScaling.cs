namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>The two laws by which a period becomes infinite, fitted to periods near the end of a family.</summary>
/// <param name="SnicValue">p₀ of T = a + b |p − p₀|^(−1/2).</param>
/// <param name="SnicError">Root mean square of (fit − T) / T for that law.</param>
/// <param name="HomoclinicValue">p₀ of T = a − b ln|p − p₀|.</param>
/// <param name="HomoclinicError">The same for that law.</param>
/// <param name="HomoclinicRate">1 / b, to be compared with the saddle's unstable eigenvalue for an attracting cycle, with minus its leading
/// stable one for a repelling cycle [1/time].</param>
/// <remarks>Strogatz 1994, Nonlinear Dynamics and Chaos, section 8.4; Gaspard 1990, J. Phys. Chem. 94:1 for the logarithm.</remarks>
public sealed record PeriodScaling(
    double SnicValue,
    double SnicError,
    double HomoclinicValue,
    double HomoclinicError,
    double HomoclinicRate
)
{
    /// <summary>The better law: "snic" or "homoclinic"; "undecided" when the errors differ by less than a factor of three.</summary>
    public string Verdict =>
        SnicError * 3 < HomoclinicError ? "snic"
        : HomoclinicError * 3 < SnicError ? "homoclinic"
        : "undecided";

    /// <summary>Fits both laws; the end p₀ lies beyond the last value.</summary>
    /// <param name="values">Parameter values approaching the end, at least four.</param>
    /// <param name="periods">The periods there [time].</param>
    public static PeriodScaling Fit(IReadOnlyList<double> values, IReadOnlyList<double> periods)
    {
        var (first, last) = (values[0], values[^1]);
        var reach = last - first;
        // p₀ = last + reach · 10^u: the distance beyond the last value is sought on a logarithmic scale.
        (double Value, double Error, double Slope) Best(Func<double, double> law)
        {
            (double U, double Error, double Slope) best = (0, double.PositiveInfinity, 0);
            var (low, high) = (-9.0, 1.0);
            for (var round = 0; round < 12; round++)
            {
                var width = (high - low) / 40;
                for (var k = 0; k <= 40; k++)
                {
                    var u = low + (k * width);
                    var (error, slope) = Error(values, periods, last + (reach * Math.Pow(10, u)), law);
                    if (error < best.Error)
                    {
                        best = (u, error, slope);
                    }
                }

                (low, high) = (best.U - (2 * width), best.U + (2 * width));
            }

            return (last + (reach * Math.Pow(10, best.U)), best.Error, best.Slope);
        }

        var snic = Best(d => 1 / Math.Sqrt(d));
        var homoclinic = Best(d => -Math.Log(d));
        return new PeriodScaling(snic.Value, snic.Error, homoclinic.Value, homoclinic.Error, 1 / homoclinic.Slope);
    }

    private static (double Error, double Slope) Error(
        IReadOnlyList<double> values,
        IReadOnlyList<double> periods,
        double end,
        Func<double, double> law
    )
    {
        // Least squares of T = a + b law(|p − p₀|), weighted by 1/T².
        double s = 0,
            sx = 0,
            sy = 0,
            sxx = 0,
            sxy = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var (x, y) = (law(Math.Abs(values[i] - end)), periods[i]);
            var w = 1 / (y * y);
            (s, sx, sy, sxx, sxy) = (s + w, sx + (w * x), sy + (w * y), sxx + (w * x * x), sxy + (w * x * y));
        }

        var b = ((s * sxy) - (sx * sy)) / ((s * sxx) - (sx * sx));
        var a = (sy - (b * sx)) / s;
        double sum = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var r = (a + (b * law(Math.Abs(values[i] - end)))) / periods[i] - 1;
            sum += r * r;
        }

        return b > 0 && double.IsFinite(sum) ? (Math.Sqrt(sum / values.Count), b) : (double.PositiveInfinity, 0);
    }
}
