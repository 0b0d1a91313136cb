using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Player;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using static PlasticityLab.Figures.Study.StudyView;

namespace PlasticityLab.Figures.Study;

/// <summary>The first picture of a report: one column a rule, from its window over the weights that it leaves to a replay and the plane that
/// explains it.</summary>
internal sealed class RulesAtAGlance : IFigure
{
    private const int MostColumns = 8,
        MostConditions = 2,
        MostRows = 3;
    private const double WindowReach = 0.080;

    public FigureCard Card =>
        new(
            "rules_at_a_glance",
            "From rule to replay",
            "Each rule's window, the weights it leaves, one replay and the phase plane of two neighbouring items.",
            typeof(CourseRow),
            typeof(BlockRow)
        )
        {
            Measures = [NetworkMeasures.S],
        };

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        string[] conditions = [.. study.Conditions().Take(MostConditions)];
        var all = study.Ordered(study.Rows<CourseRow>().Select(row => row.Rule)).Where(rule => IsRule(study, rule)).ToArray();
        var rules = Chosen(study, all, conditions);
        if (rules.Length == 0)
        {
            yield break;
        }

        var planes = rules.ToDictionary(rule => rule, rule => conditions.Select(c => Plane(study, rule, c)).ToArray());
        var hasPlanes = planes.Values.Any(row => row.Any(plane => plane is not null));
        var columns = rules.ToDictionary(rule => rule, rule => conditions.Select(condition => Column(study, rule, condition)).ToArray());
        var largest = columns
            .Values.SelectMany(row => row)
            .OfType<LivingPicture.Column>()
            .SelectMany(column => column.Weights.Values)
            .Max(Math.Abs);
        // A few rules fill the width as a row each: window, weights, replay and plane beside each other.
        var arms = rules.Length * conditions.Length;
        var rows = arms <= MostRows;
        var figure = new Figure(
            Card.Id,
            Figure.Double,
            rows ? 14 + (22 * arms)
                : hasPlanes ? 77
                : 58
        )
        {
            Title = Card.Title,
            RowWeights =
                rows ? []
                : hasPlanes ? [0.6, 1, 0.7, 1]
                : [0.6, 1, 0.7],
            ColumnWeights = rows
                ? hasPlanes
                    ? [1.3, 0.8, 1.3, 0.8]
                    : [1.3, 0.8, 1.3]
                : [.. Enumerable.Range(0, arms).Select(k => k == 0 ? 1.22 : 1)],
            Caption = Caption(study, rules, all, conditions, rows ? "row" : "column", hasPlanes, largest),
            Alt = string.Join(
                " ",
                rules.SelectMany(rule => conditions.Select((c, i) => Told(study, rule, c, columns[rule][i], planes[rule][i])))
            ),
        };
        var weights = ColorScale.Signed(largest, "");
        var overlap = ColorScale.Magnitude(0, 1, "");
        for (var r = 0; r < rules.Length; r++)
        {
            var first = r * conditions.Length;
            if (!rows)
            {
                figure.Add(Window(study, rules[r], r == 0), 0, first, 1, conditions.Length, lettered: false);
            }

            for (var c = 0; c < conditions.Length; c++)
            {
                var (left, at) = (rows || first + c == 0, first + c);
                if (rows)
                {
                    figure.Add(Window(study, rules[r], true), at, 0, lettered: false);
                }

                if (columns[rules[r]][c] is not { } column)
                {
                    continue;
                }

                var title = conditions.Length > 1 ? study.ConditionMarkup(conditions[c]) : "";
                figure
                    .Add(Weights(column, weights, title, left), rows ? at : 1, rows ? 1 : at, lettered: false)
                    .Add(Replay(column, overlap, left), rows ? at : 2, rows ? 2 : at, lettered: false);
                if (planes[rules[r]][c] is { } plane)
                {
                    figure.Add(PhasePlanes.Small(plane, left, square: rows), rows ? at : 3, rows ? 3 : at, lettered: false);
                }
            }
        }

