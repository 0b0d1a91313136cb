using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria.Singular;

/// <summary>Follows a curve of equilibria from one of its members: predictor along the tangent, Newton across it, on f + μψ = 0 with ψ the
/// left null vector. μ is the drift along the curve, the speed that is left when the speed across it is zero.</summary>
internal sealed class SetTracer(IVectorField field, FieldScale scale, TrappingBox box, CancellationToken cancellation)
{
    private const int Budget = 4000;
    private readonly int _n = field.Dimension;

    private enum End
    {
        Closed,
        LeftTheBox,
        Rose,
        Budget,
    }

    /// <summary>The set through a member.</summary>
    public ContinuousSet From(SingularPoint member)
    {
        var (rates, attracting) = Across([member.X], member.Corank);
        if (member.Corank > 1)
        {
            return new()
            {
                Kind = member.Corank == 2 ? "patch" : "solid",
                Dimension = member.Corank,
                Points = [member.X],
                Drift = scale.SpeedAt(member.X),
                Rounding = 50 * scale.Rounding(member.X),
                RatesAcross = rates,
                IsAttracting = attracting,
                DistanceFrom = Projected,
            };
        }

        var (forth, last) = Walk(member.X, member.Direction!);
        var (back, first) = last == End.Closed ? ([], End.Closed) : Walk(member.X, Array.ConvertAll(member.Direction!, d => -d));
        double[][] points = [.. Enumerable.Reverse(back), member.X, .. forth];
        (rates, attracting) = Across(points, 1);
        var set = new ContinuousSet
        {
            Kind =
                last == End.Closed ? "ring"
                : first == End.Rose && last == End.Rose ? "segment"
                : "curve",
            Dimension = 1,
            Points = points,
            IsClosed = last == End.Closed,
            Drift = points.Max(x => scale.SpeedAt(x)),
            Rounding = points.Max(x => 50 * scale.Rounding(x)),
            RatesAcross = rates,
            IsAttracting = attracting,
            Index = last == End.Closed ? 0 : null,
            DistanceFrom = _ => double.NaN,
        };
        return set with { DistanceFrom = x => Linear.Distance(set.Nearest(x), x) };
    }

    // The other eigenvalues, at a few members.
    private (double[] Rates, bool Attracting) Across(double[][] points, int dimension)
    {
        var (rates, attracting) = ((double[])[], true);
        for (var k = 0; k < 8 && k < points.Length; k++)
        {
            var j = new Matrix(_n, _n);
            field.Jacobian(points[k * points.Length / Math.Min(8, points.Length)], j);
            var others = Linear
                .Eigenvalues(j)
                .OrderBy(value => value.Magnitude)
                .Skip(dimension)
                .Select(value => value.Real)
                .OrderDescending();
            rates = k == 0 ? [.. others] : rates;
            attracting &= others.All(rate => rate < 0);
        }

        return (rates, attracting);
    }

    private (List<double[]> Points, End End) Walk(double[] start, double[] direction)
    {
        var points = new List<double[]>();
        var j = new Matrix(_n, _n);
        field.Jacobian(start, j);
        var svd = Svd.Decompose(j);
        var psi = Enumerable.Range(0, _n).Select(i => svd.U[i, _n - 1]).ToArray();
        var (x, t, step) = ((double[])start.Clone(), direction, 5e-3 * scale.Length);
        var largest = step;
        while (points.Count < Budget)
        {
            cancellation.ThrowIfCancellationRequested();
            if (
                Corrected(x, t, psi, step) is not { } next
                || Turned(next, psi, t) is not var (tangent, left)
                || Linear.Dot(tangent, t) < 0.9
            )
            {
                step *= 0.5;
                if (step < 1e-5 * largest)
                {
                    return (points, End.Rose);
                }

                continue;
            }

            if (!box.Contains(next, 1e-9 * scale.Length))
            {
                return (points, End.LeftTheBox);
            }

            if (points.Count > 6 && Linear.Distance(next, start) < 0.8 * largest && Linear.Dot(tangent, direction) > 0.5)
            {
                return (points, End.Closed);
            }

            points.Add(next);
            (x, t, psi, step) = (next, tangent, left, Math.Min(largest, 1.5 * step));
        }

        return (points, End.Budget);
    }

    // The member a step ahead; null when the speed there is above rounding.
    private double[]? Corrected(double[] x, double[] t, double[] psi, double step)
    {
        var ahead = x.Zip(t, (a, b) => a + (step * b)).ToArray();
        var y = (double[])ahead.Clone();
        var f = new double[_n];
        for (var round = 0; round < 12; round++)
        {
            field.Evaluate(y, f);
            var right = new double[_n + 1];
            for (var i = 0; i < _n; i++)
            {
                right[i] = -f[i];
                right[_n] -= t[i] * (y[i] - ahead[i]);
            }

            if (Linear.Solve(Bordered(y, psi, t), right) is not { } move)
            {
                return null;
            }

            for (var i = 0; i < _n; i++)
            {
                y[i] += move[i];
            }

            if (Linear.Norm(move.AsSpan(0, _n)) < 1e-13 * scale.Length)
            {
                break;
            }
        }

        return Linear.Distance(y, ahead) < step && scale.SpeedAt(y) <= 50 * scale.Rounding(y) ? y : null;
    }

    private (double[] Tangent, double[] Left)? Turned(double[] x, double[] psi, double[] t)
    {
        var (right, left) = (new double[_n + 1], new double[_n + 1]);
        right[_n] = left[_n] = 1;
        var bordered = Bordered(x, psi, t);
        return
            Linear.Solve(bordered, right) is { } v
            && Linear.Solve(bordered.Transpose(), left) is { } w
            && Linear.Norm(v.AsSpan(0, _n)) > 0
            && Linear.Norm(w.AsSpan(0, _n)) > 0
            ? (Linear.Unit(v[.._n]), Linear.Unit(w[.._n]))
            : null;
    }

    private Matrix Bordered(double[] x, double[] psi, double[] t)
    {
        var j = new Matrix(_n, _n);
        field.Jacobian(x, j);
        return Matrix.From(
            _n + 1,
            _n + 1,
            (i, k) =>
                i < _n && k < _n ? j[i, k]
                : i < _n ? psi[i]
                : k < _n ? t[k]
                : 0
        );
    }

    /// <summary>Newton steps without their parts along directions in which the Jacobian is (nearly) singular: straight onto a set of
    /// zeros.</summary>
    public static double[] Descend(IVectorField field, FieldScale scale, double[] x)
    {
        var n = x.Length;
        var (y, f, j) = ((double[])x.Clone(), new double[n], new Matrix(n, n));
        for (var round = 0; round < 20; round++)
        {
            field.Evaluate(y, f);
            field.Jacobian(y, j);
            if (Linear.Norm(f) <= scale.Rounding(y) || !j.IsFinite())
            {
                break;
            }

            var svd = Svd.Decompose(j);
            for (var k = 0; k < n && svd.Values[k] > 1e-4 * scale.Rate; k++)
            {
                double along = 0;
                for (var i = 0; i < n; i++)
                {
                    along += svd.U[i, k] * f[i];
                }

                for (var i = 0; i < n; i++)
                {
                    y[i] -= along / svd.Values[k] * svd.Vt[k, i];
                }
            }
        }

        return y;
    }

    // Distance to the nearest member by Newton steps without their parts along the set; infinite when none is reached.
    private double Projected(double[] x)
    {
        var y = Descend(field, scale, x);
        return scale.SpeedAt(y) <= 50 * scale.Rounding(y) ? Linear.Distance(x, y) : double.PositiveInfinity;
    }
}
