using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Follows a cycle along a parameter by pseudo-arclength on a mesh of its points, its period and the parameter (multiple
/// shooting).</summary>
/// <remarks>One integration over a whole period multiplies errors by the largest Floquet multiplier, which may be 1e6 for an unstable
/// cycle: Newton on it creeps.
/// Cut into pieces of equal duration, each piece multiplies them by a root of that only. Ascher, Mattheij and Russell 1988, Numerical
/// Solution of Boundary Value Problems, ch. 4.
/// States count by their root mean square over the mesh, so that a step has the same length whatever the number of pieces.</remarks>
internal sealed partial class CycleTracer(
    FieldFamily family,
    int n,
    double low,
    double high,
    IReadOnlyList<SpecialPoint> equilibria,
    int steps,
    CancellationToken cancellation
)
{
    /// <summary>A period this many times the shortest one ends the family as infinite.</summary>
    private const double PeriodLimit = 12;

    /// <summary>Pieces of a period at the start (a multiple of 2 and 3, see <see cref="RunsTwice"/>), and at most.</summary>
    private const int Pieces = 12,
        MostPieces = 96;

    /// <summary>Growth of an error within one piece above which the mesh is doubled.</summary>
    private const double MostGrowth = 100;
    private readonly double _unit = 0.1 * (high - low);
    private double _time = 1,
        _shortest = double.PositiveInfinity;

    private sealed record Place(
        double[][] Mesh,
        double Period,
        double P,
        Matrix Monodromy,
        double Growth,
        double Residual,
        double[] Low,
        double[] High,
        double Trace
    )
    {
        public double Amplitude => Low.Zip(High, (low, high) => high - low).Max();
    }

    /// <summary>The family that leaves a Hopf point.</summary>
    public (List<CycleNode> Nodes, CycleFamilyEnd End) TraceFromHopf(SpecialPoint hopf)
    {
        // On the way out of a Hopf point the cycle is an ellipse along the critical eigenvector; the period and the parameter follow in
        // second order.
        _time = 2 * Math.PI / hopf.Omega;
        var direction = new double[Pieces][];
        direction[0] = Linear.Unit(hopf.Direction);
        var turn = Matrix.Identity(n);
        IFlow.Of(family(hopf.Value), 1e-12).Advance((double[])hopf.State.Clone(), turn, _time / Pieces, cancellation);
        for (var k = 1; k < Pieces; k++)
        {
            direction[k] = turn.Times(direction[k - 1]);
        }

        var tangent = Linear.Unit([.. direction.SelectMany(d => d), 0, 0]);
        var centre = Enumerable.Repeat(hopf.State, Pieces).ToArray();
        foreach (var step in (ReadOnlySpan<double>)[0.02, 0.005, 0.001])
        {
            if (Correct(Shift(centre, tangent, step), _time, hopf.Value, tangent, null) is { } here)
            {
                return Trace(here, tangent, step);
            }
        }

        return ([], new CycleFamilyEnd(CycleEndKind.NotResolved, hopf.Value));
    }

    /// <summary>The family through a known orbit, given by points equally spaced in time, towards larger (sign 1) or smaller (−1) values of
    /// the parameter.</summary>
    public (List<CycleNode> Nodes, CycleFamilyEnd End) Trace(IReadOnlyList<double[]> orbit, double period, double p0, int sign)
    {
        _time = period;
        var mesh = MultipleShooting.Resample(IFlow.Of(family(p0), 1e-12), orbit, period, Pieces, cancellation);
        double[] along = [.. new double[(Pieces * n) + 1], 1];
        return Correct(mesh, period, p0, along, null) is { } here && Tangent(here, [.. along[..^1], sign]) is { } tangent
            ? Trace(here, tangent, 0.02)
            : ([], new CycleFamilyEnd(CycleEndKind.NotResolved, p0));
    }

    private (List<CycleNode> Nodes, CycleFamilyEnd End) Trace(Place here, double[] tangent, double step)
    {
        List<CycleNode> nodes = [Node(here)];
        var shortest = here.Period;
        for (var count = 0; count < steps; count++)
        {
            cancellation.ThrowIfCancellationRequested();
            _time = here.Period;
            (here, tangent) = Doubled(here, tangent);
            tangent = Tangent(here, tangent) ?? tangent;
            var guess = Shift(here.Mesh, tangent, step);
            var next = Correct(guess, here.Period + (step * tangent[^2] * _time), here.P + (step * tangent[^1] * _unit), tangent, here);
            // A corrector that moves far has jumped: to another cycle, or to the same one run through twice.
            if (
                next is null
                || Math.Abs(next.Period - here.Period) > 0.4 * here.Period
                || Moved(next, guess, here, tangent, step) > (0.25 * step) + 1e-6
                || RunsTwice(next)
            )
            {
                step *= 0.4;
                if (step < (here.Period > 4 * shortest ? 1e-4 : 1e-6))
                {
                    return (nodes, End(nodes, here, shortest, CycleEndKind.NotResolved));
                }

                continue;
            }

            // Ever slower at a parameter that no longer moves: towards a homoclinic orbit the distance falls exponentially with the period,
            // soon below rounding.
            if (
                next.Period > 3 * shortest
                && Math.Abs(next.P - here.P) < 1e-11 * _unit
                && Math.Abs(next.Period - here.Period) > 1e-3 * here.Period
            )
            {
                return (nodes, End(nodes, here, shortest, CycleEndKind.InfinitePeriod));
            }

            if (next.P < low || next.P > high)
            {
                var end = next.P < low ? low : high;
                if (At(here, next, (end - here.P) / (next.P - here.P), end) is { } last)
                {
                    nodes.Add(Node(last));
                }

                return (nodes, new CycleFamilyEnd(CycleEndKind.RangeEnd, end));
            }

            if (Shrunk(nodes, next) is { } hopf)
            {
                return (nodes, new CycleFamilyEnd(CycleEndKind.Hopf, hopf.Value));
            }

            // Close to a Hopf point the amplitude goes linearly through zero along the family: never step across it.
            if (next.Amplitude < 0.5 * here.Amplitude && step > 2e-3)
            {
                step *= 0.5;
                continue;
            }

            nodes.Add(Node(next));
            here = next;
            shortest = Math.Min(shortest, here.Period);
            step = Math.Min(0.25, step * 1.4);
            if (here.Period > PeriodLimit * shortest)
            {
                return (nodes, End(nodes, here, shortest, CycleEndKind.InfinitePeriod));
            }
        }

        return (nodes, End(nodes, here, shortest, CycleEndKind.NotResolved));
    }

    /// <summary>The orbit between two nodes at a value of the parameter, to rounding; null when Newton fails.</summary>
    public (Shooting.Result Shot, double[][] Mesh)? At(CycleNode a, CycleNode b, double parameter)
    {
        var s = (parameter - a.Parameter) / (b.Parameter - a.Parameter);
        var guess = a.Mesh.Length == b.Mesh.Length ? a.Mesh.Zip(b.Mesh).Select(z => Between(z.First, z.Second, s)).ToArray() : a.Mesh;
        _time = a.Period;
        return
            Correct(guess, a.Period + (s * (b.Period - a.Period)), parameter, [.. new double[(guess.Length * n) + 1], 1], null, 2e-14)
                is { } place
            ? (new Shooting.Result(place.Mesh[0], place.Period, place.Monodromy, place.Residual), place.Mesh)
            : null;
    }

    /// <summary>Whether the state is back already after half or a third of the period.</summary>
    private static bool RunsTwice(Place place) =>
        Linear.Distance(place.Mesh[place.Mesh.Length / 2], place.Mesh[0]) < 1e-5 * place.Amplitude
        || Linear.Distance(place.Mesh[place.Mesh.Length / 3], place.Mesh[0]) < 1e-5 * place.Amplitude;

    private double Moved(Place next, double[][] guess, Place here, double[] tangent, double step)
    {
        var time = ((next.Period - here.Period) / _time) - (step * tangent[^2]);
        var parameter = ((next.P - here.P) / _unit) - (step * tangent[^1]);
        return Math.Sqrt(
            next.Mesh.Zip(guess).Average(z => Math.Pow(Linear.Distance(z.First, z.Second), 2)) + (time * time) + (parameter * parameter)
        );
    }

    private Place? At(Place a, Place b, double s, double p) =>
        Correct(
            [.. a.Mesh.Zip(b.Mesh).Select(z => Between(z.First, z.Second, s))],
            a.Period + (s * (b.Period - a.Period)),
            p,
            [.. new double[(a.Mesh.Length * n) + 1], 1],
            a
        );

    private CycleNode Node(Place place)
    {
        // Planar: the one multiplier is exp ∫ trace J, which keeps its digits where the monodromy matrix has none left.
        return new CycleNode(
            place.P,
            place.Period,
            place.Mesh[0],
            n == 2 ? [Math.Exp(place.Trace)] : LimitCycles.Nontrivial(place.Monodromy),
            place.Amplitude
        )
        {
            Mesh = place.Mesh,
            Low = place.Low,
            High = place.High,
        };
    }

    // A mesh of twice as many points where errors grow much within a piece; the tangent is filled in between.
    private (Place Place, double[] Tangent) Doubled(Place place, double[] tangent)
    {
        if (place.Growth < MostGrowth || 2 * place.Mesh.Length > MostPieces)
        {
            return (place, tangent);
        }

        var m = place.Mesh.Length;
        var mesh = MultipleShooting.Resample(IFlow.Of(family(place.P), 1e-12), place.Mesh, place.Period, 2 * m, cancellation);
        var finer = new double[(2 * m * n) + 2];
        for (var k = 0; k < 2 * m; k++)
        {
            var (a, b) = (k / 2, (k + 1) / 2 % m);
            for (var i = 0; i < n; i++)
            {
                finer[(k * n) + i] = 0.5 * (tangent[(a * n) + i] + tangent[(b * n) + i]) / Math.Sqrt(2);
            }
        }

        (finer[^2], finer[^1]) = (tangent[^2], tangent[^1]);
        return (place with { Mesh = mesh, Growth = Math.Sqrt(place.Growth) }, Linear.Unit(finer));
    }

    // Rows: x_{k+1} − φ(x_k) of every piece; phase; then one for the caller. Columns: states times √m, period in _time, parameter in _unit.
    private (Matrix A, double[] Residual, Matrix Monodromy, double Growth)? System(
        double[][] mesh,
        double period,
        double p,
        double[][] phase,
        double tolerance
    )
    {
        var (m, field) = (mesh.Length, family(p));
        var (flow, size, root) = (IFlow.Of(field, tolerance), (m * n) + 2, Math.Sqrt(m));
        var h = 1e-6 * _unit;
        var (above, below) = (IFlow.Of(family(p + h), 1e-12), IFlow.Of(family(p - h), 1e-12));
        var (a, r, monodromy, speed) = (new Matrix(size, size), new double[size], Matrix.Identity(n), new double[n]);
        double growth = 0;
        for (var k = 0; k < m; k++)
        {
            var (y, piece) = ((double[])mesh[k].Clone(), Matrix.Identity(n));
            // ∂φ/∂p by a central difference: it steers Newton only.
            var (up, down) = ((double[])mesh[k].Clone(), (double[])mesh[k].Clone());
            if (
                !flow.Advance(y, piece, period / m, cancellation)
                || !above.Advance(up, period / m, cancellation)
                || !below.Advance(down, period / m, cancellation)
            )
            {
                return null;
            }

            monodromy = piece.Times(monodromy);
            growth = Math.Max(growth, piece.FrobeniusNorm());
            field.Evaluate(y, speed);
            var (row, next) = (k * n, (k + 1) % m * n);
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    a[row + i, row + j] = root * piece[i, j];
                }

                a[row + i, next + i] -= root;
                a[row + i, size - 2] = speed[i] * _time / m;
                a[row + i, size - 1] = (up[i] - down[i]) / (2 * h) * _unit;
                a[size - 2, row + i] = phase[k][i];
                r[row + i] = mesh[(k + 1) % m][i] - y[i];
            }
        }

        return (a, r, monodromy, growth);
    }

    // Along the flow at each point, all together of unit length.
    private double[][] PhaseNormal(double[][] mesh, double p)
    {
        var field = family(p);
        var all = Linear.Unit([
            .. mesh.SelectMany(x =>
            {
                var f = new double[n];
                field.Evaluate(x, f);
                return f;
            }),
        ]);
        return [.. Enumerable.Range(0, mesh.Length).Select(k => all[(k * n)..((k + 1) * n)])];
    }

    private double[]? Tangent(Place place, double[] previous)
    {
        if (System(place.Mesh, place.Period, place.P, PhaseNormal(place.Mesh, place.P), 1e-12) is not { } system)
        {
            return null;
        }

        previous.CopyTo(system.A.Row(previous.Length - 1));
        var right = new double[previous.Length];
        right[^1] = 1;
        return Linear.Solve(system.A, right) is { } tangent ? Linear.Unit(tangent) : null;
    }

    private Place? Correct(double[][] mesh0, double period0, double p0, double[] tangent, Place? from, double tolerance = 1e-12)
    {
        var (m, root) = (mesh0.Length, Math.Sqrt(mesh0.Length));
        var (mesh, t, p) = (mesh0.Select(x => (double[])x.Clone()).ToArray(), period0, p0);
        var phase = PhaseNormal(mesh0, p0);
        for (var round = 0; round < 9; round++)
        {
            if (!(t > 0) || System(mesh, t, p, phase, tolerance) is not { } system)
            {
                return null;
            }

            tangent.CopyTo(system.A.Row(tangent.Length - 1));
            var b = system.Residual;
            var residual = Linear.Norm(b);
            for (var k = 0; k < m; k++)
            {
                for (var i = 0; i < n; i++)
                {
                    var moved = (mesh[k][i] - mesh0[k][i]) / root;
                    b[^2] -= phase[k][i] * moved;
                    b[^1] -= tangent[(k * n) + i] * moved;
                }
            }

            b[^1] -= (tangent[^2] * (t - period0) / _time) + (tangent[^1] * (p - p0) / _unit);
            if (Linear.Solve(system.A, b) is not { } step || !(Linear.Norm(step) < 2))
            {
                return null;
            }

            mesh = Shift(mesh, step, 1);
            t += step[^2] * _time;
            p += step[^1] * _unit;
            if (Linear.Norm(step) < 1e-9)
            {
                var (least, largest, trace) = Measure(mesh, t, p);
                var place = new Place(mesh, t, p, system.Monodromy, system.Growth, residual, least, largest, trace);
                return place.Amplitude > 1e-5 && (from is null || Linear.Distance(mesh[0], from.Mesh[0]) < 1 + from.Amplitude)
                    ? place
                    : null;
            }
        }

        return null;
    }

    /// <summary>Extremes of each coordinate, and ∫ trace J dt over a period.</summary>
    private (double[] Low, double[] High, double Trace) Measure(double[][] mesh, double period, double p)
    {
        // A long period is mostly waiting at one place: as many points for the excursion as a short one has.
        _shortest = Math.Min(_shortest, period);
        var count = Math.Max(2 * mesh.Length, (int)Math.Clamp(144 * period / _shortest, 144, 1500));
        var field = family(p);
        var samples = MultipleShooting.Resample(IFlow.Of(field, 1e-9), mesh, period, count, cancellation);
        var jacobian = new Matrix(n, n);
        double trace = 0;
        foreach (var x in n == 2 ? samples : [])
        {
            field.Jacobian(x, jacobian);
            trace += jacobian[0, 0] + jacobian[1, 1];
        }

        return (
            [.. Enumerable.Range(0, n).Select(i => samples.Min(x => x[i]))],
            [.. Enumerable.Range(0, n).Select(i => samples.Max(x => x[i]))],
            trace * period / samples.Length
        );
    }

    private static double[][] Shift(double[][] mesh, double[] scaled, double factor)
    {
        var (n, root) = (mesh[0].Length, Math.Sqrt(mesh.Length));
        return [.. mesh.Select((x, k) => FamilyCalculus.Shift(x, scaled.AsSpan(k * n, n), factor * root))];
    }

    private static double[] Between(double[] a, double[] b, double s) => [.. a.Zip(b).Select(z => z.First + (s * (z.Second - z.First)))];
}
