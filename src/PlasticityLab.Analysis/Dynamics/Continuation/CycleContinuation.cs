using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Follows cycles along a parameter by pseudo-arclength on (point, period, parameter) and names the ends of the family.</summary>
public static class CycleContinuation
{
    /// <summary>The family through a known cycle.</summary>
    /// <param name="family">The field at a parameter value.</param>
    /// <param name="low">Lower end of the range.</param>
    /// <param name="high">Upper end of the range.</param>
    /// <param name="parameter">Where the cycle is known.</param>
    /// <param name="cycle">The cycle.</param>
    /// <param name="equilibria">Bifurcations of equilibria in the range: the ends of the family are matched to them.</param>
    /// <param name="steps">Budget of steps in each direction.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static CycleFamily Follow(
        FieldFamily family,
        double low,
        double high,
        double parameter,
        LimitCycle cycle,
        IReadOnlyList<SpecialPoint> equilibria,
        int steps = 150,
        CancellationToken cancellation = default
    )
    {
        var units = Units.Of(family(parameter));
        if (!units.AreGiven)
        {
            var inverse = units.Inverse;
            SpecialPoint[] points = [.. equilibria.Select(point => point.Back(inverse))];
            return Follow(q => units.Of(family(q)), low, high, parameter, cycle.Back(inverse), points, steps, cancellation).Back(units);
        }

        var tracer = new CycleTracer(family, cycle.PointOnCycle.Length, low, high, equilibria, steps, cancellation);
        var orbit = Enumerable.Range(0, cycle.Samples.Rows).Select(k => cycle.Samples.Row(k).ToArray()).ToArray();
        var (back, first) = tracer.Trace(orbit, cycle.Period, parameter, -1);
        var (forth, last) = tracer.Trace(orbit, cycle.Period, parameter, 1);
        back.Reverse();
        List<CycleNode> nodes = [.. back, .. forth.Skip(1)];
        return new CycleFamily(nodes, first, last, Events(nodes, high - low));
    }

    /// <summary>The family that is born at a Hopf point.</summary>
    public static CycleFamily? FromHopf(
        FieldFamily family,
        double low,
        double high,
        SpecialPoint hopf,
        IReadOnlyList<SpecialPoint> equilibria,
        int steps = 150,
        CancellationToken cancellation = default
    )
    {
        var units = Units.Of(family(hopf.Value));
        if (!units.AreGiven)
        {
            var inverse = units.Inverse;
            SpecialPoint[] points = [.. equilibria.Select(point => point.Back(inverse))];
            return FromHopf(q => units.Of(family(q)), low, high, hopf.Back(inverse), points, steps, cancellation)?.Back(units);
        }

        var tracer = new CycleTracer(family, hopf.State.Length, low, high, equilibria, steps, cancellation);
        var (nodes, end) = tracer.TraceFromHopf(hopf);
        return nodes.Count < 2
            ? null
            : new CycleFamily(nodes, new CycleFamilyEnd(CycleEndKind.Hopf, hopf.Value), end, Events(nodes, high - low));
    }

    /// <summary>Steps of the parameter below this share of its range are none.</summary>
    private const double Still = 1e-7;

    private static List<CycleEvent> Events(List<CycleNode> nodes, double range)
    {
        var events = new List<CycleEvent>();
        // Where a whole family lives at one value, as around a linear centre, the parameter moves by rounding only: such steps have no sign.
        var moving = new List<CycleNode>();
        foreach (var node in nodes)
        {
            if (moving.Count == 0 || Math.Abs(node.Parameter - moving[^1].Parameter) > Still * range)
            {
                moving.Add(node);
            }
        }

        nodes = moving;
        for (var k = 1; k + 1 < nodes.Count; k++)
        {
            var (a, b, c) = (nodes[k - 1], nodes[k], nodes[k + 1]);
            var (before, after) = (b.Parameter - a.Parameter, c.Parameter - b.Parameter);
            if (before * after < 0)
            {
                var (value, period) = Vertex(a, b, c);
                events.Add(new CycleEvent("fold-of-cycles", value, period));
            }
            else if (
                a.UnstableCount != b.UnstableCount
                && (k < 2 || (a.Parameter - nodes[k - 2].Parameter) * (b.Parameter - a.Parameter) > 0)
            )
            {
                var crossing = a.Multipliers.Concat(b.Multipliers).MinBy(m => Math.Abs(m.Magnitude - 1));
                // A pair crosses together; where a single multiplier meets the trivial one, rounding turns the two into a false pair.
                var kind =
                    Math.Abs(crossing.Imaginary) > 1e-6 && Math.Abs(a.UnstableCount - b.UnstableCount) == 2 ? "neimark-sacker"
                    : crossing.Real < 0 ? "period-doubling"
                    : "branch-of-cycles";
                events.Add(new CycleEvent(kind, 0.5 * (a.Parameter + b.Parameter), 0.5 * (a.Period + b.Period)));
            }
        }

        return events;
    }

    // Near a fold the parameter is a parabola in the period.
    private static (double Value, double Period) Vertex(CycleNode a, CycleNode b, CycleNode c)
    {
        var (u, v) = (a.Period - b.Period, c.Period - b.Period);
        if (!(u * v < 0))
        {
            return (b.Parameter, b.Period);
        }

        var (d, e) = ((a.Parameter - b.Parameter) / u, (c.Parameter - b.Parameter) / v);
        var curvature = (d - e) / (u - v);
        var slope = d - (curvature * u);
        var at = -slope / (2 * curvature);
        return at > Math.Min(u, v) && at < Math.Max(u, v)
            ? (b.Parameter + (slope * at) + (curvature * at * at), b.Period + at)
            : (b.Parameter, b.Period);
    }
}
