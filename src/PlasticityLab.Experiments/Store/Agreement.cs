using System.Text.RegularExpressions;

namespace PlasticityLab.Experiments.Store;

/// <summary>Whether two outcomes of one job that were computed with different arithmetic say the same.</summary>
public static partial class Agreement
{
    /// <summary>How far numbers may lie apart, relative to the larger: processors and libraries were seen to differ by 8e-14.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>Compares texts (JSON, CSV): what is no number must be equal, numbers must agree to <see cref="Tolerance"/>.</summary>
    /// <remarks>Numbers below 1e-300 in both count as equal: nothing that small is a result. There is no other absolute tolerance; a
    /// difference of sums that cancel may therefore be told as a difference, which is the safe side.</remarks>
    public static bool Holds(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.SequenceEqual(b))
        {
            return true;
        }

        string[] left = Split(a),
            right = Split(b);
        return left.Length == right.Length && left.Zip(right).All(pair => pair.First == pair.Second || AreClose(pair.First, pair.Second));
    }

    private static string[] Split(ReadOnlySpan<byte> bytes) => Number().Split(System.Text.Encoding.UTF8.GetString(bytes));

    private static bool AreClose(string a, string b) =>
        Quantity.TryNumber(a, out var x, out _)
        && Quantity.TryNumber(b, out var y, out _)
        && Math.Abs(x - y) <= Math.Max(1e-300, Tolerance * Math.Max(Math.Abs(x), Math.Abs(y)));

    // A number stands by itself: digits inside a word, such as a hash, are text. The group keeps the numbers in the split.
    [GeneratedRegex(@"(?<![\w.])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])")]
    private static partial Regex Number();
}
