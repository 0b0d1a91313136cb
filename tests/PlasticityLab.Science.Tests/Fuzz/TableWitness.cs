using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Science.Tests.Fuzz;

/// <summary>Counts the rows and cells of a table by cutting its text, and reads each by the runtime's own parser.</summary>
internal static partial class TableWitness
{
    [GeneratedRegex("\r\n|[\r\n\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnd();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();

    public static void Check(string path, Matrix accepted)
    {
        var table = NumberTable.Read(path);
        string[] lines =
        [
            .. LineEnd().Split(TextOf(path)).Where(line => !string.IsNullOrWhiteSpace(line) && line.TrimStart(' ')[0] != '#'),
        ];
        Assert.Equal(lines.Length, accepted.Rows);
        var cells = lines.Select(line => Cells(line, table.Delimiter)).ToArray();
        if (table.Delimiter != ' ' && cells.All(row => row.Length == accepted.Columns + 1 && row[^1].Length == 0))
        {
            cells = [.. cells.Select(row => row[..^1])];
        }

        Assert.All(cells, row => Assert.Equal(accepted.Columns, row.Length));
        Assert.Equal(cells.SelectMany(row => row).Select(cell => Number(cell, table.DecimalMark)), accepted.Values);
    }

    /// <summary>The text of a file: UTF-8, else Latin-1.</summary>
    public static string TextOf(string path)
    {
        var bytes = File.ReadAllBytes(path);
        try
        {
            return Read(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            return Read(bytes, Encoding.Latin1);
        }
    }

    private static string Read(byte[] bytes, Encoding encoding) => new StreamReader(new MemoryStream(bytes), encoding, true).ReadToEnd();

    // A delimiter in quotes is part of its cell, as in "1,5","2,5".
    private static string[] Cells(string line, char delimiter) =>
        delimiter == ' '
            ? line.Split([' ', '\u00a0'], StringSplitOptions.RemoveEmptyEntries)
            :
            [
                .. Quoted()
                    .Replace(line, match => match.Groups[1].Value.Replace(delimiter, '\u0001'))
                    .Split(delimiter)
                    .Select(cell => cell.Replace('\u0001', delimiter).Trim()),
            ];

    private static double Number(string cell, char mark) =>
        double.Parse(mark == ',' ? cell.Replace(',', '.') : cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
