using System.Text.Json;

namespace PlasticityLab.Tests.Cases;

/// <summary>One row of <c>tests/data/cases/*/expected.json</c> or <c>tests/data/hostile/expected.json</c>: a command and what must come
/// out.</summary>
/// <param name="Kind">The folder of its kind.</param>
/// <param name="Input">The file that the row is about; empty for none.</param>
/// <param name="Arguments">The words after <c>plasticity</c>.</param>
/// <param name="Expect">What must come out: keys as in <c>tests/data/README.md</c>.</param>
internal sealed record CaseRow(string Kind, string Input, string[] Arguments, JsonElement Expect)
{
    private const string Hostile = "hostile";

    /// <summary>The row's name: <c>kind/input words …</c>.</summary>
    public string Key => $"{Kind}/{Input} {string.Join(' ', Arguments)}";

    /// <summary>The folder with the row's inputs.</summary>
    public string Folder => Kind == Hostile ? TestData.Path(Hostile) : TestData.Path("cases", Kind);

    private static readonly CaseRow[] Every = [.. Read()];

    /// <summary>Every row that is a command, in the order of the folders.</summary>
    public static IReadOnlyList<CaseRow> All { get; } = [.. Every.Where(row => row.Arguments.Length > 0).DistinctBy(row => row.Key)];

    /// <summary>Rows that are no command, <c>kind/input</c>; <see cref="InCode"/> names the tests that hold them.</summary>
    public static IReadOnlyList<string> WithoutCommand { get; } =
    [.. Every.Where(row => row.Arguments.Length == 0).Select(row => $"{row.Kind}/{row.Input}")];

    /// <summary>Kind, test and input of each row that is no command, separated by tabs: <c>in-code.txt</c>.</summary>
    public static IReadOnlyList<string> InCode { get; } = [.. Keys("in-code.txt")];

    /// <summary>Rows that are not yet right: <c>pending.txt</c>. The list may only shrink.</summary>
    public static IReadOnlySet<string> Pending { get; } = Keys("pending.txt");

    /// <summary>Rows that take more than about two seconds: <c>slow.txt</c>. They run in <c>./test --all</c>.</summary>
    public static IReadOnlySet<string> Slow { get; } = Keys("slow.txt");

    private static HashSet<string> Keys(string file) =>
        [.. File.ReadLines(TestData.Path("cases", file)).Where(line => line.Length > 0 && line[0] != '#')];

    private static IEnumerable<CaseRow> Read() =>
        Directory
            .EnumerateDirectories(TestData.Path("cases"))
            .Order(StringComparer.Ordinal)
            .Append(TestData.Path(Hostile))
            .SelectMany(folder =>
            {
                using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));
                return document
                    .RootElement.EnumerateArray()
                    .Select(row => new CaseRow(
                        Path.GetFileName(folder),
                        row.GetProperty("input").GetString()!,
                        [.. row.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)],
                        row.GetProperty("expect").Clone()
                    ))
                    .ToArray();
            });
}
