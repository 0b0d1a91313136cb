using System.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>Closed orbits of smooth fields: Newton shooting (extrapolation at 2e-14) and Fourier collocation, with Floquet
/// multipliers.</summary>
public static class LimitCycles
{
    /// <summary>The closed orbit near a guess of a point and a period [time], or null when Newton finds none.</summary>
    /// <remarks>Cost: a few integrations of n + n² equations over one period, and one dense system of (2 modes + 1) n unknowns (at most
    /// 2100).</remarks>
    public static LimitCycle? Refine(
        IVectorField field,
        ReadOnlySpan<double> guess,
        double period,
        CancellationToken cancellation = default
    )
    {
        if (ThresholdLinear.From(field) is { } linear)
        {
            return ThresholdLinearCycles.Refine(linear, guess, period, cancellation);
        }

        var flow = new SmoothFlow(field);
        return Shooting.Refine(field, flow, guess, period, cancellation) is { } shot ? Describe(field, flow, shot, cancellation) : null;
    }

    internal static LimitCycle Describe(
        IVectorField field,
        IFlow flow,
        Shooting.Result shot,
        CancellationToken cancellation,
        IReadOnlyList<double[]>? mesh = null
    )
    {
        var n = field.Dimension;
        var fourier = FourierCollocation.Refine(field, flow, mesh ?? [shot.Point], shot.Period, cancellation);
        var period = fourier.Converged ? fourier.Period : shot.Period;
        var waves = Enumerable.Range(0, n).Select(i => new TrigonometricPolynomial(fourier.Samples, i)).ToArray();
        var extrema = waves
            .Select(wave =>
            {
                var (max, atMax, min, atMin) = wave.Extrema();
                return new CycleExtremum(max, atMax * period, min, atMin * period);
            })
            .ToArray();

        var trace = 0.0;
        var jacobian = new Matrix(n, n);
        for (var j = 0; j < fourier.Samples.Rows; j++)
        {
            field.Jacobian(fourier.Samples.Row(j), jacobian);
            for (var i = 0; i < n; i++)
            {
                trace += jacobian[i, i];
            }
        }

        // The trapezoidal rule over a full period is spectrally accurate.
        var integral = trace * period / fourier.Samples.Rows;
        return new LimitCycle
        {
            Period = period,
            PeriodShooting = shot.Period,
            Modes = waves[0].Modes,
            FourierTail = fourier.Tail,
            PointOnCycle = fourier.Samples.Row(0).ToArray(),
            Samples = fourier.Samples,
            Extrema = extrema,
            Mean = [.. waves.Select(wave => wave.Mean)],
            NontrivialMultipliers = n == 2 ? [Math.Exp(integral)] : Nontrivial(shot.Monodromy),
            IntegralOfTrace = integral,
            Residual = shot.Residual,
        };
    }

    internal static Complex[] Nontrivial(Matrix monodromy)
    {
        var all = Linear.Eigenvalues(monodromy).ToList();
        all.Remove(all.MinBy(z => (z - 1).Magnitude));
        return [.. all.OrderByDescending(z => z.Magnitude).ThenByDescending(z => z.Imaginary)];
    }
}
