using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Lyapunov;

/// <summary>A Lyapunov spectrum with its own errors.</summary>
public sealed record LyapunovSpectrum
{
    /// <summary>How it was computed.</summary>
    public required string Method { get; init; }

    /// <summary>λ₁ ≥ λ₂ ≥ ... [1/time].</summary>
    public required double[] Exponents { get; init; }

    /// <summary>Standard errors from batch means [1/time]. They count fluctuations along the trajectory, not the bias of a wrong
    /// attractor.</summary>
    public required double[] StandardErrors { get; init; }

    /// <summary>Averaging time [time].</summary>
    public required double AveragingTime { get; init; }

    /// <summary>Step of the integrator [time].</summary>
    public required double Step { get; init; }

    /// <summary>Mean of trace J along the same trajectory [1/time]: what the exponents must sum to.</summary>
    public required double MeanTrace { get; init; }

    /// <summary>Running means of the exponents at the end of each batch, [batch, exponent].</summary>
    public required Matrix Convergence { get; init; }

    /// <summary>Kaplan-Yorke dimension [1].</summary>
    public required double KaplanYorkeDimension { get; init; }

    /// <summary>Its jackknife standard error over the batches [1].</summary>
    public required double KaplanYorkeError { get; init; }

    /// <summary>Mean of each coordinate over the averaging time.</summary>
    public required double[] MeanState { get; init; }

    /// <summary>A state at the end of the run, on the attractor.</summary>
    public required double[] FinalState { get; init; }

    /// <summary>Σ λ_i [1/time].</summary>
    public double Sum => Exponents.Sum();

    /// <summary>Sum of the positive exponents: upper bound of the entropy rate (Pesin) [nats/time].</summary>
    public double EntropyRate => Exponents.Where(x => x > 0).Sum();

    /// <summary>The same spectrum in other units of state and time.</summary>
    internal LyapunovSpectrum Back(Units units)
    {
        double[] Rates(double[] values) => [.. values.Select(x => x / units.Time)];
        return this with
        {
            Exponents = Rates(Exponents),
            StandardErrors = Rates(StandardErrors),
            AveragingTime = AveragingTime * units.Time,
            Step = Step * units.Time,
            MeanTrace = MeanTrace / units.Time,
            Convergence = new(Convergence.Rows, Convergence.Columns, Rates(Convergence.Values)),
            MeanState = units.Back(MeanState),
            FinalState = units.Back(FinalState),
        };
    }

    /// <summary>Kaplan-Yorke dimension of a descending spectrum: k + (λ₁ + ... + λ_k) / |λ_{k+1}| with the largest k whose partial sum is
    /// not negative (Kaplan and Yorke 1979).</summary>
    /// <param name="exponents">λ₁ ≥ λ₂ ≥ ... [1/time].</param>
    /// <param name="errors">Their standard errors [1/time]: a partial sum within three of its own counts as 0, else the dimension of a
    /// neutral attractor would hang on the sign of rounding. Null for exact exponents, which are known to rounding.</param>
    public static double KaplanYorke(IReadOnlyList<double> exponents, IReadOnlyList<double>? errors = null)
    {
        var largest = exponents.Count == 0 ? 0 : exponents.Max(Math.Abs);
        double sum = 0,
            variance = 0;
        for (var k = 0; k < exponents.Count; k++)
        {
            // Averages are not believed below 1e-7 of the largest rate: the integrator's own error is of that size.
            var error = errors is null ? 1e-11 * largest : Math.Max(errors[k], 1e-7 * largest);
            variance += error * error;
            var next = sum + exponents[k];
            if (next < -3 * Math.Sqrt(variance))
            {
                return k == 0 ? 0 : k + (sum / Math.Abs(exponents[k]));
            }

            sum = Math.Max(0, next);
        }

        return exponents.Count;
    }
}
