using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Equilibria.Singular;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>Follows a trajectory until it settles: equilibrium, closed orbit or neither.</summary>
/// <remarks>
/// Returns through the middle of the widest coordinate are compared; a state that comes back within a thousandth after k returns is handed
/// to Newton.
/// An equilibrium needs a small speed and a stable spectrum, so that a slow passage near a saddle is not taken for one.
/// </remarks>
public static class CycleSearch
{
    private const int MostReturns = 24;

    /// <summary>First window [natural time units of the field] when none is given.</summary>
    public const double FirstWindow = 100;

    /// <summary>The end of the trajectory from a start.</summary>
    /// <param name="field">The field.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="window">First time for which it is watched [time]; each of the following windows is twice as long. 0 takes a hundred
    /// natural time units of the field.</param>
    /// <param name="windows">Number of windows: the budget.</param>
    /// <param name="known">Cycles found before: a trajectory that has come onto one of them ends there.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static SettledState Settle(
        IVectorField field,
        ReadOnlySpan<double> start,
        double window = 0,
        int windows = 6,
        IReadOnlyList<LimitCycle>? known = null,
        CancellationToken cancellation = default
    )
    {
        var units = Units.Of(field);
        window = window > 0 ? window : FirstWindow * units.Time;
        if (units.AreGiven)
        {
            return Followed(field, start, window, windows, known ?? [], cancellation);
        }

        var back = units.Inverse;
        LimitCycle[] scaled = [.. (known ?? []).Select(cycle => cycle.Back(back))];
        var end = Followed(units.Of(field), units.Into(start), window / units.Time, windows, scaled, cancellation);
        return new SettledState(end.Kind, units.Back(end.State), end.Cycle?.Back(units), end.TimeSpent * units.Time)
        {
            Set = end.Set?.Back(units),
        };
    }

    private static SettledState Followed(
        IVectorField field,
        ReadOnlySpan<double> start,
        double window,
        int windows,
        IReadOnlyList<LimitCycle> known,
        CancellationToken cancellation
    )
    {
        var x = start.ToArray();
        var stepper = new RungeKutta4(field, x);
        var spent = 0.0;
        for (var round = 0; round < windows; round++, window *= 2)
        {
            var watch = Watch(field, stepper, x, window, cancellation);
            spent += watch.Time;
            if (!watch.Finite)
            {
                return new SettledState(SettledKind.Diverged, x, null, spent);
            }

            if (watch.Range < 1e-3 && Equilibrium(field, x, 10 * watch.Range) is { } point)
            {
                return new SettledState(SettledKind.Equilibrium, point, null, spent);
            }

            if (watch.Range < 1e-3 && Continuous(field, x, cancellation) is var (member, set))
            {
                return new SettledState(SettledKind.ContinuousSet, member, null, spent) { Set = set };
            }

            var cycle = Followed(watch, x, known) ?? Cycle(field, watch, cancellation);
            if (cycle is not null && cycle.NontrivialMultipliers.All(m => m.Magnitude < 1.01))
            {
                return new SettledState(SettledKind.LimitCycle, cycle.PointOnCycle, cycle, spent);
            }
        }

        return new SettledState(SettledKind.NotSettled, x, null, spent);
    }

    // A cycle found before, when the state and the last returns lie on it and no return contradicts its period. One return in a window is
    // enough: slow cycles have few.
    private static LimitCycle? Followed(Watched watch, double[] state, IReadOnlyList<LimitCycle> known) =>
        watch.Returns.Count < 1
            ? null
            : known.FirstOrDefault(cycle =>
                cycle.PassesBy(state, 2e-3 * watch.Range)
                && watch.Returns.TakeLast(3).All(r => cycle.PassesBy(r.State, 2e-3 * watch.Range))
                && (
                    watch.Returns.Count < 2
                    || Enumerable
                        .Range(1, watch.Returns.Count - 1)
                        .Any(k => Math.Abs(watch.Returns[^1].Time - watch.Returns[^(1 + k)].Time - cycle.Period) < 1e-2 * cycle.Period)
                )
            );

    // The member of a continuous set next to a state, and the set; null when the state is not next to one that attracts.
    private static (double[] Member, ContinuousSet Set)? Continuous(IVectorField field, double[] x, CancellationToken cancellation)
    {
        var size = Math.Max(1, x.Max(Math.Abs));
        var box =
            field is IDynamicalSystem system && system.Box.Contains(x, size)
                ? system.Box
                : new TrappingBox([.. x.Select(v => v - size)], [.. x.Select(v => v + size)], false, false);
        var scale = new FieldScale(field, box);
        var member = SetTracer.Descend(field, scale, x);
        if (!(scale.SpeedAt(member) <= 30 * scale.Rounding(member)) || Linear.Distance(member, x) > 1e-2 * scale.Length)
        {
            return null;
        }

        var point = SingularPoint.At(field, scale, member);
        if (point.Kind != RestKind.Continuous)
        {
            return null;
        }

        var set = new SetTracer(field, scale, box, cancellation).From(point);
        return set.IsAttracting ? (member, set) : null;
    }

    private static LimitCycle? Cycle(IVectorField field, Watched watch, CancellationToken cancellation)
    {
        var returns = watch.Returns;
        for (var k = 1; k <= MostReturns && 3 * k <= returns.Count; k++)
        {
            // All of the last k returns must repeat, else a slow drift passes for a short period.
            var worst = 0.0;
            for (var i = 0; i < k; i++)
            {
                worst = Math.Max(worst, Linear.Distance(returns[^(1 + i)].State, returns[^(1 + i + k)].State));
            }

            if (worst < 2e-3 * watch.Range)
            {
                var period = returns[^1].Time - returns[^(1 + k)].Time;
                var cycle = LimitCycles.Refine(field, returns[^1].State, period, cancellation);
                if (
                    cycle is not null
                    && Math.Abs(cycle.Period - period) < 0.1 * period
                    && cycle.Extrema.Max(e => e.Max - e.Min) > 0.2 * watch.Range
                )
                {
                    return cycle;
                }
            }
        }

        return null;
    }

    /// <summary>The stable equilibrium within a radius, by Newton, or null.</summary>
    internal static double[]? Equilibrium(IVectorField field, ReadOnlySpan<double> start, double radius)
    {
        var n = field.Dimension;
        var x = start.ToArray();
        var f = new double[n];
        var jacobian = new Matrix(n, n);
        for (var round = 0; round < 30; round++)
        {
            field.Evaluate(x, f);
            field.Jacobian(x, jacobian);
            if (Linear.Solve(jacobian.Copy(), Array.ConvertAll(f, v => -v)) is not { } step)
            {
                return null;
            }

            for (var i = 0; i < n; i++)
            {
                x[i] += step[i];
            }

            if (Linear.Norm(step) < 1e-14 * (1 + Linear.Norm(x)))
            {
                break;
            }
        }

        field.Evaluate(x, f);
        field.Jacobian(x, jacobian);
        return Linear.Norm(f) < 1e-10 && Linear.Distance(x, start) <= Math.Max(radius, 1e-6) && Linear.Eigenvalues(jacobian)[0].Real < 0
            ? x
            : null;
    }

    internal sealed record Watched(bool Finite, double Time, double Range, IReadOnlyList<(double Time, double[] State)> Returns);

    internal static Watched Watch(IVectorField field, RungeKutta4 stepper, double[] x, double window, CancellationToken cancellation)
    {
        var n = field.Dimension;
        // The second half of the window is looked at; the first half only carries the state on.
        var steps = (int)Math.Ceiling(0.5 * window / stepper.Step);
        for (var i = 0; i < steps; i++)
        {
            stepper.Advance(x);
            if ((i & 1023) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!(Linear.Norm(x) < 1e12))
                {
                    return new Watched(false, i * stepper.Step, 0, []);
                }
            }
        }

        var path = new Matrix(steps + 1, n);
        var (low, high) = ((double[])x.Clone(), (double[])x.Clone());
        x.CopyTo(path.Row(0));
        for (var i = 1; i <= steps; i++)
        {
            stepper.Advance(x);
            x.CopyTo(path.Row(i));
            for (var j = 0; j < n; j++)
            {
                low[j] = Math.Min(low[j], x[j]);
                high[j] = Math.Max(high[j], x[j]);
            }
        }

        if (!(Linear.Norm(x) < 1e12))
        {
            return new Watched(false, window, 0, []);
        }

        var widest = Enumerable.Range(0, n).MaxBy(j => high[j] - low[j]);
        return new Watched(
            true,
            window,
            high[widest] - low[widest],
            Returns(field, path, stepper.Step, widest, 0.5 * (low[widest] + high[widest]))
        );
    }

    private static List<(double Time, double[] State)> Returns(IVectorField field, Matrix path, double h, int coordinate, double level)
    {
        var n = path.Columns;
        var (f0, f1) = (new double[n], new double[n]);
        var returns = new List<(double, double[])>();
        for (var i = 0; i + 1 < path.Rows; i++)
        {
            var (a, b) = (path[i, coordinate] - level, path[i + 1, coordinate] - level);
            if (!(a < 0 && b >= 0))
            {
                continue;
            }

            // Cubic Hermite between the two samples: its error is far below what Newton needs.
            field.Evaluate(path.Row(i), f0);
            field.Evaluate(path.Row(i + 1), f1);
            var (low, high) = (0.0, 1.0);
            for (var round = 0; round < 40; round++)
            {
                var middle = 0.5 * (low + high);
                (low, high) = Hermite(path, i, coordinate, f0, f1, h, middle) < level ? (middle, high) : (low, middle);
            }

            var state = new double[n];
            for (var j = 0; j < n; j++)
            {
                state[j] = Hermite(path, i, j, f0, f1, h, low);
            }

            returns.Add(((i + low) * h, state));
        }

        return returns;
    }

    private static double Hermite(Matrix path, int i, int j, double[] f0, double[] f1, double h, double s)
    {
        var (a, b) = (path[i, j], path[i + 1, j]);
        var r = 1 - s;
        return (a * r * r * (1 + (2 * s))) + (b * s * s * (3 - (2 * s))) + (h * s * r * ((f0[j] * r) - (f1[j] * s)));
    }
}
