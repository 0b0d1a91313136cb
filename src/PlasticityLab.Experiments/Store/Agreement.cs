using System.Text;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Experiments.Store;

/// <summary>Whether two outcomes of one job that were computed with different arithmetic say the same.</summary>
public static partial class Agreement
{
    /// <summary>How far numbers may lie apart, relative to the larger: processors and libraries were seen to differ by 8e-14.</summary>
    public const double Tolerance = 1e-10;

    // Numbers kept in single precision: the last digits of double precision can decide which of two neighbours is the nearer one.
    private const double NeighboursInSingle = 1.0 / (1 << 23);

    /// <summary>Compares archives of arrays (<c>.npz</c>) or texts (JSON, CSV): shapes and what is no number must be equal, numbers must
    /// agree to <see cref="Tolerance"/>.</summary>
    /// <remarks>Numbers below 1e-300 in both count as equal: nothing that small is a result. There is no other absolute tolerance; a
    /// difference of sums that cancel may therefore be told as a difference, which is the safe side. Numbers that both fit into single
    /// precision may be neighbours there.</remarks>
    public static bool Holds(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b) || (IsArchive(a) && IsArchive(b) ? Arrays(a.ToArray(), b.ToArray()) : Texts(Text(a), Text(b)));

    private static bool IsArchive(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    private static bool Arrays(byte[] a, byte[] b)
    {
        try
        {
            var (left, right) = (Npz.Read(a, "the first"), Npz.Read(b, "the second"));
            return left.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(right.Keys)
                && left.All(array => AreClose(array.Value, right[array.Key]));
        }
        catch (UserError)
        {
            return false; // not arrays of numbers: only equal bytes would say the same
        }
    }

    private static bool AreClose(NpyArray a, NpyArray b) => a.Shape.SequenceEqual(b.Shape) && a.Values.Zip(b.Values).All(IsClose);

    private static bool IsClose((double, double) pair)
    {
        var (x, y) = pair;
        var single = (float)x == x && (float)y == y;
        return x.Equals(y) || AreClose(x, y, single ? NeighboursInSingle : Tolerance);
    }

    // What is no text is compared by its bytes alone.
    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool Texts(string? a, string? b)
    {
        if (a is null || b is null)
        {
            return false;
        }

        string[] left = Number().Split(a),
            right = Number().Split(b);
        return left.Length == right.Length && left.Zip(right).All(pair => pair.First == pair.Second || AreClose(pair.First, pair.Second));
    }

    private static bool AreClose(string a, string b) =>
        Quantity.TryNumber(a, out var x, out _) && Quantity.TryNumber(b, out var y, out _) && AreClose(x, y, Tolerance);

    private static bool AreClose(double x, double y, double relative) =>
        double.IsFinite(x - y) && Math.Abs(x - y) <= Math.Max(1e-300, relative * Math.Max(Math.Abs(x), Math.Abs(y)));

    // A number stands by itself: digits inside a word, such as a hash, are text. The group keeps the numbers in the split.
    [GeneratedRegex(@"(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])")]
    private static partial Regex Number();
}
