using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing;

/// <summary>One look per rule in every figure. The family gives the marker (round: correlational, pointed: temporal, cross: control), so
/// rules are told apart without colour.</summary>
/// <param name="Label">Name for people, as markup.</param>
/// <param name="Paint">Colour.</param>
/// <param name="Glyph">Marker shape.</param>
/// <param name="Filled">Marker filled or outlined.</param>
/// <param name="Dash">Line pattern.</param>
public sealed record RuleStyle(string Label, Paint Paint, Glyph Glyph, bool Filled, Dash Dash)
{
    // Rules that are often compared with each other have colours of their own, whatever else a study holds.
    private static readonly string[] Preferred = ["hebbian", "rate_stdp", "causal_trace_hebb", "anti_hebbian", "oja", "bcm"];
    private static readonly Paint[] Series = [.. Palette.Series.Where(paint => paint != Palette.Grey)];
    private static readonly Dictionary<string, RuleStyle> Known = Build();

    /// <summary>The look of a rule or control outside a study, by id or short name; unknown names get a neutral look.</summary>
    public static RuleStyle Of(string rule) =>
        Known.GetValueOrDefault(Key(rule)) ?? new RuleStyle(Text(rule), Palette.Grey, Glyph.Square, false, Dash.DashDot);

    /// <summary>The looks of the rules of one study: each a colour and a mark that no other has, that of its kind where it is free,
    /// whatever the study calls it.</summary>
    /// <param name="rules">Names in the order of figures, each with the card of the rule behind it.</param>
    public static IReadOnlyDictionary<string, RuleStyle> Together(IEnumerable<(string Name, RuleCard? Card)> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var (given, taken) = (new Dictionary<string, RuleStyle>(StringComparer.Ordinal), new HashSet<(Paint, Glyph, bool)>());
        var shapes = new HashSet<(Glyph, bool)>(); // while there are free ones every rule has its own, so that no colour is needed
        // The first entry of every kind keeps its look, rules of the catalogue before others; colours repeat only when all are used.
        foreach (
            var (name, card) in rules
                .GroupBy(Id)
                .SelectMany(kind => kind.Select((rule, twin) => (rule, twin)))
                .OrderBy(x => x.twin)
                .ThenBy(x => Rank(Id(x.rule)))
                .Select(x => x.rule)
        )
        {
            var usual = Known.GetValueOrDefault(Key(Id((name, card))));
            var kind = card?.Family ?? (usual is null ? null : FamilyOf(usual));
            var free = kind is RuleFamily.Control ? [usual?.Paint ?? Palette.Grey] : Colours(usual, given.Values);
            (Paint Paint, Glyph Glyph, bool Filled) own = (usual?.Paint ?? free[0], usual?.Glyph ?? Glyphs(kind)[0], usual?.Filled ?? true);
            var looks = Looks(kind, free).Prepend(own).Where(look => look != own || free[0] == own.Paint);
            var look = looks
                .OrderBy(look =>
                    !Glyphs(kind).Contains(look.Glyph) ? 2
                    : shapes.Contains((look.Glyph, look.Filled)) ? 1
                    : 0
                )
                .FirstOrDefault(taken.Add, own);
            shapes.Add((look.Glyph, look.Filled));
            var label = card is null || IsIts(name, card) ? Text(Id((name, card))) : RichText.Literal(name);
            given[name] = new(label, look.Paint, look.Glyph, look.Filled, usual?.Dash ?? DashOf(kind, given.Count));
        }

        return given;

        static string Id((string Name, RuleCard? Card) rule) => rule.Card?.Id ?? rule.Name;
        static bool IsIts(string name, RuleCard card) => Names.Same(name, card.Id) || Names.Same(name, card.Short);
    }

    /// <summary>The same for rules that are named by their ids or short names, as one look-up.</summary>
    public static Func<string, RuleStyle> Among(IEnumerable<string> rules)
    {
        var looks = Together(rules.Distinct(StringComparer.Ordinal).Select(rule => (rule, RuleCatalog.Find(rule))));
        return rule => looks.GetValueOrDefault(rule) ?? Of(rule);
    }

    /// <summary>A line in this look.</summary>
    public Pen Pen(double width = 0.9) => new(Paint, width, Dash);

    /// <summary>A data point in this look.</summary>
    public Marker Marker(double size = 3) => new(Glyph, Paint, size, Filled);

    private static string Text(string rule) => RichText.Literal(DisplayNames.Rule(rule));

