using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Dynamics.Equilibria.Singular;

/// <summary>What a zero of f is.</summary>
internal enum RestKind
{
    /// <summary>The Jacobian decides: an isolated, simple zero.</summary>
    Regular,

    /// <summary>Isolated, but the Jacobian is singular to rounding: a multiple zero, counted once.</summary>
    Degenerate,

    /// <summary>A member of a curve, surface or solid of zeros, exact or to rounding.</summary>
    Continuous,
}

/// <summary>A zero of f, judged by the reduced map around it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="X">Where; for a continuous set a member with as few singular directions as the set has.</param>
/// <param name="Corank">Number of directions in which f is zero to first order.</param>
/// <param name="Multiplicity">Of a degenerate zero, from the order at which f rises along those directions; 0 when it cannot be told.</param>
/// <param name="Index">(−1)ⁿ times the local degree of f; null when it cannot be told.</param>
/// <param name="Radius">Within this distance f cannot be told from 0 along the singular directions [state].</param>
/// <param name="Attraction">Within this distance along the singular directions the flow points inwards, and across them it contracts: the
/// zero attracts, more slowly than any exponential [state]; 0 when it does not attract.</param>
/// <param name="Direction">Along a continuous set: a tangent, else null.</param>
internal sealed record SingularPoint(
    RestKind Kind,
    double[] X,
    int Corank,
    int Multiplicity,
    int? Index,
    double Radius,
    double Attraction,
    double[]? Direction
)
{
    /// <summary>Of a zero of so high a multiplicity that rounding hides where it is: the stretch on which it lies; else null.</summary>
    public IReadOnlyList<double[]>? Stretch { get; init; }

    /// <summary>Singular values below this share of the field's rate are looked at.</summary>
    private const double Near = 1e-4;

    /// <summary>f must rise above this many roundings to count as different from 0, and stay below that many to count as 0.</summary>
    private const double Risen = 20,
        Still = 50;

    /// <summary>A stretch of zeros to rounding from which on it hides its one zero, as a share of the length of the box.</summary>
    private const double Seen = 0.3;

    /// <summary>How far f must stay zero for a continuous set, as a share of the length of the box.</summary>
    private const double Reach = 1e-2;

    /// <summary>Judges a zero that was polished.</summary>
    public static SingularPoint At(IVectorField field, FieldScale scale, double[] x) => At(field, scale, x, 0);

    private static SingularPoint At(IVectorField field, FieldScale scale, double[] x, int depth)
    {
        var n = field.Dimension;
        var j = new Matrix(n, n);
        field.Jacobian(x, j);
        var svd = Svd.Decompose(j);
        var top = Math.Max(svd.Values[0], scale.Rate);
        var corank = svd.Values.Count(value => value <= Near * top);
        while (corank > 0)
        {
            var map = new ReducedMap(field, scale, x, svd, corank);
            var directions = Directions(corank);
            var flat = directions.Where(d => IsFlat(map, scale, d)).ToArray();
            if (flat.Length > 0)
            {
                return Continuous(field, scale, map, flat, directions.Length, depth);
            }

            var (radius, least) = Resolved(map, scale, directions);
            // Directions whose own linear part lifts f above rounding are regular ones.
            var kept = svd.Values.Skip(n - corank).Count(value => value * radius < 0.5 * least);
            if (kept == corank)
            {
                return Degenerate(field, scale, new(field, scale, Centred(map, radius), svd, corank), directions, radius);
            }

            corank = kept;
        }

        return new(RestKind.Regular, x, 0, 1, null, 0, 0, null);
    }

    /// <summary>The zero of high multiplicity that a segment of zeros to rounding is. In a short one it lies in the middle, since f rises
    /// alike on both sides; in a long one somewhere, and f, seen only far from it, does not tell at which power it rises.</summary>
    public static SingularPoint Blurred(IVectorField field, FieldScale scale, ContinuousSet segment)
    {
        var (first, last) = (segment.Points[0], segment.Points[^1]);
        double[] middle = [.. first.Zip(last, (a, b) => 0.5 * (a + b))];
        var isLong = Linear.Distance(first, last) >= Seen * scale.Length;
        var x = isLong ? segment.Nearest(middle) : middle;
        var j = new Matrix(x.Length, x.Length);
        field.Jacobian(x, j);
        var map = new ReducedMap(field, scale, x, Svd.Decompose(j), 1);
        var half = isLong ? segment.Points.Max(p => Linear.Distance(x, p)) : 0.5 * Linear.Distance(first, last);
        var directions = Directions(1);
        if (!isLong)
        {
            return Degenerate(field, scale, map, directions, half);
        }

        // Just beyond the ends: far out the slow coordinate may not reach.
        double[] beyond = [1.5, 1.3, 1.2, 1.1, 1.05];
        bool Rises(double t) => directions.All(d => map.At(Times(d, t)) is var (at, g) && Linear.Norm(g) > Risen * scale.Rounding(at));
        var t = half * beyond.FirstOrDefault(share => Rises(share * half), 1);
        return Degenerate(field, scale, map, directions, half, t) with { Multiplicity = 0, Stretch = segment.Points };
    }

    // Unit vectors in the space of the singular directions: both signs of one, a circle of two, axes and random ones of more.
    private static double[][] Directions(int corank)
    {
        if (corank == 1)
        {
            return
            [
                [1],
                [-1],
            ];
        }

        if (corank == 2)
        {
            return [.. Enumerable.Range(0, 32).Select(k => new[] { Math.Cos(Math.PI * k / 16), Math.Sin(Math.PI * k / 16) })];
        }

        var random = new RandomStreams(1).Open(StreamPurpose.Analysis, 23);
        return
        [
            .. Enumerable
                .Range(0, 2 * corank)
                .Select(k => Enumerable.Range(0, corank).Select(i => i == k / 2 ? 1.0 - (2 * (k % 2)) : 0).ToArray()),
            .. Enumerable
                .Range(0, 16 * corank)
                .Select(_ => Linear.Unit([.. Enumerable.Range(0, corank).Select(_ => random.NextGaussian())])),
        ];
    }

    private static double[] Times(double[] direction, double t) => Array.ConvertAll(direction, d => t * d);

    private static bool IsFlat(ReducedMap map, FieldScale scale, double[] direction)
    {
        for (var t = Reach * scale.Length; t > 0.1 * Reach * scale.Length; t *= 0.5)
        {
            if (map.At(Times(direction, t)) is not var (x, g) || Linear.Norm(g) > Still * scale.Rounding(x))
            {
                return false;
            }
        }

        return true;
    }

    private static SingularPoint Continuous(IVectorField field, FieldScale scale, ReducedMap map, double[][] flat, int tried, int depth)
    {
        if (map.Corank > 1 && flat.Length < tried && depth < 3)
        {
            // A set of lower dimension passes through: a step along it leads to a member where only its own directions are singular.
            return At(field, scale, map.At(Times(flat[0], Reach * scale.Length))!.Value.X, depth + 1) with { Kind = RestKind.Continuous };
        }

        var ahead = map.Flat(flat[0]);
        return new(
            RestKind.Continuous,
            map.Centre,
            map.Corank,
            0,
            null,
            Reach * scale.Length,
            0,
            Linear.Unit([.. ahead.Zip(map.Centre, (a, c) => a - c)])
        );
    }

    // The least distance from which on f is above rounding in every direction, and the least |g| there.
    private static (double Radius, double Least) Resolved(ReducedMap map, FieldScale scale, double[][] directions)
    {
        var run = 0;
        for (var t = 1e-9 * scale.Length; t < 2 * Reach * scale.Length; t *= 2)
        {
            var least = double.PositiveInfinity;
            foreach (var direction in directions)
            {
                var size = map.At(Times(direction, t)) is var (x, g) && Linear.Norm(g) > Risen * scale.Rounding(x) ? Linear.Norm(g) : 0;
                least = Math.Min(least, size);
                if (least == 0)
                {
                    break;
                }
            }

            run = least > 0 ? run + 1 : 0;
            if (run == 3)
            {
                return (t / 4, Smallest(map, directions, t / 4));
            }
        }

        return (Reach * scale.Length, double.PositiveInfinity);
    }

    // Near a multiple zero f is rounding; further out, where |g| has one value on both sides, the zero lies half way between.
    private static double[] Centred(ReducedMap map, double radius)
    {
        var s = new double[map.Corank];
        for (var k = 0; k < map.Corank; k++)
        {
            double Size(double t)
            {
                var at = new double[map.Corank];
                at[k] = t;
                return map.At(at) is var (_, g) ? Linear.Norm(g) : double.NaN;
            }

            double Reaching(double goal, int side)
            {
                var (low, high) = (0.0, 32 * radius);
                for (var round = 0; round < 50; round++)
                {
                    var middle = 0.5 * (low + high);
                    (low, high) = Size(side * middle) < goal ? (middle, high) : (low, middle);
                }

                return high;
            }

            var goal = 0.5 * (Size(8 * radius) + Size(-8 * radius));
            var shift = double.IsNaN(goal) ? 0 : 0.5 * (Reaching(goal, 1) - Reaching(goal, -1));
            s[k] = Math.Abs(shift) < 4 * radius ? shift : 0;
        }

        return map.At(s)?.X ?? map.Centre;
    }

    private static double Smallest(ReducedMap map, double[][] directions, double t) =>
        directions.Min(d => map.At(Times(d, t)) is var (_, g) ? Linear.Norm(g) : double.PositiveInfinity);

    private static SingularPoint Degenerate(IVectorField field, FieldScale scale, ReducedMap map, double[][] directions, double radius) =>
        Degenerate(field, scale, map, directions, radius, Math.Min(8 * radius, Math.Max(2 * radius, 0.05 * scale.Length)));

    // What f does at the distance t, where it is well above rounding.
    private static SingularPoint Degenerate(
        IVectorField field,
        FieldScale scale,
        ReducedMap map,
        double[][] directions,
        double radius,
        double t
    )
    {
        var orders = directions
            .Select(d => (map.At(Times(d, t)), map.At(Times(d, 2 * t))))
            .Where(pair => pair.Item1 is not null && pair.Item2 is not null)
            .Select(pair => Math.Log2(Linear.Norm(pair.Item2!.Value.G) / Linear.Norm(pair.Item1!.Value.G)))
            .ToArray();
        var order = orders.Length == 0 ? 0 : (int)Math.Round(orders.Min());
        var same = order > 0 && orders.All(o => Math.Abs(o - order) < 0.3);
        var inward = Inward(map, directions, t);
        var degree =
            inward == -1 ? (map.Corank % 2 == 0 ? 1 : -1) * map.Link.DeterminantSign
            : inward == 1 ? map.Link.DeterminantSign
            : Degree(map, t);
        var n = field.Dimension;
        return new(
            RestKind.Degenerate,
            map.Centre,
            map.Corank,
            same ? (int)Math.Pow(order, map.Corank) : 0,
            degree is { } d ? (n % 2 == 0 ? 1 : -1) * map.Orientation * d : null,
            radius,
            inward == -1 && ContractsAcross(field, map) ? Attracts(map, scale, directions, t) : 0,
            null
        );
    }

    // −1: along every direction the slow motion points inwards at this distance; 1: outwards; 0: neither.
    private static int Inward(ReducedMap map, double[][] directions, double t)
    {
        if (map.Link.IsSingular || Math.Abs(map.Link.LogAbsDeterminant) > 18)
        {
            return 0;
        }

        var sign = 0;
        foreach (var direction in directions)
        {
            if (map.At(Times(direction, t)) is not var (_, g))
            {
                return 0;
            }

            map.Link.Solve(g);
            var along = Linear.Dot(direction, g);
            // Motion nearly across the radius decides nothing.
            var here = Math.Abs(along) < 1e-3 * Linear.Norm(g) ? 0 : Math.Sign(along);
            if (here == 0 || (sign != 0 && here != sign))
            {
                return 0;
            }

            sign = here;
        }

        return sign;
    }

    // The degree of g on a small sphere: signs in one dimension, winding number in two; unknown above.
    private static int? Degree(ReducedMap map, double t)
    {
        if (map.Corank == 1)
        {
            return map.At([t]) is var (_, right) && map.At([-t]) is var (_, left) ? (Math.Sign(right[0]) - Math.Sign(left[0])) / 2 : null;
        }

        if (map.Corank > 2)
        {
            return null;
        }

        const int points = 128;
        double turned = 0,
            before = 0;
        for (var k = 0; k <= points; k++)
        {
            var angle = 2 * Math.PI * k / points;
            if (map.At([t * Math.Cos(angle), t * Math.Sin(angle)]) is not var (_, g))
            {
                return null;
            }

            var now = Math.Atan2(g[1], g[0]);
            turned += k == 0 ? 0 : Math.IEEERemainder(now - before, 2 * Math.PI);
            before = now;
        }

        return (int)Math.Round(turned / (2 * Math.PI));
    }

    private static bool ContractsAcross(IVectorField field, ReducedMap map)
    {
        var j = new Matrix(map.Centre.Length, map.Centre.Length);
        field.Jacobian(map.Centre, j);
        return Linear.Eigenvalues(j).OrderBy(value => value.Magnitude).Skip(map.Corank).All(value => value.Real < 0);
    }

    private static double Attracts(ReducedMap map, FieldScale scale, double[][] directions, double t)
    {
        var reached = t;
        for (t *= 2; t < 0.3 * scale.Length && Inward(map, directions, t) == -1; t *= 2)
        {
            reached = t;
        }

        return reached;
    }
}
