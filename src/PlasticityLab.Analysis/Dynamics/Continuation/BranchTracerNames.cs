using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria.Singular;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>What an event on a branch is called, and when two events are one.</summary>
internal sealed partial class BranchTracer
{
    /// <summary>Eigenvalues below this share of the fastest rate met are zero at a point that was solved for.</summary>
    private const double Zero = 1e-5;

    // The simple names need one critical eigenvalue (a pair for Hopf) and, for a zero one, equilibria that are isolated.
    private SpecialPoint Special(SpecialKind kind, ExtendedSystems.Zero zero)
    {
        var values = Linear.Eigenvalues(_calculus.J(zero.State, zero.Parameter));
        var (zeros, critical) = Critical(values);
        var simple = kind == SpecialKind.Hopf ? zeros == 0 && critical == 2 : zeros == 1 && critical == 1;
        var line = kind != SpecialKind.Hopf && IsLine(zero.State, zero.Parameter);
        return new()
        {
            Kind = simple && !line ? kind : SpecialKind.Degenerate,
            Value = zero.Parameter,
            State = zero.State,
            Eigenvalues = values,
            Residual = zero.Residual,
            Direction = zero.Vector,
            ZeroEigenvalues = zeros,
            CriticalEigenvalues = critical,
            IsContinuous = line,
        };
    }

    private (int Zeros, int Critical) Critical(Complex[] values) =>
        (values.Count(z => z.Magnitude <= Zero * _rate), values.Count(z => Math.Abs(z.Real) <= Zero * _rate));

    private static bool StandsStill(Place a, Place b) =>
        Math.Abs(a.Tangent[^1]) < 1e-7 && Math.Abs(b.Tangent[^1]) < 1e-7 && Math.Abs(b.Q - a.Q) < 1e-9 * Distance(a, b);

    // Whether equilibria go on along the kernel at this very parameter value, to the accuracy with which that value is known.
    private bool IsLine(double[] x, double p)
    {
        var (field, size) = (_calculus.At(p), Math.Max(1, x.Max(Math.Abs)));
        var box = new TrappingBox([.. x.Select(v => v - size)], [.. x.Select(v => v + size)], false, false);
        var svd = Svd.Decompose(_calculus.J(x, p));
        var map = new ReducedMap(field, new FieldScale(field, box), x, svd, 1);
        // Segments end at thresholds; of a smooth field a line goes on, and what rises as a high power only looks like one nearby: as the
        // 27th, where three units at their critical gain feed each other; there it ends at the bounds of the rates.
        double[] reach = _calculus.IsKinked ? [0.02, 0.05] : [0.02, 0.05, 0.15, 0.3, 0.6, 1, 2, 3];
        return new[] { 1.0, -1.0 }.Any(side =>
            reach.All(t => map.At([side * t * size]) is var (_, g) && Linear.Norm(g) < 1e-8 * t * size * Math.Max(_rate, 1e-300))
        );
    }

    private SpecialPoint Line(double[] x, double p)
    {
        var values = Linear.Eigenvalues(_calculus.J(x, p));
        var (zeros, critical) = Critical(values);
        return new()
        {
            Kind = SpecialKind.Degenerate,
            Value = p,
            State = x,
            Eigenvalues = values,
            Residual = Linear.Norm(_calculus.F(x, p)),
            Direction = Linear.NullVector(_calculus.J(x, p)),
            ZeroEigenvalues = zeros,
            CriticalEigenvalues = critical,
            IsContinuous = true,
        };
    }

