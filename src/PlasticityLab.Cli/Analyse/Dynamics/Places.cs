using System.Globalization;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>How places are printed: with decimals where the numbers are near 1, else with an exponent, so that no size loses its
/// digits.</summary>
internal static class Places
{
    /// <summary>A number among others whose largest modulus is <paramref name="size"/>.</summary>
    public static string Text(double value, double size, int decimals = 9) =>
        size is (>= 1e-3 and < 1e7) or 0
            ? value.ToString($"F{decimals}", CultureInfo.InvariantCulture)
            : value.ToString($"0.{new string('#', decimals)}e+0", CultureInfo.InvariantCulture);

    /// <summary>The first few coordinates of a place, in brackets.</summary>
    public static string Text(IReadOnlyList<double> place, double size, int decimals = 9, int most = 6, int width = 0) =>
        $"({string.Join(", ", place.Take(most).Select(value => Text(value, size, decimals).PadLeft(width)))}{(place.Count > most ? ", ..." : "")})";

    /// <summary>The largest modulus among numbers; 0 when there are none.</summary>
    public static double Size(IEnumerable<double> values) => values.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
}
