using System.Collections.Immutable;
using PlasticityLab.Analysis.Mechanisms;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>A question that decides whether two rules share a mechanism.</summary>
/// <param name="Operation">Remove: is the part necessary? Only: is it sufficient?</param>
/// <param name="Part">The part.</param>
internal sealed record MechanismQuestion(MechanismOperation Operation, BlockPart Part)
{
    private static readonly BlockPart[] Parts =
    [
        BlockPart.SelfWeights,
        BlockPart.LagPlusOne,
        BlockPart.LagMinusOne,
        BlockPart.LongLags,
        BlockPart.Symmetric,
        BlockPart.Antisymmetric,
        BlockPart.Gradient,
    ];

    /// <summary>All questions in a fixed order: necessary, then sufficient.</summary>
    public static ImmutableArray<MechanismQuestion> All { get; } =
    [
        .. Parts.Select(part => new MechanismQuestion(MechanismOperation.Remove, part)),
        .. Parts.Append(BlockPart.SelfAndLagPlusOne).Select(part => new MechanismQuestion(MechanismOperation.Only, part)),
    ];

    /// <summary>As it stands in the tables: "remove lag_plus_one".</summary>
    public override string ToString() => $"{Names.Snake(Operation.ToString())} {Names.Snake(Part.ToString())}";

    /// <summary>Whether the part is necessary, or sufficient.</summary>
    public Decision Of(IReadOnlyList<MechanismComponentRow> components)
    {
        var found = components.FirstOrDefault(row => row.Operation == Operation && row.Component == Part);
        return found is null ? Decision.Undecided
            : Operation == MechanismOperation.Remove ? MechanismTest.Not(found.StillWorks)
            : found.StillWorks;
    }

    /// <summary>The answers to all questions.</summary>
    public static ImmutableArray<Decision> Answers(IReadOnlyList<MechanismComponentRow> components) =>
        [.. All.Select(question => question.Of(components))];
}

/// <summary>The verdict at the level of mechanisms.</summary>
internal static class MechanismVerdict
{
    /// <summary>A row for each rule and condition; rules with the same complete answers have the same number, in every condition.</summary>
    public static ImmutableArray<MechanismRow> Rows(IReadOnlyList<MechanismRule> rules)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. rules.Select(rule => Row(rule, numbers))];
    }

    /// <summary>Every two rules that work in one condition.</summary>
    public static ImmutableArray<MechanismPairRow> Pairs(IReadOnlyList<MechanismRule> rules) =>
        [
            .. from first in rules
            from second in rules.SkipWhile(rule => rule != first).Skip(1)
            where first.Condition == second.Condition && first.Intact.Works == Decision.Yes && second.Intact.Works == Decision.Yes
            select Pair(first, second),
        ];

    private static MechanismPairRow Pair(MechanismRule first, MechanismRule second)
    {
        var (a, b) = (MechanismQuestion.Answers(first.Components), MechanismQuestion.Answers(second.Components));
        string Where(Func<Decision, Decision, bool> asked) => string.Join("; ", MechanismQuestion.All.Where((_, k) => asked(a[k], b[k])));
        return new(
            first.Condition,
            first.Rule,
            second.Rule,
            MechanismTest.Shared(a, b),
            Where((x, y) => x != Decision.Undecided && y == MechanismTest.Not(x)),
            Where((x, y) => x == Decision.Undecided || y == Decision.Undecided)
        );
    }

    private static MechanismRow Row(MechanismRule rule, Dictionary<string, int> numbers)
    {
        var (intact, answers) = (rule.Intact, MechanismQuestion.Answers(rule.Components));
        var works = intact.Works == Decision.Yes;
        var key = string.Join(',', answers);
        var complete = works && answers.All(answer => answer != Decision.Undecided);
        if (complete)
        {
            _ = numbers.TryAdd(key, numbers.Count + 1);
        }

        string Parts(MechanismOperation operation) =>
            string.Join(
                "; ",
                MechanismQuestion
                    .All.Where((question, k) => works && question.Operation == operation && answers[k] == Decision.Yes)
                    .Select(question => Names.Snake(question.Part.ToString()))
            );
        return new(
            rule.Condition,
            rule.Rule,
            intact.Networks.Length,
            intact.LeftOut,
            Results.MeanColumns.Of(intact.S),
            intact.Works,
            complete ? numbers[key] : 0,
            Parts(MechanismOperation.Remove),
            Parts(MechanismOperation.Only),
            string.Join("; ", MechanismQuestion.All.Where((_, k) => works && answers[k] == Decision.Undecided)),
            works ? new MechanismQuestion(MechanismOperation.Remove, BlockPart.Antisymmetric).Of(rule.Components) : Decision.Undecided,
            DoseNeeded(rule.Doses)
        );
    }

    // The smallest dose from which on every dose is decided to be above the bias.
    private static double DoseNeeded(IReadOnlyList<MechanismDoseRow> doses) =>
        doses.Reverse().TakeWhile(row => row.AboveBias == Decision.Yes).Select(row => row.Dose).DefaultIfEmpty(double.NaN).Min();
}
