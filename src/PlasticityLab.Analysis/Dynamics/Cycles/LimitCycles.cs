using System.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>Closed orbits of smooth fields: Newton shooting (extrapolation at 2e-14) and collocation on an adapted mesh, with Floquet
/// multipliers.</summary>
public static class LimitCycles
{
    private const int SampleCount = 401;

    /// <summary>The closed orbit near a guess of a point and a period [time], or null when Newton finds none.</summary>
    /// <remarks>Cost: a few integrations of n + n² equations over one period, and a few Newton steps of collocation, each some thousand
    /// operations times n³ for an interval of the mesh, of which there are tens to a thousand.</remarks>
    public static LimitCycle? Refine(
        IVectorField field,
        ReadOnlySpan<double> guess,
        double period,
        CancellationToken cancellation = default
    )
    {
        var units = Units.Of(field);
        if (!units.AreGiven)
        {
            return Refine(units.Of(field), units.Into(guess), period / units.Time, cancellation)?.Back(units);
        }

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
        var jacobian = new Matrix(n, n);
        double Trace(double[] x)
        {
            field.Jacobian(x, jacobian);
            double sum = 0;
            for (var i = 0; i < n; i++)
            {
                sum += jacobian[i, i];
            }

            return sum;
        }

        if (MeshCollocation.Refine(field, mesh ?? [shot.Point], shot.Period, cancellation) is { } orbit)
        {
            var integral = orbit.Integral(Trace);
            return new LimitCycle
            {
                PeriodCollocation = orbit.Period,
                PeriodShooting = shot.Period,
                MeshIntervals = orbit.Intervals,
                MeshError = orbit.Tails().Max(),
                PointOnCycle = orbit.Points[0],
                Samples = orbit.Samples(SampleCount),
                Extrema = [.. Enumerable.Range(0, n).Select(orbit.Extremum)],
                Mean = [.. Enumerable.Range(0, n).Select(i => orbit.Integral(x => x[i]) / orbit.Period)],
                NontrivialMultipliers = n == 2 ? [Math.Exp(integral)] : Nontrivial(shot.Monodromy),
                IntegralOfTrace = integral,
                Residual = shot.Residual,
            };
        }

        // Shooting alone: its own orbit, as finely as its samples see it, and a period without a second opinion.
        const int fine = 10 * SampleCount;
        var points = MultipleShooting.Resample(flow, mesh ?? [shot.Point], shot.Period, fine, cancellation);
        double At(int k) => k * shot.Period / fine;
        var total = points.Sum(Trace) * shot.Period / fine;
        return new LimitCycle
        {
            PeriodCollocation = double.NaN,
            PeriodShooting = shot.Period,
            MeshError = double.NaN,
            PointOnCycle = shot.Point,
            Samples = Matrix.From(SampleCount, n, (k, i) => points[10 * k][i]),
            Extrema =
            [
                .. Enumerable
                    .Range(0, n)
                    .Select(i =>
                    {
                        var (high, low) = (0, 0);
                        for (var k = 1; k < fine; k++)
                        {
                            high = points[k][i] > points[high][i] ? k : high;
                            low = points[k][i] < points[low][i] ? k : low;
                        }

                        return new CycleExtremum(points[high][i], At(high), points[low][i], At(low));
                    }),
            ],
            Mean = [.. Enumerable.Range(0, n).Select(i => points.Average(x => x[i]))],
            NontrivialMultipliers = n == 2 ? [Math.Exp(total)] : Nontrivial(shot.Monodromy),
            IntegralOfTrace = total,
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
