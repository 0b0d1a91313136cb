using System.Net;
using System.Text.RegularExpressions;

namespace PlasticityLab.Reports;

/// <summary>Columns of dashes say nothing: they are left out of every table of a page, whatever the study did not do.</summary>
internal static partial class EmptyColumns
{
    /// <summary>The page without them. Tables of one row stay as they are, and those with cells that span others.</summary>
    public static string Dropped(string html) => Table().Replace(html, table => Narrowed(table.Value));

    private static string Narrowed(string table)
    {
        // The renderer writes the dash as a numeric entity.
        string[][] rows =
        [
            .. Row()
                .Matches(table)
                .Select(row => Cell().Matches(row.Value).Select(cell => WebUtility.HtmlDecode(cell.Groups[1].Value).Trim()).ToArray()),
        ];
        if (rows.Length < 3 || rows.Any(row => row.Length != rows[0].Length) || Spanning().IsMatch(table))
        {
            return table;
        }

        var empty = Enumerable.Range(0, rows[0].Length).Where(k => rows.Skip(1).All(row => row[k] is "–" or "–, –")).ToHashSet();
        return empty.Count == 0
            ? table
            : Row()
                .Replace(
                    table,
                    row =>
                    {
                        var k = 0;
                        return Cell().Replace(row.Value, cell => empty.Contains(k++) ? "" : cell.Value);
                    }
                );
    }

    [GeneratedRegex("<table[ >].*?</table>", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("<tr[ >].*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<t[dh](?: [^>]*)?>(.*?)</t[dh]>", RegexOptions.Singleline)]
    private static partial Regex Cell();

    [GeneratedRegex("(?:col|row)span=")]
    private static partial Regex Spanning();
}