    // An event that no system resolves: along a branch that passes on, halving the step in the parameter finds where stability changes.
    private SpecialPoint Bisected(Place a, Place b, int change, bool turned)
    {
        var (low, high) = (turned ? a : Readable(a, a.Q - b.Q), turned ? b : Readable(b, b.Q - a.Q));
        var neutral = Math.Min(low.Neutral?.Left.Length ?? 0, high.Neutral?.Left.Length ?? 0);
        var (unstable, apart) = (low.Apart(neutral), Distance(low, high));
        for (var round = 0; round < 44 && !turned && change != 0; round++)
        {
            var p = 0.5 * (low.Q + high.Q);
            var guess = low.X.Zip(high.X, (u, v) => 0.5 * (u + v)).ToArray();
            if (Polish(guess, p * _unit) is not { } x || Linear.Distance(x, guess) > apart || Start(x, p, low.Tangent) is not { } middle)
            {
                break;
            }

            (low, high) = middle.Apart(neutral) == unstable ? (middle, high) : (low, middle);
        }

        var state = low.X.Zip(high.X, (u, v) => 0.5 * (u + v)).ToArray();
        var value = 0.5 * (low.Q + high.Q) * _unit;
        var jacobian = _calculus.J(state, value);
        var values = Linear.Eigenvalues(jacobian);
        var (zeros, critical) = Critical(values);
        // The field is another one on the other side of a kink: eigenvalues jump there instead of passing 0.
        if (Matrix.Combine(1, _calculus.J(low.X, low.Q * _unit), -1, _calculus.J(high.X, high.Q * _unit)).FrobeniusNorm() > 1e-3 * _rate)
        {
            return AtBorder(turned ? SpecialKind.NonsmoothFold : SpecialKind.BorderCollision, state, value, high.Tangent[.._n], change);
        }

        // What changed within the last step is critical, however far the step reached.
        var real =
            Math.Abs(change) > 1 && a.Eigenvalues.Concat(b.Eigenvalues).OrderBy(z => Math.Abs(z.Real)).Take(2).All(z => z.Imaginary == 0);
        return new()
        {
            Kind = SpecialKind.Degenerate,
            Value = value,
            State = state,
            Eigenvalues = values,
            Residual = Distance(low, high),
            Uncertainty = Linear.Distance(low.X, high.X),
            // A branch that turns within the bracket lies at most half as far beyond its ends as their slopes lead.
            ValueUncertainty =
                _unit
                * (
                    Math.Abs(high.Q - low.Q) + (turned ? Distance(low, high) * (Math.Abs(low.Tangent[_n]) + Math.Abs(high.Tangent[_n])) : 0)
                ),
            Direction = Linear.NullVector(jacobian),
            UnstableChange = change,
            ZeroEigenvalues = real ? Math.Max(zeros, Math.Abs(change)) : zeros,
            CriticalEigenvalues = Math.Max(critical, Math.Abs(change)),
        };
    }

    // A place, or one further from the event where no direction is neutral: between such two stability can be read.
    private Place Readable(Place place, double away)
    {
        for (var k = 0; k < 8 && place.Neutral is not null; k++)
        {
            var q = place.Q + (away * (1 << k));
            if (Inside(q) && Polish(place.X, q * _unit) is { } x && Start(x, q, place.Tangent) is { Neutral: null } clear)
            {
                return clear;
            }
        }

        return place;
    }

    // One event at one place, under the strongest of its names: a line, then more than one zero eigenvalue, then a simple name.
    private void Keep(SpecialPoint point)
    {
        static int Rank(SpecialPoint p) =>
            p.IsContinuous ? int.MaxValue
            : p.ZeroEigenvalues >= 2 || p.CriticalEigenvalues >= 3 ? 2 + p.ZeroEigenvalues
            : p.Kind != SpecialKind.Degenerate ? 1
            : 0;
        var at = _points.FindIndex(known => Same(known, point));
        if (at < 0)
        {
            _points.Add(point);
        }
        else if (Rank(point) > Rank(_points[at]))
        {
            _points[at] = point;
            _points.RemoveAll(other => !ReferenceEquals(other, point) && Same(other, point));
        }
    }

    private bool Same(SpecialPoint a, SpecialPoint b)
    {
        var (values, states) = (Math.Abs(a.Value - b.Value), Linear.Distance(a.State, b.State));
        if (a.IsContinuous || b.IsContinuous)
        {
            // A line is one event wherever on it it was met.
            return values < 1e-5 * _unit;
        }

        var size = 1 + Linear.Norm(a.State);
        if (a.ZeroEigenvalues != b.ZeroEigenvalues && Math.Min(a.ZeroEigenvalues, b.ZeroEigenvalues) >= 2)
        {
            // A branch may leave a point of m zero eigenvalues as flat as its parameter rises with a high power of the way. Along it,
            // eigenvalues stay below what rounding leaves of a Jordan block of m, and the changes of sign there are none: it is one event,
            // that of the point itself.
            return values < 1e-5 * _unit && states < size;
        }

        // What a Jordan block of three leaves of a determinant is known to the cube root of rounding, and to less where it was bisected.
        if (Math.Max(a.ZeroEigenvalues, b.ZeroEigenvalues) >= 3 && Math.Min(a.Codimension, b.Codimension) == 0)
        {
            return values < 1e-3 * _unit && states < 3e-3 * size;
        }

        // Solvers lose digits where more than one eigenvalue vanishes, and what was bisected only is known to its last step.
        var loose = a.Kind == SpecialKind.Degenerate || b.Kind == SpecialKind.Degenerate;
        return loose
            ? values < 1e-4 * _unit && states < 3e-3 * size
            : a.Kind == b.Kind && values < 1e-6 * Math.Max(_unit, Math.Abs(a.Value)) && states < 1e-5 * size;
    }
}
