using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>All equilibria of a threshold-linear network, exactly: for each set σ of active units the linear system (1 − gW_σσ) x_σ = I_σ
/// is solved and its signs are checked. Where it is singular its solutions are a convex piece, and pieces that touch are one continuous
/// set.</summary>
/// <remarks>Hahnloser, Seung and Slotine 2003, Neural Comput. 15:621; Curto, Geneson and Morrison 2019, Neural Comput. 31:94. 2ⁿ linear
/// systems, so n ≤ 20.</remarks>
internal static class SupportEnumeration
{
    public const int LargestSize = 20;
    private const double Rounded = 8 * 2.220446049250313e-16;

    internal sealed record Result(
        List<Equilibrium> Found,
        IReadOnlyList<ContinuousSet> Sets,
        long Supports,
        int AtThreshold,
        int SetsAtThreshold
    );

    public static Result Run(RateNetwork network, FieldScale scale, CancellationToken cancellation)
    {
        var n = network.Dimension;
        var (points, pieces) = (new List<(double[] X, int[] Support, bool Kink)>(), new List<SupportPiece>());
        for (var set = 0L; set < 1L << n; set++)
        {
            if (set % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var support = Enumerable.Range(0, n).Where(i => (set >> i & 1) == 1).ToArray();
            var matrix = Matrix.From(
                support.Length,
                support.Length,
                (a, b) => (a == b ? 1 : 0) - (network.Gain * network.Weights[support[a], support[b]])
            );
            var lu = new Lu(matrix);
            var active = support.Select(network.Input).ToArray();
            // Badly scaled pivots alone ask for the singular values.
            if (
                (lu.IsSingular || lu.SmallestPivot < 1e-9)
                && Svd.Decompose(matrix) is var svd
                && Rank(network, svd, support) is var rank
                && rank < support.Length
            )
            {
                pieces.AddRange(SupportPiece.Of(network, support, svd, rank, active) is { } piece ? [piece] : []);
                continue;
            }

            lu.Solve(active);
            var x = new double[n];
            for (var a = 0; a < support.Length; a++)
            {
                x[support[a]] = active[a];
            }

            if (Rests(network, x, set, out var kink))
            {
                points.Add((x, support, kink));
            }
        }

        var sets = SupportPiece.Joined(network, pieces);
        pieces.RemoveAll(piece => piece.Dimension == 0);
        var isolated = points
            .Where(point => !sets.Exists(set => set.DistanceFrom(point.X) <= 1e-9 * Math.Max(scale.Length, point.X.Max(Math.Abs))))
            .ToArray();
        return new(
            [
                .. isolated.Select(point =>
                {
                    var found = EquilibriumAnalysis.Of(network, point.X, null, scale.Rate) with { Support = point.Support };
                    return point.Kink ? AtKink(network, found) : found;
                }),
            ],
            sets,
            1L << n,
            isolated.Count(point => point.Kink),
            points.Count(point => point.Kink) - isolated.Count(point => point.Kink)
        );
    }

    /// <summary>What rounding can leave of the drive of a unit.</summary>
    internal static double Rounding(RateNetwork network, int unit, double[] x)
    {
        var sum = Math.Abs(network.Input(unit));
        for (var j = 0; j < x.Length; j++)
        {
            sum += Math.Abs(network.Gain * network.Weights[unit, j] * x[j]);
        }

        return Rounded * sum;
    }

    // Active units above threshold, silent ones at or below; a silent one exactly there stands on the kink.
    private static bool Rests(RateNetwork network, double[] x, long set, out bool kink)
    {
        kink = false;
        for (var i = 0; i < x.Length; i++)
        {
            var (drive, rounding) = (network.Drive(i, x), Rounding(network, i, x));
            var silent = (set >> i & 1) == 0;
            if (silent ? drive > rounding : !(x[i] > rounding))
            {
                return false;
            }

            kink |= silent && Math.Abs(drive) <= rounding;
        }

        return true;
    }

    // On a kink several linear systems meet. Where one of them runs away, what the others say of stability holds for their side alone.
    private static Equilibrium AtKink(RateNetwork network, Equilibrium found)
    {
        var threshold = AtThreshold(network, found.X).Take(10).ToArray();
        var sides = Enumerable
            .Range(0, 1 << threshold.Length)
            .Select(set => Side(network, found.X, [.. threshold.Where((_, k) => (set >> k & 1) == 1)]))
            .ToArray();
        var unstable = sides.Max(values => values.Count(value => value.Real > 0));
        var signs = sides
            .Select(values => values.Count(value => value is { Imaginary: 0, Real: > 0 }) % 2 == 0 ? 1 : -1)
            .Distinct()
            .ToArray();
        return found with
        {
            Type = found.IsStable && unstable > 0 ? "half-stable" : found.Type,
            UnstableDimension = Math.Max(found.UnstableDimension, unstable),
            // Two equilibria that meet at a border have opposite signs: together 0.
            Index = signs.Length == 1 ? signs[0] : 0,
        };
    }

    /// <summary>The units whose drive is 0 to rounding.</summary>
    internal static int[] AtThreshold(RateNetwork network, double[] x) =>
        [.. Enumerable.Range(0, network.Dimension).Where(i => Math.Abs(network.Drive(i, x)) <= Rounding(network, i, x))];

    /// <summary>Eigenvalues of the linear system next to a state in which, of the units at their threshold, these are above it.</summary>
    internal static Complex[] Side(RateNetwork network, double[] x, int[] above) => Eigen.Values(SideMatrix(network, x, above));

    /// <summary>That system's matrix.</summary>
    internal static Matrix SideMatrix(RateNetwork network, double[] x, int[] above)
    {
        var active = Enumerable
            .Range(0, network.Dimension)
            .Select(i => above.Contains(i) || network.Drive(i, x) > Rounding(network, i, x))
            .ToArray();
        return Matrix.From(
            network.Dimension,
            network.Dimension,
            (i, j) => ((active[i] ? network.Gain * network.Weights[i, j] : 0) - (i == j ? 1 : 0)) / network.Parameter("tau")
        );
    }

    private static int Rank(RateNetwork network, Svd svd, int[] support)
    {
        var size = 1 + support.Max(i => support.Max(j => Math.Abs(network.Gain * network.Weights[i, j])));
        return svd.Values.Count(value => value > Rounded * support.Length * size);
    }
}
