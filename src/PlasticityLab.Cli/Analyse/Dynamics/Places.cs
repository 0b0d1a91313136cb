using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>How places are printed: with decimals where the numbers are near 1, else with an exponent, so that no size loses its
/// digits.</summary>
internal static class Places
{
    /// <summary>A number among others whose largest modulus is <paramref name="size"/>.</summary>
    public static string Text(double value, double size, int decimals = 9) =>
        size is (>= 1e-3 and < 1e7) or 0 ? value.Text($"F{decimals}") : value.Text($"0.{new string('#', decimals)}e+0");

    /// <summary>The first few coordinates of a place, in brackets.</summary>
    public static string Text(IReadOnlyList<double> place, double size, int decimals = 9, int most = 6, int width = 0) =>
        $"({string.Join(", ", place.Take(most).Select(value => Text(value, size, decimals).PadLeft(width)))}{(place.Count > most ? ", ..." : "")})";

    /// <summary>How many decimals of places of a size hold when they are known to an error, at most nine.</summary>
    public static int Decimals(double error, double size)
    {
        var share = size is (>= 1e-3 and < 1e7) or 0 ? error : error / size;
        return share <= 5e-10 || !double.IsFinite(share) ? 9 : Math.Clamp((int)Math.Floor(-Math.Log10(2 * share)), 0, 9);
    }

    /// <summary>A number with the digits that hold when it is known to an error; all of them for an error of 0.</summary>
    public static string Rounded(double value, double error)
    {
        var share = Math.Max(error, 4e-16 * Math.Abs(value)) / Math.Max(Math.Abs(value), 1e-300);
        return error == 0 ? value.Text("R") : value.Text($"G{Math.Clamp((int)Math.Floor(-Math.Log10(2 * share)) + 1, 1, 15)}");
    }

    /// <summary>The largest modulus among numbers; 0 when there are none.</summary>
    public static double Size(IEnumerable<double> values) => values.Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
}
