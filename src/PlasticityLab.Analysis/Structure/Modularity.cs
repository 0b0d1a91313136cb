using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>The best split of a directed, weighted, signed network into communities.</summary>
/// <param name="Q">Modularity of the split [1].</param>
/// <param name="Labels">Community of each unit, 0 .. k−1 in the order of first appearance.</param>
/// <param name="IsExhaustive">Whether all partitions were looked at; else the value is a lower bound of the maximum.</param>
/// <param name="ShareOfStarts">Share of the search's starts that reached this Q [1]; 1 when exhaustive.</param>
public sealed record Modularity(double Q, int[] Labels, bool IsExhaustive, double ShareOfStarts)
{
    /// <summary>All partitions are looked at up to this many units (21 147 partitions of 9 units, 4 213 597 of 12).</summary>
    public const int ExhaustiveUpTo = 10;

    /// <summary>Why a value is absent (NaN); empty when none is.</summary>
    public IReadOnlyList<string> Absent => Absence.Of(("q", Q, "there is no weight of the sign that this modularity counts"));

    /// <summary>Number of communities.</summary>
    public int Communities => Labels.Length == 0 ? 0 : Labels.Max() + 1;

    /// <summary>Q of given labels.</summary>
    public static double Of(Matrix w, ReadOnlySpan<int> labels, ModularityKind kind)
    {
        var b = Gains(w, kind);
        if (labels.Length != w.Rows)
        {
            throw new UserError($"Each unit needs a community, but there are {w.Rows} units and {labels.Length} labels.");
        }

        double q = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            for (var j = 0; j < labels.Length; j++)
            {
                q += labels[i] == labels[j] ? b[i, j] : 0;
            }
        }

        return q;
    }

    /// <summary>The maximum: exhaustive up to <see cref="ExhaustiveUpTo"/> units, else many starts of local moves and merges (in the manner
    /// of Blondel et al. 2008, then refined unit by unit).</summary>
    /// <param name="w">W[post, pre].</param>
    /// <param name="kind">Null model.</param>
    /// <param name="random">Orders of the moves.</param>
    /// <param name="starts">Starts of the search.</param>
    /// <param name="exhaustiveUpTo">Largest size that is searched exhaustively.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>NaN for a network without weights of the needed sign.</returns>
    public static Modularity Maximum(
        Matrix w,
        ModularityKind kind,
        RandomStream random,
        int starts = 20,
        int exhaustiveUpTo = ExhaustiveUpTo,
        CancellationToken cancellation = default
    )
    {
        UserError.ThrowIfAny(Require.All(Require.AtLeast(starts, 1)));
        var b = Gains(w, kind);
        if (!b.IsFinite())
        {
            return new(double.NaN, new int[w.Rows], false, double.NaN);
        }

        // Only the symmetric part matters to a sum over both orders of a pair.
        var s = Matrix.Combine(0.5, b, 0.5, b.Transpose());
        if (w.Rows <= exhaustiveUpTo)
        {
            var (best, labels) = CommunitySearch.Exhaustive(s);
            return new(Math.Max(0, best), labels, true, 1);
        }

        var (found, partition, share) = CommunitySearch.Moves(s, random, starts, cancellation);
        // One community of all has Q = 0: what is no better but by rounding is that.
        return found > 1e-13 ? new(found, partition, false, share) : new(0, new int[w.Rows], false, 1);
    }

    // B with Q = Σ_{same community} B_ij, diagonal included.
    private static Matrix Gains(Matrix w, ModularityKind kind)
    {
        Weights.Check(w);
        var (plus, massPlus) = Part(w, 1);
        var (minus, massMinus) = Part(w, -1);
        var n = w.Rows;
        return kind switch
        {
            ModularityKind.LeichtNewman => Matrix.From(n, n, (i, j) => plus[i, j] / massPlus),
            ModularityKind.Signed => Matrix.From(n, n, (i, j) => (plus[i, j] - minus[i, j]) / (massPlus + massMinus)),
            // m⁻ Q⁻/(m⁺ + m⁻) = Σ (A⁻ − null)/(m⁺ + m⁻): no division by m⁻, which may be 0.
            ModularityKind.RubinovSporns => Matrix.From(n, n, (i, j) => (plus[i, j] / massPlus) - (minus[i, j] / (massPlus + massMinus))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    // A± − out± in±/m±, with A[m, n] = W[n, m], and m±. Zero when there is no weight of the sign.
    private static (Matrix Excess, double Mass) Part(Matrix w, int sign)
    {
        var n = w.Rows;
        // Shares of the mass: a power of two changes none and keeps the products below numbers.
        var unit = sign * Rounding.Unit(Rounding.Scale(w.Values));
        var a = Matrix.From(n, n, (m, k) => Math.Max(0, unit * w[k, m]));
        var (outs, ins) = (new double[n], new double[n]);
        double mass = 0;
        for (var m = 0; m < n; m++)
        {
            for (var k = 0; k < n; k++)
            {
                outs[m] += a[m, k];
                ins[k] += a[m, k];
                mass += a[m, k];
            }
        }

        return (mass > 0 ? Matrix.From(n, n, (m, k) => a[m, k] - (outs[m] * ins[k] / mass)) : a, mass);
    }
}
