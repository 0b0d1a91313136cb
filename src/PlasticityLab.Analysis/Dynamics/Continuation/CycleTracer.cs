using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

internal sealed class CycleTracer(FieldFamily family, int n, double low, double high, IReadOnlyList<SpecialPoint> equilibria, int steps, CancellationToken cancellation)
{
    /// <summary>A period this many times the shortest one ends the family as infinite.</summary>
    private const double PeriodLimit = 12;
    private readonly double _unit = 0.1 * (high - low);
    private double _time = 1;

    private sealed record Place(double[] X, double Period, double P, Matrix Monodromy, double Amplitude, double Trace);

    public (List<CycleNode> Nodes, CycleFamilyEnd End) Trace(double[] x0, double period, double p0, double[]? fromHopf, int sign)
    {
        _time = period;
        var nodes = new List<CycleNode>();
        Place? here;
        double[] tangent;
        double step;
        if (fromHopf is not null)
        {
            // On the way out of a Hopf point the cycle is an ellipse along the critical eigenvector; the period and the parameter follow in second order.
            tangent = [.. fromHopf, 0, 0];
            step = 0.02;
            here = Correct([.. FamilyCalculus.Shift(x0, fromHopf, step)], period, p0, tangent, null);
        }
        else
        {
            tangent = new double[n + 2];
            step = 0.02;
            here = Correct(x0, period, p0, [.. new double[n + 1], 1], null);
            if (here is not null)
            {
                tangent = Tangent(here, [.. new double[n + 1], sign]) ?? tangent;
            }
        }

        if (here is null || tangent.All(v => v == 0))
        {
            return (nodes, new CycleFamilyEnd(CycleEndKind.NotResolved, p0));
        }

        nodes.Add(Node(here));
        var shortest = here.Period;
        for (var count = 0; count < steps; count++)
        {
            cancellation.ThrowIfCancellationRequested();
            _time = here.Period;
            if (count > 0 || fromHopf is not null)
            {
                tangent = Tangent(here, tangent) ?? tangent;
            }

            var guess = FamilyCalculus.Shift(here.X, tangent.AsSpan(0, n), step);
            var next = Correct(guess, here.Period + (step * tangent[n] * _time), here.P + (step * tangent[n + 1] * _unit), tangent, here);
            // A corrector that moves far has jumped: to another cycle, or to the same one run through twice.
            if (next is null || Math.Abs(next.Period - here.Period) > 0.4 * here.Period || Moved(next, guess, here, tangent, step) > (0.25 * step) + 1e-6 || RunsTwice(next))
            {
                step *= 0.4;
                if (step < (here.Period > 4 * shortest ? 1e-3 : 1e-7))
                {
                    return (nodes, End(nodes, here, shortest, CycleEndKind.NotResolved));
                }

                continue;
            }

            if (next.P < low || next.P > high)
            {
                var end = next.P < low ? low : high;
                var s = (end - here.P) / (next.P - here.P);
                var last = LimitCycleAt(here, next, s, end);
                if (last is not null)
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

    /// <summary>Whether the state is back already after half or a third of the period.</summary>
    private bool RunsTwice(Place place)
    {
        foreach (var parts in (ReadOnlySpan<int>)[2, 3])
        {
            var y = (double[])place.X.Clone();
            if (IFlow.Of(family(place.P), 1e-9).Advance(y, place.Period / parts, cancellation) && Linear.Distance(y, place.X) < 1e-5 * place.Amplitude)
            {
                return true;
            }
        }

        return false;
    }

    private double Moved(Place next, double[] guess, Place here, double[] tangent, double step)
    {
        var time = ((next.Period - here.Period) / _time) - (step * tangent[n]);
        var parameter = ((next.P - here.P) / _unit) - (step * tangent[n + 1]);
        return Math.Sqrt(Math.Pow(Linear.Distance(next.X, guess), 2) + (time * time) + (parameter * parameter));
    }

    private SpecialPoint? Shrunk(List<CycleNode> nodes, Place next)
        => nodes.Count < 2 || next.Amplitude > 0.1 || next.Amplitude > nodes[^1].Amplitude ? null
            : equilibria.Where(e => e.Kind == SpecialKind.Hopf && Math.Abs(e.Value - next.P) < 0.02 * _unit * 10 && Linear.Distance(e.State, next.X) < 2 * next.Amplitude + 1e-3
                && Math.Abs((2 * Math.PI / e.Omega) - next.Period) < 0.05 * next.Period).FirstOrDefault(_ => next.Amplitude < 0.06);

    private CycleFamilyEnd End(List<CycleNode> nodes, Place here, double shortest, CycleEndKind otherwise)
    {
        if (here.Period < 3 * shortest)
        {
            return new CycleFamilyEnd(otherwise, here.P);
        }

        var rising = nodes.AsEnumerable().Reverse().TakeWhile(node => node.Period > 2.5 * shortest).Reverse().DistinctBy(node => node.Parameter).ToArray();
        // The parameter must approach its end from one side for the laws to apply.
        var direction = Math.Sign(rising[^1].Parameter - rising[0].Parameter);
        rising = [.. rising.Reverse().Zip(rising.Reverse().Skip(1)).TakeWhile(z => Math.Sign(z.First.Parameter - z.Second.Parameter) == direction).Select(z => z.First).Reverse()];
        if (rising.Length < 5)
        {
            return new CycleFamilyEnd(otherwise, here.P);
        }

        var scaling = PeriodScaling.Fit([.. rising.Select(r => r.Parameter)], [.. rising.Select(r => r.Period)]);
        var (slow, saddle) = SlowPoint(here);
        var fold = equilibria.Where(e => e.Kind == SpecialKind.SaddleNode && Math.Abs(e.Value - here.P) < 0.5 * _unit && Linear.Distance(e.State, slow) < 0.25 * Math.Max(here.Amplitude, 1e-6))
            .MinBy(e => Math.Abs(e.Value - here.P));
        // A saddle-node on the slowest stretch that is not yet born is a SNIC; a saddle that already sits there is a homoclinic orbit. The law must agree.
        if (fold is not null && saddle is null && scaling.Verdict != "homoclinic")
        {
            return new CycleFamilyEnd(CycleEndKind.Snic, fold.Value, scaling);
        }

        if (saddle is not null && scaling.Verdict != "snic")
        {
            return new CycleFamilyEnd(CycleEndKind.Homoclinic, scaling.HomoclinicValue, scaling);
        }

        var kind = scaling.Verdict switch { "snic" => CycleEndKind.Snic, "homoclinic" => CycleEndKind.Homoclinic, _ => CycleEndKind.InfinitePeriod };
        return new CycleFamilyEnd(kind, kind == CycleEndKind.Homoclinic ? scaling.HomoclinicValue : scaling.SnicValue, scaling);
    }

    /// <summary>The slowest point of an orbit, and the saddle next to it when there is one.</summary>
    private (double[] Slow, double[]? Saddle) SlowPoint(Place here)
    {
        var field = family(here.P);
        var samples = FourierCollocation.Sample(IFlow.Of(field, 1e-9), here.X, here.Period, 400, cancellation);
        var f = new double[n];
        var speeds = new double[samples.Rows];
        for (var i = 0; i < samples.Rows; i++)
        {
            field.Evaluate(samples.Row(i), f);
            speeds[i] = Linear.Norm(f);
        }

        var slow = samples.Row(Array.IndexOf(speeds, speeds.Min())).ToArray();
        var x = (double[])slow.Clone();
        for (var round = 0; round < 20; round++)
        {
            field.Evaluate(x, f);
            var jacobian = new Matrix(n, n);
            field.Jacobian(x, jacobian);
            if (Linear.Solve(jacobian, Array.ConvertAll(f, v => -v)) is not { } step || Linear.Distance(x, slow) > 0.3 * here.Amplitude)
            {
                return (slow, null);
            }

            for (var i = 0; i < n; i++)
            {
                x[i] += step[i];
            }

            if (Linear.Norm(step) < 1e-11)
            {
                var j = new Matrix(n, n);
                field.Jacobian(x, j);
                var unstable = Linear.Eigenvalues(j).Count(z => z.Real > 0);
                return (slow, unstable > 0 && unstable < n && Linear.Distance(x, slow) < 0.1 * here.Amplitude ? x : null);
            }
        }

        return (slow, null);
    }

    private Place? LimitCycleAt(Place a, Place b, double s, double p)
    {
        var guess = FamilyCalculus.Shift(a.X, b.X.Zip(a.X).Select(z => z.First - z.Second).ToArray(), s);
        return Correct(guess, a.Period + (s * (b.Period - a.Period)), p, [.. new double[n + 1], 1], a);
    }

    private CycleNode Node(Place place)
    {
        // Planar: the one multiplier is exp ∫ trace J, which keeps its digits where the monodromy matrix has none left.
        return new CycleNode(place.P, place.Period, place.X, n == 2 ? [Math.Exp(place.Trace)] : LimitCycles.Nontrivial(place.Monodromy), place.Amplitude);
    }

    private (Matrix A, double[] Residual, Place Place)? System(double[] x, double period, double p, double[] phase)
    {
        var field = family(p);
        var flow = IFlow.Of(field, 1e-12);
        var y = (double[])x.Clone();
        var monodromy = Matrix.Identity(n);
        if (!flow.Advance(y, monodromy, period, cancellation))
        {
            return null;
        }

        // ∂φ/∂p by a central difference: it steers Newton only.
        var h = 1e-6 * _unit;
        var (up, down) = ((double[])x.Clone(), (double[])x.Clone());
        if (!IFlow.Of(family(p + h), 1e-12).Advance(up, period, cancellation) || !IFlow.Of(family(p - h), 1e-12).Advance(down, period, cancellation))
        {
            return null;
        }

        var speed = new double[n];
        field.Evaluate(y, speed);
        var a = new Matrix(n + 2, n + 2);
        var r = new double[n + 2];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                a[i, j] = monodromy[i, j] - (i == j ? 1 : 0);
            }

            a[i, n] = speed[i] * _time;
            a[i, n + 1] = (up[i] - down[i]) / (2 * h) * _unit;
            a[n, i] = phase[i];
            r[i] = x[i] - y[i];
        }

        return (a, r, new Place((double[])x.Clone(), period, p, monodromy, 0, 0));
    }

    private double[] PhaseNormal(double[] x, double p)
    {
        var f = new double[n];
        family(p).Evaluate(x, f);
        return Linear.Unit(f);
    }

    private double[]? Tangent(Place place, double[] previous)
    {
        if (System(place.X, place.Period, place.P, PhaseNormal(place.X, place.P)) is not { } system)
        {
            return null;
        }

        previous.CopyTo(system.A.Row(n + 1));
        var right = new double[n + 2];
        right[n + 1] = 1;
        return Linear.Solve(system.A, right) is { } tangent ? Linear.Unit(tangent) : null;
    }

    private Place? Correct(double[] x0, double period0, double p0, double[] tangent, Place? from)
    {
        var (x, t, p) = ((double[])x0.Clone(), period0, p0);
        var phase = PhaseNormal(x0, p0);
        for (var round = 0; round < 9; round++)
        {
            if (!(t > 0) || System(x, t, p, phase) is not { } system)
            {
                return null;
            }

            tangent.CopyTo(system.A.Row(n + 1));
            var b = system.Residual;
            for (var i = 0; i < n; i++)
            {
                b[n] -= phase[i] * (x[i] - x0[i]);
                b[n + 1] -= tangent[i] * (x[i] - x0[i]);
            }

            b[n + 1] -= (tangent[n] * (t - period0) / _time) + (tangent[n + 1] * (p - p0) / _unit);
            if (Linear.Solve(system.A, b) is not { } step || !(Linear.Norm(step) < 2))
            {
                return null;
            }

            for (var i = 0; i < n; i++)
            {
                x[i] += step[i];
            }

            t += step[n] * _time;
            p += step[n + 1] * _unit;
            if (Linear.Norm(step) < 1e-9)
            {
                var (amplitude, trace) = Measure(x, t, p);
                var place = system.Place with { X = x, Period = t, P = p, Amplitude = amplitude, Trace = trace };
                return place.Amplitude > 1e-5 && (from is null || Linear.Distance(x, from.X) < 1 + from.Amplitude) ? place : null;
            }
        }

        return null;
    }

    /// <summary>Largest peak-to-peak excursion and ∫ trace J dt over a period.</summary>
    private (double Amplitude, double Trace) Measure(double[] x, double period, double p)
    {
        const int count = 150;
        var field = family(p);
        var samples = FourierCollocation.Sample(IFlow.Of(field, 1e-9), x, period, count, cancellation);
        var jacobian = new Matrix(n, n);
        double trace = 0;
        for (var k = 0; n == 2 && k < count; k++)
        {
            field.Jacobian(samples.Row(k), jacobian);
            trace += jacobian[0, 0] + jacobian[1, 1];
        }

        var amplitude = Enumerable.Range(0, n).Max(i => Enumerable.Range(0, count).Max(k => samples[k, i]) - Enumerable.Range(0, count).Min(k => samples[k, i]));
        return (amplitude, trace * period / count);
    }
}
