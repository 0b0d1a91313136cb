using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>The equilibria of a threshold-linear network with one set of active units where their linear system is singular: a convex piece
/// x = x₀ + N t, cut off where a unit reaches its threshold.</summary>
internal sealed class SupportPiece
{
    /// <summary>Where pieces without bound are cut, in units of their own size.</summary>
    private const double Far = 1e6;

    /// <summary>Most corners that are tried; beyond, only members are known.</summary>
    private const double MostCorners = 3e5;
    private readonly double[] _origin;
    private readonly double[][] _basis;
    private readonly List<(double[] Row, double Bound)> _limits;
    private readonly double _size;

    private SupportPiece(double[] origin, double[][] basis, List<(double[], double)> limits, double size)
    {
        (_origin, _basis, _limits, _size) = (origin, basis, limits, size);
        Corners = [.. Vertices().Select(At)];
        var centre = Enumerable.Range(0, origin.Length).Select(i => Corners.Select(x => x[i]).DefaultIfEmpty(0).Average()).ToArray();
        Dimension =
            Corners.Length < 2
                ? 0
                : Svd.Rank(Matrix.From(Corners.Length, origin.Length, (k, i) => (Corners[k][i] - centre[i]) / size), 1e-9);
    }

    /// <summary>Corners; those of a piece without bound lie far out.</summary>
    public double[][] Corners { get; }

    /// <summary>Number of independent directions [1].</summary>
    public int Dimension { get; }

    private bool IsFar(double[] x) => Linear.Distance(x, _origin) > 0.5 * Far * _size;

    /// <summary>The piece of a support, or null when nothing of it satisfies the signs.</summary>
    public static SupportPiece? Of(RateNetwork network, int[] support, Svd svd, int rank, double[] input)
    {
        var (n, k) = (network.Dimension, support.Length);
        const double rounded = 1e-14;
        // Solvable when the input has no part along the left null vectors.
        var size = Math.Max(input.Max(Math.Abs), 0);
        for (var c = rank; c < k; c++)
        {
            if (Math.Abs(Enumerable.Range(0, k).Sum(i => svd.U[i, c] * input[i])) > rounded * k * size)
            {
                return null;
            }
        }

        var origin = new double[n];
        for (var c = 0; c < rank; c++)
        {
            var along = Enumerable.Range(0, k).Sum(i => svd.U[i, c] * input[i]) / svd.Values[c];
            for (var i = 0; i < k; i++)
            {
                origin[support[i]] += along * svd.Vt[c, i];
            }
        }

        var basis = Enumerable
            .Range(rank, k - rank)
            .Select(c =>
            {
                var row = new double[n];
                for (var i = 0; i < k; i++)
                {
                    row[support[i]] = svd.Vt[c, i];
                }

                return row;
            })
            .ToArray();
        var limits = new List<(double[] Row, double Bound)>();
        for (var i = 0; i < n; i++)
        {
            // x_i ≥ 0 for an active unit, drive ≤ 0 for a silent one.
            var isActive = support.Contains(i);
            var row = basis.Select(v => isActive ? -v[i] : network.Gain * Linear.Dot(network.Weights.Row(i), v)).ToArray();
            var bound = isActive ? origin[i] : -network.Drive(i, origin);
            var terms = isActive ? 1 : 1 + Enumerable.Range(0, n).Max(j => Math.Abs(network.Gain * network.Weights[i, j]));
            if (Linear.Norm(row) <= rounded * n * terms)
            {
                if (bound < -rounded * n * terms * (size + Linear.Norm(origin)))
                {
                    return null;
                }

                continue;
            }

            limits.Add((row, bound));
        }

        var length = Math.Max(Linear.Norm(origin), Enumerable.Range(0, n).Max(i => Math.Abs(network.Input(i))));
        var piece = new SupportPiece(origin, basis, limits, length > 0 ? length : 1);
        return piece.Corners.Length == 0 ? null : piece;
    }

