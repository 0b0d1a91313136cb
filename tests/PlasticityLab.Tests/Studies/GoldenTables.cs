using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Tests.Studies;

/// <summary>Compares the files of two folders: text must be equal; numbers may differ by 1e-10 of their size (last digits differ between
/// processors), those of figures by 0.01 px.</summary>
internal static partial class GoldenTables
{
    // Below this size a number is rounding that has been left over from a difference, and is compared absolutely.
    private const double Relative = 1e-10,
        Negligible = 1e-3,
        Pixels = 0.01;

    /// <summary>One sentence for each file that differs.</summary>
    public static IEnumerable<string> Differences(string kept, string found)
    {
        var names = Names(kept).Union(Names(found)).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var (a, b) = (Path.Combine(kept, name), Path.Combine(found, name));
            var difference =
                !File.Exists(b) ? " is kept and was not written"
                : !File.Exists(a) ? " is written and not kept"
                : Path.GetExtension(name) == ".npz" ? Arrays(a, b)
                : Lines(a, b, Path.GetExtension(name) == ".svg");
            if (difference is not null)
            {
                yield return name + difference;
            }
        }
    }

    /// <summary>The files of a folder that are kept: Parquet files hold what the CSV files beside them say.</summary>
    public static IEnumerable<string> Kept(string folder) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder).Where(path => Path.GetExtension(path) != ".parquet") : [];

    private static IEnumerable<string> Names(string folder) => Kept(folder).Select(path => Path.GetFileName(path)!);

    // Comments are left out: the one in tuned.yaml names the study by the hash of all its settings.
    private static string? Lines(string kept, string found, bool figure)
    {
        var (a, b) = (Read(kept), Read(found));
        if (a.Length != b.Length)
        {
            return $": {a.Length} lines are kept, {b.Length} were found";
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (!Same(a[i], b[i], figure))
            {
                return $", line {i + 1}: \"{Short(a[i])}\" was kept, \"{Short(b[i])}\" was found";
            }
        }

        return null;
    }

    private static string[] Read(string path) => [.. File.ReadLines(path).Where(line => !line.StartsWith('#'))];

    private static bool Same(string a, string b, bool figure)
    {
        if (a == b)
        {
            return true;
        }

        var (x, y) = (Number().Matches(a), Number().Matches(b));
        return Number().Replace(a, "#") == Number().Replace(b, "#")
            && x.Zip(y)
                .All(pair =>
                {
                    var (p, q) = (Parse(pair.First.Value), Parse(pair.Second.Value));
                    return figure ? Math.Abs(p - q) <= Pixels : Close(p, q);
                });
    }

    private static string? Arrays(string kept, string found)
    {
        var (a, b) = (Npz.Read(kept), Npz.Read(found));
        if (!a.Keys.SequenceEqual(b.Keys))
        {
            return $": arrays {string.Join(", ", a.Keys)} are kept, {string.Join(", ", b.Keys)} were found";
        }

        var differing = a.Keys.FirstOrDefault(name =>
            !a[name].Shape.SequenceEqual(b[name].Shape) || !a[name].Values.Zip(b[name].Values).All(pair => Close(pair.First, pair.Second))
        );
        return differing is null ? null : $": array {differing} differs";
    }

    private static bool Close(double a, double b) =>
        a.Equals(b) || Math.Abs(a - b) <= Relative * Math.Max(Negligible, Math.Max(Math.Abs(a), Math.Abs(b)));

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    private static string Short(string line) => line.Length <= 120 ? line : line[..120] + " …";

    [GeneratedRegex(@"(?<![\d.])-?\d+(\.\d+)?([eE][-+]?\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
