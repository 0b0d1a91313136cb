using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>Some rules hold more (less) of what the memory part of a study asks for than others do, or than a number says.</summary>
public sealed record Remembers : IClaim
{
    /// <inheritdoc/>
    public ClaimCard Card =>
        new(
            "remembers",
            "Remembers",
            "Not supported when what one of the rules holds is not on the side that is said of every rule that it is compared with, or of the number. Where all are, they are said to be in these networks, the same for every rule, and the claim stays undecided: the memory tables have too few networks for a test of chance.",
            "this project"
        );

    /// <inheritdoc/>
    public string Says { get; init; } = "";

    /// <summary>What is held, a column of the table memory_functions: tunes_each, tunes_together, melody, melody_of_limit, static, sequence,
    /// half_life, half_life_homeostasis, held, in_loops, episode.</summary>
    public string Quantity { get; init; } = "";

    /// <summary>The rules that it is said of, by their names in the study or by ids.</summary>
    public ImmutableArray<string> Of { get; init; } = [];

    /// <summary>The rules that they are compared with; none: with above or below.</summary>
    public ImmutableArray<string> Against { get; init; } = [];

    /// <summary>Which side of the rules in against is expected: greater or less.</summary>
    public Expectation Expect { get; init; } = Expectation.Greater;

    /// <summary>The number that they are above.</summary>
    public double? Above { get; init; }

    /// <summary>The number that they are below.</summary>
    public double? Below { get; init; }

    private static readonly ImmutableArray<(string Name, Func<MemoryFunctionRow, double> Of)> Quantities =
    [
        ("tunes_each", row => row.TunesEach),
        ("tunes_together", row => row.TunesTogether),
        ("melody", row => row.Melody),
        ("melody_of_limit", row => row.MelodyOfLimit),
        ("static", row => row.Static),
        ("sequence", row => row.Sequence),
        ("half_life", row => row.HalfLife),
        ("half_life_homeostasis", row => row.HalfLifeHomeostasis),
        ("held", row => row.Held),
        ("in_loops", row => row.InLoops),
        ("episode", row => row.Episode),
    ];

    /// <inheritdoc/>
    public IEnumerable<string> Problems(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        string[] quantities = [.. Quantities.Select(known => known.Name)];
        string[] names = study.Memory is null || study.Rules.Any(rule => rule.Name.Length == 0) ? [] : Held(study);
        var sides = (Against.IsEmpty ? 0 : 1) + (Above is null ? 0 : 1) + (Below is null ? 0 : 1);
        return ClaimProblems
            .Said(study, Says, [])
            .Concat(study.Memory is null ? ["needs the memory part of a study (memory: …), and this study has none."] : [])
            .Concat(
                quantities.Contains(Quantity)
                    ? []
                    : [$"quantity is \"{Quantity}\", which is none of the memory part. {Names.Known(Quantity, quantities)}"]
            )
            .Concat(Of.IsEmpty ? ["of must name at least one rule."] : [])
            .Concat(sides == 1 ? [] : [$"must say one of against, above and below, but says {sides}."])
            .Concat(Expect == Expectation.Same ? ["expect must be greater or less."] : [])
            .Concat(
                Of.Concat(Against)
                    .Where(name => names.Length > 0 && !names.Any(rule => Means(name, rule)))
                    .Select(name => $"names \"{name}\", which is no rule of the memory part. {Names.Known(name, names)}")
            );
    }

    /// <inheritdoc/>
    public Statement Judge(ClaimEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        MemoryFunctionRow[] rows = [.. MemoryFunctionRow.Of(evidence.Tables)];
        var of = Quantities.First(known => known.Name == Quantity).Of;
        StatedNumber[] mine = Numbers(rows, Of, of),
            others = Numbers(rows, Against, of);
        if (mine.Length < Of.Length || others.Length < Against.Length || mine.Concat(others).Any(number => double.IsNaN(number.Value)))
        {
            return new(Says, ClaimOutcome.NotTested, $"Not tested: the study has no {Quantity} of every rule that is named.", [], []);
        }

        var less = Against.IsEmpty ? Below is not null : Expect == Expectation.Less;
        double[] sides = Against.IsEmpty ? [Above ?? Below ?? 0] : [.. others.Select(other => other.Value)];
        StatedNumber[] wrong = [.. mine.Where(number => sides.Any(side => less ? number.Value >= side : number.Value <= side))];
        var word = less ? "below" : "above";
        var compared = Against.IsEmpty ? Shown(sides[0]) : Listed(others);
        return new(
            Says,
            wrong.Length == 0 ? ClaimOutcome.Undecided : ClaimOutcome.NotSupported,
            wrong.Length == 0
                ? $"So it is in these networks: {Quantity} of {Listed(mine)}, {word} {compared}; chance is not tested, so this is not called supported."
                : $"No: {Quantity} of {Listed(wrong)}, not {word} {compared}.",
            [.. mine, .. others],
            ["The same networks for every rule; chance is not tested."]
        );
    }

    private static string[] Held(StudySpec study)
    {
        try
        {
            return [.. MemoryRule.Of(study).Select(rule => rule.Name)];
        }
        catch (UserError)
        {
            return []; // told at the rule
        }
    }

    // A name in the study, an id or a short name.
    private static bool Means(string name, string rule) =>
        Names.Same(name, rule)
        || RuleCatalog.Cards.Any(card => card.Id == rule && (Names.Same(name, card.Short) || Names.Same(name, card.Id)));

    private static StatedNumber[] Numbers(MemoryFunctionRow[] rows, ImmutableArray<string> names, Func<MemoryFunctionRow, double> of) =>
        [
            .. names
                .Select(name => Array.Find(rows, row => Means(name, row.Rule)))
                .OfType<MemoryFunctionRow>()
                .Select(row => new StatedNumber(row.Rule, of(row))),
        ];

    private static string Listed(StatedNumber[] numbers) =>
        Wording.And([.. numbers.Select(number => $"{ClaimEvidence.Label(number.Name)} {Shown(number.Value)}")]);

    private static string Shown(double value) =>
        double.IsPositiveInfinity(value) ? "∞" : value.Text(value == Math.Floor(value) ? "0" : "0.###");
}