    /// <summary>Distance of a state from the piece; to its corners where the foot of the perpendicular lies outside.</summary>
    public double DistanceFrom(double[] x)
    {
        var t = _basis.Select(v => Linear.Dot(v, x) - Linear.Dot(v, _origin)).ToArray();
        if (_basis.Length == 1 && Corners.Length == 2)
        {
            var ends = Corners.Select(c => Linear.Dot(_basis[0], c) - Linear.Dot(_basis[0], _origin)).Order().ToArray();
            t[0] = Math.Clamp(t[0], ends[0], ends[1]);
            return Linear.Distance(x, At(t));
        }

        return Holds(t, 1e-9) ? Linear.Distance(x, At(t)) : Corners.Min(corner => Linear.Distance(x, corner));
    }

    /// <summary>The continuous sets that pieces make: those that touch are one.</summary>
    public static List<ContinuousSet> Joined(RateNetwork network, List<SupportPiece> pieces)
    {
        var open = pieces.Where(piece => piece.Dimension > 0).ToList();
        var sets = new List<ContinuousSet>();
        while (open.Count > 0)
        {
            var group = new List<SupportPiece> { open[0] };
            open.RemoveAt(0);
            for (var k = 0; k < group.Count; k++)
            {
                var touching = open.Where(piece => group[k].Touches(piece)).ToArray();
                group.AddRange(touching);
                open.RemoveAll(touching.Contains);
            }

            sets.Add(Set(network, group));
        }

        return sets;
    }

    private bool Touches(SupportPiece other) =>
        Corners.Any(c => !IsFar(c) && other.DistanceFrom(c) <= 1e-9 * _size)
        || other.Corners.Any(c => !other.IsFar(c) && DistanceFrom(c) <= 1e-9 * _size);

    private static ContinuousSet Set(RateNetwork network, List<SupportPiece> group)
    {
        var dimension = group.Max(piece => piece.Dimension);
        var unbounded = group.Exists(piece => piece.Corners.Any(piece.IsFar));
        var (points, closed) = dimension == 1 ? Chain(group) : (Around(group), false);
        var far = group.Sum(piece => piece.Corners.Count(piece.IsFar));
        var (rates, attracting) = Across(network, group, dimension);
        var unstable = rates.Count(rate => rate > 0);
        var scale = new FieldScale(network, network.Box);
        var near = points.Where(x => !group.Exists(piece => piece.IsFar(x))).DefaultIfEmpty(group[0]._origin).ToArray();
        return new()
        {
            Kind =
                dimension == 1
                    ? closed
                        ? "ring"
                        : far == 0
                            ? "segment"
                            : far == 1
                                ? "half-line"
                                : "line"
                    : dimension == 2
                        ? unbounded
                            ? "plane"
                            : "patch"
                        : "solid",
            Dimension = dimension,
            Points = points,
            IsClosed = closed,
            IsUnbounded = unbounded,
            Drift = near.Max(x => scale.SpeedAt(x)),
            Rounding = near.Max(x => 50 * scale.Rounding(x)),
            RatesAcross = rates,
            IsAttracting = attracting,
            Index =
                unbounded ? null
                : closed ? 0
                : unstable % 2 == 0 ? 1
                : -1,
            DistanceFrom = x => group.Min(piece => piece.DistanceFrom(x)),
        };
    }

    private static (double[] Rates, bool Attracting) Across(RateNetwork network, List<SupportPiece> group, int dimension)
    {
        var (rates, attracting) = ((double[])[], true);
        var n = network.Dimension;
        // A face of a larger piece lies at the threshold of the units that are silent on it: the Jacobian there is that of either side.
        bool IsFace(SupportPiece piece) =>
            group.Exists(other =>
                other.Dimension > piece.Dimension
                && Array.TrueForAll(piece.Corners, c => other.DistanceFrom(c) <= 1e-9 * Math.Max(piece._size, Linear.Norm(c)))
            );
        foreach (var piece in group.Where(piece => !IsFace(piece)))
        {
            // Well inside: the mean of the corners, those far out drawn near.
            var near = piece
                .Corners.Select(c => piece.IsFar(c) ? [.. c.Zip(piece._origin, (a, b) => b + ((a - b) * 2 / Far))] : c)
                .ToArray();
            var inside = Enumerable.Range(0, n).Select(i => near.Average(c => c[i])).ToArray();
            var j = new Matrix(n, n);
            network.Jacobian(inside, j);
            var others = Linear
                .Eigenvalues(j)
                .OrderBy(value => value.Magnitude)
                .Skip(piece.Dimension)
                .Select(v => v.Real)
                .OrderDescending()
                .ToArray();
            rates = piece.Dimension == dimension && rates.Length == 0 ? others : rates;
            attracting &= others.All(rate => rate < 0);
        }

        return (rates, attracting);
    }

