using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing;

/// <summary>One look per rule in every figure. The family gives the marker (round: correlational, pointed: temporal, cross: control), so
/// rules are told apart without colour.</summary>
/// <param name="Label">Short name.</param>
/// <param name="Paint">Colour.</param>
/// <param name="Glyph">Marker shape.</param>
/// <param name="Filled">Marker filled or outlined.</param>
/// <param name="Dash">Line pattern.</param>
public sealed record RuleStyle(string Label, Paint Paint, Glyph Glyph, bool Filled, Dash Dash)
{
    private static readonly Dictionary<string, RuleStyle> Known = Build();

    /// <summary>The look of a rule or control, by id or short name; unknown names get a neutral look.</summary>
    public static RuleStyle Of(string rule) =>
        Known.GetValueOrDefault(Key(rule)) ?? new RuleStyle(rule.Replace('_', ' '), Palette.Grey, Glyph.Square, false, Dash.DashDot);

    /// <summary>The look of an entry of a study: that of its rule, whatever the study calls it.</summary>
    /// <param name="card">What the rule is.</param>
    /// <param name="name">What the study calls it.</param>
    /// <param name="twins">Entries of the same rule that have had their look before this one.</param>
    public static RuleStyle Of(RuleCard card, string name, int twins = 0)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(name);
        var style =
            Known.GetValueOrDefault(Key(card.Id))
            ?? (
                card.Family == RuleFamily.Temporal
                    ? new RuleStyle("", Palette.Series[5], Glyph.Diamond, false, Dash.Solid)
                    : new RuleStyle("", Palette.Series[5], Glyph.Square, false, Dash.DashDot)
            );
        var label = Names.Same(name, card.Id) || Names.Same(name, card.Short) ? card.Short : name.Replace('_', ' ');
        return style with
        {
            Label = label,
            Paint = twins == 0 ? style.Paint : Palette.Series[(Palette.Series.ToList().IndexOf(style.Paint) + 1 + twins) % 6],
            Filled = style.Filled ^ (twins % 2 == 1),
        };
    }

    /// <summary>A line in this look.</summary>
    public Pen Pen(double width = 0.9) => new(Paint, width, Dash);

    /// <summary>A data point in this look.</summary>
    public Marker Marker(double size = 3) => new(Glyph, Paint, size, Filled);

    private static string Key(string rule) =>
        rule.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    private static Dictionary<string, RuleStyle> Build()
    {
        var styles = new Dictionary<string, RuleStyle>(StringComparer.Ordinal);
        foreach (var family in RuleCatalog.Cards.GroupBy(card => card.Family))
        {
            // The rules of the founding question keep the first and strongest looks.
            var cards = family
                .OrderBy(card =>
                    card.Id is "hebbian" or "rate_stdp" ? 0
                    : card.Id is "anti_hebbian" or "causal_trace_hebb" ? 1
                    : 2
                )
                .ThenBy(card => card.Id, StringComparer.Ordinal)
                .ToArray();
            for (var i = 0; i < cards.Length; i++)
            {
                var paint = family.Key == RuleFamily.Control ? Palette.Grey : Palette.Series[i % 6];
                var glyph = family.Key switch
                {
                    RuleFamily.Correlational => i % 2 == 0 ? Glyph.Circle : Glyph.Square,
                    RuleFamily.Temporal => (i % 3) switch
                    {
                        0 => Glyph.Triangle,
                        1 => Glyph.Diamond,
                        _ => Glyph.TriangleDown,
                    },
                    _ => Glyph.Cross,
                };
                var dash =
                    family.Key == RuleFamily.Temporal
                        ? Dash.Solid
                        : (i % 3) switch
                        {
                            0 => Dash.Dashed,
                            1 => Dash.DashDot,
                            _ => Dash.Dotted,
                        };
                var style = new RuleStyle(cards[i].Short, paint, glyph, i < 6 && (i / 2) % 2 == 0, dash);
                styles[Key(cards[i].Id)] = styles[Key(cards[i].Short)] = style;
            }
        }

        styles["ORACLE"] = styles["ORACLECHAIN"] = new RuleStyle("oracle", Paint.Ink, Glyph.Plus, true, Dash.LongDash);
        styles["NOLEARNING"] = styles["NONE"] = new RuleStyle("no learning", Palette.Grey, Glyph.Cross, true, Dash.Dotted);
        return styles;
    }
}
