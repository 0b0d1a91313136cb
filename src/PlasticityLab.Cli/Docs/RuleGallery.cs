using System.Globalization;
using System.Text;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Cli.Docs;

/// <summary>The page of all rules, written from the catalogue: equation, window, what to expect, a line to run.</summary>
internal static class RuleGallery
{
    /// <summary>The page.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Rule gallery

            <!-- Written by `plasticity docs --write` from the catalogue: change the rules' cards, not this page. -->

            Every rule of the catalogue with its window: the change of a weight when the receiver's pulse of activity comes so long after the sender's,
            in units of the largest change, drawn from the formula with its default values. What a window says and what it leaves out:
            [learning rules](../theory/learning-rules.md). Normal forms and the time-reversal index, both with the default values:
            [the space of rules](../theory/rule-space.md).


            """.ReplaceLineEndings("\n")
        );
        foreach (
            var (family, title) in new[]
            {
                (RuleFamily.Temporal, "Rules with a sense of time"),
                (RuleFamily.Correlational, "Rules that act on coincidence"),
                (RuleFamily.Control, "Controls"),
            }
        )
        {
            page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
            foreach (var card in RuleCatalog.Cards.Where(card => card.Family == family && !card.ByValues))
            {
                Append(page, card);
            }
        }

        page.Append("## Families of rules\n\n");
        foreach (var card in RuleCatalog.Cards.Where(card => card.ByValues))
        {
            Append(page, card);
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void Append(StringBuilder page, RuleCard card)
    {
        page.Append(CultureInfo.InvariantCulture, $"### {card.Name}\n\n");
        if (card.Clock != RuleClock.AtSpikesAndAbove)
        {
            page.Append(CultureInfo.InvariantCulture, $"![Window of {card.Name}](../images/rules/{card.Id}.svg)\n\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"`{card.Equation}`\n\n{card.Intuition} {Expect(card)}\n\n");
        if (!card.ByValues && RulePrediction.Of(RuleCatalog.Create(card.Id)) is { Drifts.Count: > 0 } theory)
        {
            var form = theory.Form is { } normal
                ? $"Normal form `{BilinearForm.Text(normal.Rule, 6)}`"
                : $"No bilinear rule: {theory.WhyNot}";
            page.Append(
                CultureInfo.InvariantCulture,
                $"{form}. Time-reversal index {RuleTheory.Index(theory.TimeReversalIndex)}; direction: {theory.Direction}.\n\n"
            );
        }

        var tune = PairUpdate.Takes(RuleCatalog.Create(card.Id)) ? $"\n./plasticity tune learn frere-jacques --rule {card.Id}" : "";
        page.Append(CultureInfo.InvariantCulture, $"```\n./plasticity rules describe {card.Id}{tune}\n```\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Id `{card.Id}`. {card.Source.TrimEnd('.')}.\n\n");
    }

    private static string Expect(RuleCard card) =>
        card.Reversal switch
        {
            _ when card.ByValues => "Whether it can tell forwards from backwards its values decide; the window is that of its defaults.",
            TimeReversal.Invariant => "It cannot tell forwards from backwards.",
            TimeReversal.Nearly => "It can hardly tell forwards from backwards.",
            _ => "It can tell forwards from backwards.",
        };
}
