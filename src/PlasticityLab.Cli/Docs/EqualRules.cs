using System.Globalization;
using System.Text;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Cli.Docs;

/// <summary>The page of named rules that experiments cannot tell apart, computed from their normal forms.</summary>
internal static class EqualRules
{
    /// <summary>The page.</summary>
    public static string Markdown()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Rules that experiments cannot tell apart

            <!-- Written by `plasticity docs --write` from the normal forms of the rules (`plasticity rules same`): do not change this page. -->

            Every bilinear rule of the catalogue, with the default values of its amplitudes and 20 ms for every trace; rules on spikes by what they do on average
            to independent Poisson spikes (S = r). Rules of one line are one rule to that kind of experiment, but for the learning rate. How this is computed: [the space of rules](../theory/rule-space.md). Other values: `./plasticity rules check RULE --set a_minus=0.5`
            names the rules that are the same.


            """.ReplaceLineEndings("\n")
        );
        foreach (var kind in RuleEquivalence.Kinds)
        {
            var groups = RuleEquivalence.Groups(kind);
            page.Append(
                CultureInfo.InvariantCulture,
                $"## {char.ToUpperInvariant(kind.Name[0])}{kind.Name[1..]}\n\nShows {kind.Seen}: {Count(groups)}\n\n"
            );
            foreach (var group in groups.Where(group => group.Rules.Count > 1 || group.IsNothing))
            {
                page.Append(CultureInfo.InvariantCulture, $"- {(group.IsNothing ? "Not seen at all: " : "")}{Line(group)}\n");
            }

            var alone = groups
                .Where(group => group.Rules.Count == 1 && !group.IsNothing)
                .Select(group => Name(group.Rules[0].Rule))
                .ToArray();
            page.Append(alone.Length == 0 ? "\n" : $"- Each different from all others: {string.Join(", ", alone)}.\n\n");
        }

        return page.ToString().TrimEnd() + "\n";
    }

    /// <summary>The members of a group: those that are the same, then their opposites.</summary>
    public static string Line(EquivalenceGroup group)
    {
        var (same, opposite) = (Names(group, rule => rule.Factor > 0), Names(group, rule => rule.Factor < 0));
        return group.IsNothing || opposite.Length == 0
            ? string.Join(group.IsNothing ? ", " : " = ", same)
            : $"{string.Join(" = ", same)}; opposite: {string.Join(" = ", opposite)}";
    }

    /// <summary>How many rules and how many different ones there are.</summary>
    public static string Count(IReadOnlyList<EquivalenceGroup> groups) =>
        $"{groups.Sum(group => group.Rules.Count)} rules are {groups.Count(group => !group.IsNothing)} different ones"
        + (groups.Any(group => group.IsNothing) ? ", and some are not seen." : ".");

    private static string Name(string id) => RuleCatalog.Card(id).Name;

    private static string[] Names(EquivalenceGroup group, Func<SameRule, bool> which) =>
        [.. group.Rules.Where(which).Select(rule => Name(rule.Rule))];
}
