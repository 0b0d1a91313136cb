using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Claims;

/// <summary>Pieces of sentences.</summary>
public static class Wording
{
    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string And(IReadOnlyList<string> parts) => Listed(parts, "and");

    /// <summary>"a", "a or b", "a, b or c".</summary>
    public static string Or(IReadOnlyList<string> parts) => Listed(parts, "or");

    private static string Listed(IReadOnlyList<string> parts, string word) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} {word} {parts[^1]}";

    /// <summary>The first few names, then how many more there are.</summary>
    public static string Some(IReadOnlyList<string> names, int most = 5) =>
        names.Count <= most ? And(names) : $"{string.Join(", ", names.Take(most - 1))} and {names.Count - most + 1} more";

    /// <summary>"1 network", "6 networks".</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Two decimals, with a true minus; a value that rounds to nothing has no sign.</summary>
    public static string Number(double value) => double.IsFinite(value) ? value.Text("0.00").Replace('-', '−') : "–";

    /// <summary>The same with its sign always written.</summary>
    public static string Signed(double value) => double.IsFinite(value) && value >= 0.005 ? $"+{Number(value)}" : Number(value);

    /// <summary>"[0.25, 0.57]", or nothing where there is no interval.</summary>
    public static string Interval(double low, double high) =>
        double.IsFinite(low) && double.IsFinite(high) ? $" [{Number(low)}, {Number(high)}]" : "";

    /// <summary>"p = 0.02", "p &lt; 0.0001"; two digits.</summary>
    public static string P(double p) => p < Least ? $"p {PValue(p)}" : $"p = {PValue(p)}";

    /// <summary>"0.02", "&lt; 0.0001", for a column of p values; a dash where there is none.</summary>
    public static string PValue(double p) =>
        double.IsNaN(p) ? "–"
        : p < Least ? "< 0.0001"
        : p.ToString(
            p < 0.001 ? "0.0000"
                : p < 0.0995 ? "0.000"
                : "0.00",
            CultureInfo.InvariantCulture
        );

    private const double Least = 0.0001;

    /// <summary>A sentence's beginning in upper case.</summary>
    public static string Begin(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
