using System.Globalization;
using System.Text.Json;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reproductions;

namespace PlasticityLab.Cli.Docs;

/// <summary>One small picture a reproduction: how far each value lies from the published one, in units of the accepted difference. It is drawn
/// from values that are kept beside it.</summary>
internal static class ReproductionPicture
{
    /// <summary>The kept values.</summary>
    public const string Table = "reproductions.csv";

    /// <summary>The table of what <c>plasticity reproduce --all --json</c> printed.</summary>
    /// <exception cref="UserError">The file holds something else, or not every case.</exception>
    public static string TableOf(string file)
    {
        ReproductionRow[]? rows = null;
        try
        {
            rows = JsonSerializer.Deserialize<ReproductionRow[]>(UserFile.Text(file), Terminal.JsonOptions);
        }
        catch (JsonException)
        {
            // Said below.
        }

        var missing = Catalog.Of<IReproduction>().All.Select(item => item.Card.Id).Except(rows?.Select(row => row.Id) ?? []).ToArray();
        return missing.Length == 0
            ? TableOf(rows!)
            : throw new UserError(
                $"{file} must hold what plasticity reproduce --all --json prints, but lacks {string.Join(", ", missing)}: write it anew with that command."
            );
    }

    /// <summary>The table of computed values.</summary>
    public static string TableOf(IEnumerable<ReproductionRow> rows) =>
        TableOf<ReproducedRow>.WriteCsv([
            .. rows.GroupBy(row => row.Id)
                .SelectMany(group =>
                    group.Select((row, k) => new ReproducedRow(row.Id, k, row.Case, row.Published, Rounded(row), row.Tolerance))
                ),
        ]);

    /// <summary>Where in a page of a case its picture lies.</summary>
    public static string Path(string id) => $"reproductions/{id}.svg";

    /// <summary>The picture of a case.</summary>
    public static Figure Draw(string id, IReadOnlyList<ReproducedRow> rows)
    {
        var axes = new Axes
        {
            X = Axis.Linear("(Obtained − published) / accepted difference", -1.15, 1.15) with { Ticks = [-1, 0, 1] },
            Y = Axis.Names([.. rows.Select(row => RichText.Literal(Short(row.Case)))], inverted: true),
        };
        axes.Span(-1, 1).Guide(0, vertical: true);
        double[] off = [.. rows.Select(Off)];
        axes.Points(off, [.. rows.Select((_, k) => (double)k)], new Marker(Glyph.Circle, Palette.Blue, 3));
        var worst = off.Max(Math.Abs);
        return new Figure($"reproduction-{id}", 130, 18 + (4.4 * rows.Count))
        {
            Title = $"{id}: obtained against published values",
            Alt = string.Create(
                CultureInfo.InvariantCulture,
                $"{rows.Count} {(rows.Count == 1 ? "value" : "values")}, each within its accepted difference; the farthest at {worst:0.00} of it: {rows[Array.FindIndex(off, x => Math.Abs(x) == worst)].Case}."
            ),
        }.Add(axes, lettered: false);
    }

    // Where nothing may differ, nothing does.
    private static double Off(ReproducedRow row) => row.Tolerance > 0 ? (row.Obtained - row.Published) / row.Tolerance : 0;

    // Two digits beyond what is accepted: the picture needs no more, and another processor gives the same.
    private static double Rounded(ReproductionRow row)
    {
        if (row.Tolerance <= 0 || !double.IsFinite(row.Obtained))
        {
            return row.Obtained;
        }

        var digits = 2 - (int)Math.Floor(Math.Log10(row.Tolerance));
        return digits is >= 0 and <= 15 ? Math.Round(row.Obtained, digits) : row.Obtained;
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..59].TrimEnd()}…";
}