    // One-dimensional pieces, end to end.
    private static (double[][] Points, bool Closed) Chain(List<SupportPiece> group)
    {
        var left = group.ToList();
        bool Meets(double[] a, double[] b, double size) => Linear.Distance(a, b) <= 1e-8 * size;
        bool Free(SupportPiece piece, double[] end) =>
            piece.IsFar(end) || !group.Exists(other => other != piece && other.Corners.Any(c => Meets(c, end, piece._size)));
        var first = left.Find(piece => piece.Corners.Any(c => Free(piece, c))) ?? left[0];
        left.Remove(first);
        var points = Free(first, first.Corners[0]) ? first.Corners.ToList() : [.. Enumerable.Reverse(first.Corners)];
        while (left.Find(piece => piece.Corners.Any(c => Meets(c, points[^1], piece._size))) is { } next)
        {
            left.Remove(next);
            points.AddRange(next.Corners.Where(c => !Meets(c, points[^1], next._size)));
        }

        var closed = points.Count > 3 && Meets(points[0], points[^1], first._size);
        return ([.. closed ? points.Take(points.Count - 1) : points], closed);
    }

    // Corners in their order around the middle, as far as the first two directions tell.
    private static double[][] Around(List<SupportPiece> group)
    {
        var piece = group.MaxBy(p => p.Dimension)!;
        var centre = Enumerable.Range(0, piece._origin.Length).Select(i => piece.Corners.Average(c => c[i])).ToArray();
        double Along(double[] x, int k) => Linear.Dot(piece._basis[k], x) - Linear.Dot(piece._basis[k], centre);
        return [.. piece.Corners.OrderBy(c => Math.Atan2(Along(c, 1), Along(c, 0)))];
    }

    private double[] At(double[] t)
    {
        var x = (double[])_origin.Clone();
        for (var k = 0; k < t.Length; k++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                x[i] += t[k] * _basis[k][i];
            }
        }

        return x;
    }

    private bool Holds(double[] t, double tolerance) =>
        _limits.TrueForAll(limit =>
            Linear.Dot(limit.Row, t) <= limit.Bound + (tolerance * (Math.Abs(limit.Bound) + (Linear.Norm(limit.Row) * _size)))
        );

    // Corners are where as many limits as there are directions hold with equality; a cube far out closes what has no bound.
    private List<double[]> Vertices()
    {
        var d = _basis.Length;
        var all = _limits.ToList();
        for (var k = 0; k < d; k++)
        {
            foreach (var sign in (ReadOnlySpan<double>)[1, -1])
            {
                var row = new double[d];
                row[k] = sign;
                all.Add((row, Far * _size));
            }
        }

        var corners = new List<double[]>();
        double combinations = 1;
        for (var k = 0; k < d; k++)
        {
            combinations *= (double)(all.Count - k) / (k + 1);
        }

        if (combinations > MostCorners)
        {
            return corners;
        }

        var chosen = Enumerable.Range(0, d).ToArray();
        while (true)
        {
            var lu = new Lu(Matrix.From(d, d, (a, b) => all[chosen[a]].Row[b] / Linear.Norm(all[chosen[a]].Row)));
            if (!lu.IsSingular && lu.SmallestPivot > 1e-10)
            {
                var t = chosen.Select(c => all[c].Bound / Linear.Norm(all[c].Row)).ToArray();
                lu.Solve(t);
                if (
                    Holds(t, 1e-10)
                    && t.All(value => Math.Abs(value) <= 1.0001 * Far * _size)
                    && !corners.Exists(known => Linear.Distance(known, t) <= 1e-10 * (_size + Linear.Norm(t)))
                )
                {
                    corners.Add(t);
                }
            }

            var at = d - 1;
            while (at >= 0 && chosen[at] == all.Count - d + at)
            {
                at--;
            }

            if (at < 0)
            {
                return corners;
            }

            chosen[at]++;
            for (var k = at + 1; k < d; k++)
            {
                chosen[k] = chosen[k - 1] + 1;
            }
        }
    }
}
