using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>What becomes of a branch where the field has a kink: a threshold-linear unit reaches its threshold, and beyond it another linear
/// system holds.</summary>
/// <remarks>
/// di Bernardo, Budd, Champneys and Kowalczyk 2008, Piecewise-smooth Dynamical Systems, section 5: at such a border an equilibrium passes on
/// into the other system, with another tangent and other eigenvalues, or it turns back (a nonsmooth fold: two equilibria meet at the border
/// and vanish). In every system that meets at the corner equilibria lie on a straight line; those are taken that lie in their own system.
/// </remarks>
internal sealed partial class BranchTracer
{
    /// <summary>How far from a corner the systems around it are looked at, of the size of the state.</summary>
    private const double Aside = 1e-5;

    /// <summary>A linear system that holds on one side of a kink.</summary>
    private sealed record Piece(Matrix J, double[] Fp);

    /// <summary>The way on from a corner; null when the field is smooth here, or when no equilibrium goes on.</summary>
    private Place? Beyond(Place here, List<BranchNode> nodes)
    {
        var size = 1 + Linear.Norm(here.X);
        var pieces = Pieces(here, size);
        if (pieces.Count < 2)
        {
            return null;
        }

        foreach (var piece in pieces)
        {
            if (Tangent(piece) is not { } tangent)
            {
                continue;
            }

            foreach (var way in new[] { tangent, Negative(tangent) })
            {
                if (Onto(piece, here, way, 10 * Aside * size) is { } next && !LeadsBack(here, next))
                {
                    Turn(here, next, nodes);
                    return next;
                }
            }
        }

        return null;
    }

    // The systems on all sides: units at their threshold are above or below it a little aside.
    private List<Piece> Pieces(Place here, double size)
    {
        var pieces = new List<Piece>();
        for (var k = 0; k < 8 * (_n + 1); k++)
        {
            // Directions that favour no side: cosines of multiples of the golden angle.
            var x = here.X.Select((v, i) => v + (Aside * size * Math.Cos(2.399963 * ((k * (_n + 1)) + i + 1)))).ToArray();
            var q = here.Q + (Aside * Math.Cos(2.399963 * ((k + 1) * (_n + 1))));
            var j = _calculus.J(x, q * _unit);
            if (pieces.All(piece => Matrix.Combine(1, piece.J, -1, j).FrobeniusNorm() > 1e-3 * _rate))
            {
                const double h = 1e-3 * Aside;
                var (high, low) = (_calculus.F(x, (q + h) * _unit), _calculus.F(x, (q - h) * _unit));
                pieces.Add(new(j, [.. high.Zip(low, (a, b) => (a - b) / (2 * h))]));
            }
        }

        return pieces;
    }

    private double[]? Tangent(Piece piece)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var a = Bordered(piece, [.. Enumerable.Range(0, _n + 1).Select(j => Math.Sin((attempt * 2.3) + (1.9 * j) + 0.4))]);
            var right = new double[_n + 1];
            right[_n] = 1;
            if (Linear.Solve(a, right) is { } tangent && tangent.All(double.IsFinite))
            {
                return Linear.Unit(tangent);
            }
        }

        return null;
    }

    private Matrix Bordered(Piece piece, double[] border)
    {
        var a = new Matrix(_n + 1, _n + 1);
        for (var i = 0; i < _n; i++)
        {
            piece.J.Row(i).CopyTo(a.Row(i));
            a[i, _n] = piece.Fp[i];
        }

        border.CopyTo(a.Row(_n));
        return a;
    }

    // A step along a tangent onto the equilibria of a system; null unless they lie where that system holds.
    private Place? Onto(Piece piece, Place here, double[] way, double length)
    {
        var (x, q) = Predict(here.X, here.Q, way, length);
        var a = Bordered(piece, way);
        for (var round = 0; round < 4; round++)
        {
            double[] f = [.. _calculus.F(x, q * _unit).Select(v => -v), 0];
            if (Linear.Solve(a.Copy(), f) is not { } step)
            {
                return null;
            }

            (x, q) = (FamilyCalculus.Shift(x, step.AsSpan(0, _n), 1), q + step[_n]);
        }

        var holds =
            Linear.Norm(_calculus.F(x, q * _unit)) < 1e-11 * Math.Max(_rate, 1e-300) * (1 + Linear.Norm(x))
            && Matrix.Combine(1, piece.J, -1, _calculus.J(x, q * _unit)).FrobeniusNorm() < 1e-3 * _rate
            && Linear.Distance(x, here.X) < 10 * length;
        return holds ? Start(x, q, way) : null;
    }

    // The part of the branch that was walked already lies in the other direction of its own tangent.
    private static bool LeadsBack(Place here, Place next)
    {
        double[] way = [.. next.X.Zip(here.X, (a, b) => a - b), next.Q - here.Q];
        return Linear.Dot(Linear.Unit(way), here.Tangent) < -1 + 1e-6;
    }

    // The corner itself, where both lines meet, and its name.
    private void Turn(Place here, Place next, List<BranchNode> nodes)
    {
        var corner = Meet(here, next);
        var (x, p) = (corner[.._n], corner[_n] * _unit);
        var change = next.Unstable - here.Unstable;
        nodes.Add(new BranchNode(p, x, Math.Min(here.Unstable, next.Unstable)));
        // While the parameter stands still the equilibria are a line, which has a name of its own.
        var (before, after) = (here.Tangent[_n], next.Tangent[_n]);
        var moves = Math.Min(Math.Abs(before), Math.Abs(after)) > 1e-7;
        var turned = Math.Sign(before) != Math.Sign(after);
        if (moves && (turned || change != 0) && p >= _low && p <= _high)
        {
            Keep(AtBorder(turned ? SpecialKind.NonsmoothFold : SpecialKind.BorderCollision, x, p, next.Tangent[.._n], change));
        }
    }

    private SpecialPoint AtBorder(SpecialKind kind, double[] x, double p, double[] direction, int change) =>
        new()
        {
            Kind = kind,
            Value = p,
            State = x,
            Eigenvalues = Linear.Eigenvalues(_calculus.J(x, p)),
            Residual = Linear.Norm(_calculus.F(x, p)),
            Direction = direction,
            UnstableChange = change,
        };

    // The point nearest to two lines in (x, q): s and u of here + s a = next − u b by least squares.
    private double[] Meet(Place here, Place next)
    {
        var (a, b) = (here.Tangent, next.Tangent);
        double[] between = [.. next.X.Zip(here.X, (v, w) => v - w), next.Q - here.Q];
        double ab = Linear.Dot(a, b),
            da = Linear.Dot(between, a),
            db = Linear.Dot(between, b),
            left = 1 - (ab * ab);
        var s = left > 1e-12 ? (da - (ab * db)) / left : 0;
        return [.. here.X.Select((v, i) => v + (s * a[i])), here.Q + (s * a[_n])];
    }
}