    // The usual colour when it is free, then the free ones, then all again.
    private static Paint[] Colours(RuleStyle? usual, IEnumerable<RuleStyle> given)
    {
        var counts = Series.ToDictionary(paint => paint, paint => given.Count(style => style.Paint == paint));
        var least = counts.Values.Min();
        return
        [
            .. Series.Where(paint => paint == usual?.Paint && counts[paint] == least),
            .. Series.Where(paint => paint != usual?.Paint || counts[paint] != least).OrderBy(paint => counts[paint]),
        ];
    }

    private static IEnumerable<(Paint Paint, Glyph Glyph, bool Filled)> Looks(RuleFamily? family, IReadOnlyList<Paint> colours)
    {
        // A colour that is used for the second time comes with another shape.
        foreach (var paint in colours)
        {
            foreach (var filled in new[] { true, false })
            {
                foreach (var glyph in Glyphs(family))
                {
                    yield return (paint, glyph, filled);
                }
            }
        }

        // More rules than that: every shape in every colour.
        foreach (var paint in Series)
        {
            foreach (var glyph in Enum.GetValues<Glyph>())
            {
                yield return (paint, glyph, true);
                yield return (paint, glyph, false);
            }
        }
    }

    private static Glyph[] Glyphs(RuleFamily? family) =>
        family switch
        {
            RuleFamily.Correlational => [Glyph.Circle, Glyph.Square],
            RuleFamily.Temporal => [Glyph.Triangle, Glyph.Diamond, Glyph.TriangleDown],
            RuleFamily.Control => [Glyph.Cross, Glyph.Plus],
            _ => [Glyph.Square, Glyph.Diamond, Glyph.Circle],
        };

    private static Dash DashOf(RuleFamily? family, int i) =>
        family == RuleFamily.Temporal
            ? Dash.Solid
            : (i % 3) switch
            {
                0 => Dash.Dashed,
                1 => Dash.DashDot,
                _ => Dash.Dotted,
            };

    private static RuleFamily FamilyOf(RuleStyle style) =>
        style.Glyph is Glyph.Cross or Glyph.Plus ? RuleFamily.Control
        : style.Glyph is Glyph.Circle or Glyph.Square ? RuleFamily.Correlational
        : RuleFamily.Temporal;

    private static int Rank(string id)
    {
        var at = Array.FindIndex(Preferred, known => Names.Same(known, id));
        return at >= 0 ? at
            : Known.ContainsKey(Key(id)) ? Preferred.Length
            : 1000;
    }

    private static string Key(string rule) =>
        rule.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    private static Dictionary<string, RuleStyle> Build()
    {
        var styles = new Dictionary<string, RuleStyle>(StringComparer.Ordinal);
        var taken = new HashSet<(Paint, Glyph, bool)> { (Palette.Grey, Glyph.Cross, true) }; // of no learning, below
        var (next, count, shape) = (0, 0, new Dictionary<RuleFamily, int>());
        foreach (
            var card in RuleCatalog
                .Cards.OrderBy(card => Array.IndexOf(Preferred, card.Id) is var at and >= 0 ? at : Preferred.Length)
                .ThenBy(card => card is { Family: RuleFamily.Control, ByValues: true }) // no rule before it has values
                .ThenBy(card => card.Id, StringComparer.Ordinal)
        )
        {
            var colours =
                card.Family == RuleFamily.Control
                    ? [Palette.Grey]
                    : Enumerable.Range(0, Series.Length).Select(k => Series[(next + k) % Series.Length]).ToArray();
            next += card.Family == RuleFamily.Control ? 0 : 1;
            // Shapes in turn, filled ones first: rules of one family that are often compared are told apart without colour.
            var turn = shape[card.Family] = shape.GetValueOrDefault(card.Family, -1) + 1;
            var (paint, glyph, filled) = Looks(card.Family, colours).Skip(turn % (2 * Glyphs(card.Family).Length)).First(taken.Add);
            var style = new RuleStyle(Text(card.Id), paint, glyph, filled, DashOf(card.Family, count++));
            styles[Key(card.Id)] = styles[Key(card.Short)] = style;
        }

        styles["ORACLE"] = styles["ORACLECHAIN"] = new RuleStyle("oracle", Paint.Ink, Glyph.Plus, true, Dash.LongDash);
        styles["NOLEARNING"] = styles["NONE"] = new RuleStyle("no learning", Palette.Grey, Glyph.Cross, true, Dash.Dotted);
        return styles;
    }
}
