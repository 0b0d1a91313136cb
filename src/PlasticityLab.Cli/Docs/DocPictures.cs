using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Player;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Models.Words;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Docs;

/// <summary>The pictures of the documentation: drawn from the formulas of the rules, and from small tables that are kept beside
/// them.</summary>
internal static class DocPictures
{
    /// <summary>The table of the four rules, taken from the demo's study.</summary>
    public const string Table = "four-rules.csv";

    /// <summary>The folder of the studies' pictures and their tables.</summary>
    public const string Studies = "studies";

    private static readonly string[] Shown = ["hebb", "anti", "tah", "stdp"];

    /// <summary>Every picture with its path below <c>docs/images</c>.</summary>
    /// <param name="images">The folder <c>docs/images</c>.</param>
    public static IEnumerable<(string Path, string Svg)> All(string images)
    {
        yield return ("four-rules.svg", FourRules(TableOf<PictureRow>.ReadCsv(Path.Combine(images, Table))).Svg());
        foreach (var card in RuleCatalog.Cards.Where(card => card.Clock != RuleClock.AtSpikesAndAbove))
        {
            yield return ($"rules/{card.Id}.svg", Window(card).Svg());
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(images, Studies), "*.csv").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            yield return ($"{Studies}/{name}.svg", StudyPicture.Draw(name, TableOf<StudyPictureRow>.ReadCsv(file)).Svg());
        }

        foreach (var reproduction in TableOf<ReproducedRow>.ReadCsv(Path.Combine(images, ReproductionPicture.Table)).GroupBy(row => row.Id))
        {
            yield return (ReproductionPicture.Path(reproduction.Key), ReproductionPicture.Draw(reproduction.Key, [.. reproduction]).Svg());
        }
    }

    /// <summary>Takes the small tables behind the pictures of a shipped study from its results.</summary>
    /// <param name="images">The folder <c>docs/images</c>.</param>
    /// <param name="study">The results.</param>
    public static void Keep(string images, StudyResults study)
    {
        Directory.CreateDirectory(Path.Combine(images, Studies));
        File.WriteAllText(Path.Combine(images, Studies, $"{study.Study.Name}.csv"), StudyPicture.TableOf(study));
        if (study.Study.Name == "first-look")
        {
            File.WriteAllText(Path.Combine(images, Table), TableOf(study));
        }
    }

    /// <summary>A rule's window: the change of a weight against the time from the sender's pulse to the receiver's.</summary>
    public static Figure Window(RuleCard card)
    {
        // Half a millisecond steps around coincidence, then two: windows are steepest there.
        double[] lags = [.. Enumerable.Range(-80, 161).Select(k => k / 1000.0)];
        var window = RuleWindow.Of(RuleCatalog.Create(card.Id), lags);
        var largest = Math.Max(window.Max(point => Math.Abs(point.Change)), 1e-300);
        var style = RuleStyle.Of(card.Id);
        var axes = new Axes
        {
            X = Axis.Linear("Receiver after sender (ms)", -80, 80) with { Ticks = [-80, -40, 0, 40, 80] },
            Y = Axis.Linear("Change", -1.1, 1.1) with { Ticks = [-1, 0, 1] },
        };
        axes.Guide(0).Guide(0, vertical: true);
        axes.Line([.. lags.Select(lag => 1000 * lag)], [.. window.Select(point => point.Change / largest)], new Pen(style.Paint, 1.2));
        var (before, after) = (window[60].Change / largest, window[100].Change / largest);
        return new Figure($"window-{card.Id}", 60, 36)
        {
            Title = $"Window of {RichText.Literal(card.Name)}",
            Alt = FormattableString.Invariant(
                $"Change of a weight, in units of the largest: {before:0.00} when the receiver is active 20 ms before the sender, {window[80].Change / largest:0.00} together, {after:0.00} when 20 ms after."
            ),
        }.Add(axes);
    }

    /// <summary>The first picture: learned weights and replay of four rules.</summary>
    public static Figure FourRules(IReadOnlyList<PictureRow> rows)
    {
        var weights = rows.Where(row => row.Kind == "weight").ToLookup(row => row.Rule, Cell);
        var replay = rows.Where(row => row.Kind == "overlap").ToLookup(row => row.Rule, Cell);
        return LivingPicture.Draw(
            "four-rules",
            [.. Shown.Select(rule => LivingPicture.Of(DisplayNames.Rule(rule), weights[rule], replay[rule]))]
        );

        static (double, double, double) Cell(PictureRow row) => (row.Y, row.X, row.Value);
    }

    /// <summary>The small table of the four rules from a study that has them, as the demo's: block weights, and the replay every 20 ms.</summary>
    public static string TableOf(StudyResults study)
    {
        var rows = new List<PictureRow>();
        foreach (var rule in Shown)
        {
            var blocks = study.Rows<BlockRow>().Where(row => row.Rule == rule && row.Condition == "A");
            foreach (var cell in blocks.GroupBy(row => (row.Post, row.Pre)).OrderBy(cell => cell.Key))
            {
                rows.Add(new(rule, "weight", cell.Key.Post, cell.Key.Pre, Math.Round(cell.Average(row => row.B), 4)));
            }

            rows.AddRange(
                study
                    .Rows<CourseRow>()
                    .Where(row => row.Rule == rule && row.Condition == "A" && row.TimeMs % 20 == 0)
                    .Select(row => new PictureRow(rule, "overlap", row.Item, row.TimeMs, Math.Round(Math.Max(0, row.Overlap), 3)))
            );
        }

        return TableOf<PictureRow>.WriteCsv(rows);
    }
}