        Source(figure, study, rules, columns, conditions);
        yield return figure;
    }

    private static bool IsRule(StudyResults study, string rule) => study.Family(rule) is RuleFamily.Correlational or RuleFamily.Temporal;

    // All rules where they have room; else the best ones and the worst.
    private static string[] Chosen(StudyResults study, string[] rules, string[] conditions)
    {
        var most = MostColumns / Math.Max(1, conditions.Length);
        if (rules.Length <= most)
        {
            return rules;
        }

        var ranked = rules.OrderByDescending(rule => conditions.Max(c => Score(study, rule, c))).ToArray();
        string[] chosen = [.. ranked.Take(most - 1), ranked[^1]];
        return [.. rules.Where(chosen.Contains)];
    }

    private static double Score(StudyResults study, string rule, string condition) =>
        study.Centre(rule, condition, NetworkMeasures.S).Value is var s && double.IsFinite(s) ? s : -1;

    private static PlaneData? Plane(StudyResults study, string rule, string condition) =>
        ReducedNetwork.Of(study, rule, condition)?.Plane(choice: false, double.NaN);

    private static LivingPicture.Column? Column(StudyResults study, string rule, string condition)
    {
        var courses = study.Rows<CourseRow>().Where(row => row.Rule == rule && row.Condition == condition).ToArray();
        return courses.Length == 0
            ? null
            : LivingPicture.Of(
                Label(rule),
                study
                    .Rows<BlockRow>()
                    .Where(row => row.Rule == rule && row.Condition == condition && double.IsFinite(row.B))
                    .Select(row => ((double)row.Post, (double)row.Pre, row.B)),
                courses.Select(row => ((double)row.Item, row.TimeMs, row.Overlap))
            );
    }

    private static Axes Window(StudyResults study, string rule, bool left)
    {
        var look = study.Style(rule);
        var axes = new Axes
        {
            Title = look.Label,
            X = Axis.Linear("", -1000 * WindowReach, 1000 * WindowReach) with { Ticks = [-50, 0, 50], TickLabels = ["−50", "0", "50 ms"] },
            Y = Axis.Linear(left ? "Window" : "", -1.15, 1.15) with { Ticks = [0] },
        };
        if (Rule(study, rule) is not { } made || !RuleWindow.Has(made))
        {
            return axes.Text(0, 0.5, "no window of its own", align: 0, size: 5.5);
        }

        double[] lags = [.. Enumerable.Range(-80, 161).Select(k => k * WindowReach / 80)];
        double[] changes = [.. RuleWindow.Of(made, lags).Select(point => point.Change)];
        var largest = changes.Max(Math.Abs);
        return axes.Guide(0)
            .Guide(0, vertical: true)
            .Line([.. lags.Select(lag => 1000 * lag)], [.. changes.Select(w => largest > 0 ? w / largest : 0)], look.Pen(1.1));
    }

    private static ILearningRule? Rule(StudyResults study, string rule) =>
        study.Study.Rules.FirstOrDefault(section => section.Name == rule) is { } section ? RuleChoice.Create(section.Learning)
        : study.Card(rule) is { } card ? RuleCatalog.Create(card.Id, [])
        : null;

    // The condition stands above as a text of one size: titles shrink to fit, each by itself.
    private static Axes Weights(LivingPicture.Column column, ColorScale scale, string title, bool left) =>
        new Axes
        {
            X = Axis.Linear() with { Ticks = [1, column.Weights.Columns] },
            Y = Axis.Linear(left ? "Weights" : "") with { Inverted = true, Ticks = [1, column.Weights.Rows] },
            Aspect = 1,
            Boxed = true,
            ShowColorBar = false,
        }
            .HeatMap(column.Weights, scale, signs: true)
            .Text(0.5, 0.5, title, dy: 3, size: 5.8);

    private static Axes Replay(LivingPicture.Column column, ColorScale scale, bool left)
    {
        var half = Math.Round(column.Times[^1] / 200) * 100;
        return new Axes
        {
            X = Axis.Linear() with { Ticks = half > 0 ? [0, half] : [0], TickLabels = half > 0 ? ["0", $"{half:0} ms"] : ["0"] },
            Y = Axis.Linear(left ? "Replay" : "") with { Inverted = true, Ticks = [1, column.Overlaps.Rows] },
            Boxed = true,
            ShowColorBar = false,
        }.HeatMap(column.Overlaps, scale, column.Times[0], column.Times[^1], 0.5, column.Overlaps.Rows + 0.5);
    }

    private static string Caption(
        StudyResults study,
        string[] rules,
        string[] all,
        string[] conditions,
        string line,
        bool planes,
        double largest
    ) =>
        (
            rules.Length < all.Length
                ? $"{rules.Length} of {all.Length} rules, the best and the worst, one {line} each. "
                : $"One {line} a rule. "
        )
        + (conditions.Length < study.Conditions().Count ? $"{conditions.Length} of {study.Conditions().Count} conditions. " : "")
        + $"Window: weight change when post follows pre by so long. Weights: means from item (across) to item (down) over {Wording.Count(study.Seeds(), "network")}; blue raises activity, red (barred where strong) lowers it, darkest {StudyView.F(largest)}; below the diagonal: onwards. Replay (one seed): item (down) active after a cue at item 1."
        + (planes ? " Plane: activity of an item (across) and of the next (up); the dotted course begins with the first alone." : "");

    private static string Told(StudyResults study, string rule, string condition, LivingPicture.Column? column, PlaneData? plane) =>
        column is null
            ? ""
            : $"{Markup(rule)}, {study.ConditionMarkup(condition)}: {LivingPicture.Told(column)}{(plane is null ? "" : $" In the plane activity {PhasePlanes.Fate(plane)}.")}";

    private static void Source(
        Figure figure,
        StudyResults study,
        string[] rules,
        Dictionary<string, LivingPicture.Column?[]> columns,
        string[] conditions
    )
    {
        var table = figure.Table("weights", "rule", "condition", "post", "pre", "B");
        foreach (var (rule, c) in rules.SelectMany(rule => conditions.Select((_, c) => (rule, c))))
        {
            if (columns[rule][c] is { } column)
            {
                for (var k = 0; k < column.Weights.Values.Length; k++)
                {
                    table.Row(
                        rule,
                        conditions[c],
                        (k / column.Weights.Columns) + 1,
                        (k % column.Weights.Columns) + 1,
                        column.Weights.Values[k]
                    );
                }
            }
        }

        var replays = figure.Table("replays", "rule", "condition", "time_ms", "item", "overlap");
        foreach (var row in study.Rows<CourseRow>().Where(row => rules.Contains(row.Rule) && conditions.Contains(row.Condition)))
        {
            replays.Row(row.Rule, row.Condition, row.TimeMs, row.Item, row.Overlap);
        }
    }
}
