using System.Collections.Immutable;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>One way of doing it: rules with the same answers.</summary>
/// <param name="Number">Number of the mechanism in the study.</param>
/// <param name="Rules">The rules that share it in this condition.</param>
/// <param name="Necessary">Parts that are necessary.</param>
/// <param name="Sufficient">Parts that are sufficient alone.</param>
public sealed record MechanismWay(
    int Number,
    ImmutableArray<string> Rules,
    ImmutableArray<BlockPart> Necessary,
    ImmutableArray<BlockPart> Sufficient
);

/// <summary>What was found in one condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Asked">Rules that were asked about.</param>
/// <param name="Works">Those that work for certain.</param>
/// <param name="Open">Those of which it is not decided whether they work.</param>
/// <param name="AtLeast">Mechanisms among the working rules that differ for certain.</param>
/// <param name="Ways">Mechanisms of the rules whose every question is decided.</param>
/// <param name="Undecided">Working rules of which some question stays undecided.</param>
/// <param name="AsymmetryNeeded">Working rules that need asymmetry.</param>
/// <param name="AsymmetryNotNeeded">Working rules that do without.</param>
/// <param name="DoseLow">Least share of the asymmetry from which on direction is above the quenched bias, over the working rules that show
/// direction; NaN: none does.</param>
/// <param name="DoseHigh">Largest such share.</param>
public sealed record MechanismsFound(
    string Condition,
    ImmutableArray<string> Asked,
    ImmutableArray<string> Works,
    ImmutableArray<string> Open,
    int AtLeast,
    ImmutableArray<MechanismWay> Ways,
    ImmutableArray<string> Undecided,
    ImmutableArray<string> AsymmetryNeeded,
    ImmutableArray<string> AsymmetryNotNeeded,
    double DoseLow,
    double DoseHigh
);

/// <summary>What a study says of mechanisms, computed from its tables; sentences are made of these numbers alone.</summary>
public sealed class MechanismStatements
{
    private readonly StudyResults _study;
    private readonly ClaimEvidence _words;
    private readonly double _bar;

    private MechanismStatements(StudyResults study)
    {
        (_study, _words) = (study, new ClaimEvidence(study));
        _bar = study.Study.Mechanism?.WorksAbove ?? 0.5;
        Conditions =
        [
            .. study
                .Rows<MechanismRow>()
                .GroupBy(row => row.Condition)
                .OrderBy(condition => condition.Key, StringComparer.Ordinal)
                .Select(condition => Of(condition.Key, [.. condition])),
        ];
    }

    /// <summary>Questions that decide whether two rules share a mechanism.</summary>
    public static int Questions => MechanismQuestion.All.Length;

    /// <summary>Each condition.</summary>
    public IReadOnlyList<MechanismsFound> Conditions { get; }

    /// <summary>The statements of a study.</summary>
    /// <exception cref="UserError">The study asked for no mechanisms.</exception>
    public static MechanismStatements Of(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return study.Has<MechanismRow>()
            ? new(study)
            : throw new UserError(
                $"{study.Folder} has no tables of mechanisms: add mechanism: {{ networks: 8 }} to its study file and run it again (finished runs are kept), or run studies/mechanisms.yaml."
            );
    }

    /// <summary>The answer: one sentence after another.</summary>
    public IEnumerable<string> Sentences() => Conditions.SelectMany(Sentences);

    /// <summary>In how many ways, a sentence a condition.</summary>
    public IEnumerable<string> Answer() => Conditions.Select(found => Sentences(found).First());

    /// <summary>A part in words.</summary>
    public static string Word(BlockPart part) =>
        part switch
        {
            BlockPart.SelfWeights => "the weights within items",
            BlockPart.LagPlusOne => "the weights to the next item",
            BlockPart.LagMinusOne => "the weights to the item before",
            BlockPart.LongLags => "the weights over two or more places",
            BlockPart.Symmetric => "the symmetric part",
            BlockPart.Antisymmetric => "the antisymmetric part",
            BlockPart.LagMeans => "the mean of every lag",
            BlockPart.Gradient => "the gradient along the sequence",
            BlockPart.Unevenness => "the unevenness along the sequence",
            BlockPart.SelfAndLagPlusOne => "the weights within items and to the next one",
            _ => "all weights between items",
        };

    /// <summary>A part for tables and figures.</summary>
    public static string Short(BlockPart part) =>
        part switch
        {
            BlockPart.SelfWeights => "self weights",
            BlockPart.LagPlusOne => "lag +1",
            BlockPart.LagMinusOne => "lag −1",
            BlockPart.LongLags => "long lags",
            BlockPart.Symmetric => "symmetric",
            BlockPart.Antisymmetric => "antisymmetric",
            BlockPart.LagMeans => "lag means",
            BlockPart.Gradient => "gradient",
            BlockPart.Unevenness => "unevenness",
            BlockPart.SelfAndLagPlusOne => "self and lag +1",
            _ => "all blocks",
        };

    /// <summary>The parts that a cell of the tables names.</summary>
    public static ImmutableArray<BlockPart> Parts(string cell) =>
        [.. Enum.GetValues<BlockPart>().Where(part => cell.Split("; ").Contains(Names.Snake(part.ToString()), StringComparer.Ordinal))];

    private static MechanismsFound Of(string condition, MechanismRow[] rows, Func<MechanismRow, ImmutableArray<Decision>> answers)
    {
        MechanismRow[] works = [.. rows.Where(row => row.Works == Decision.Yes)];
        ImmutableArray<string> Names(Func<MechanismRow, bool> which) => [.. works.Where(which).Select(row => row.Rule)];
        double[] doses = [.. works.Select(row => row.DoseNeeded).Where(double.IsFinite)];
        return new(
            condition,
            [.. rows.Select(row => row.Rule)],
            Names(_ => true),
            [.. rows.Where(row => row.Works == Decision.Undecided).Select(row => row.Rule)],
            MechanismTest.AtLeast([.. works.Select(row => answers(row))]),
            [
                .. works
                    .Where(row => row.Mechanism > 0)
                    .GroupBy(row => row.Mechanism)
                    .OrderByDescending(way => way.Count())
                    .ThenBy(way => way.Key)
                    .Select(way => new MechanismWay(
                        way.Key,
                        [.. way.Select(row => row.Rule)],
                        Parts(way.First().Necessary),
                        Parts(way.First().Sufficient)
                    )),
            ],
            Names(row => row.Mechanism == 0),
            Names(row => row.NeedsAsymmetry == Decision.Yes),
            Names(row => row.NeedsAsymmetry == Decision.No),
            doses.DefaultIfEmpty(double.NaN).Min(),
            doses.DefaultIfEmpty(double.NaN).Max()
        );
    }

    private MechanismsFound Of(string condition, MechanismRow[] rows)
    {
        var components = _study.Rows<MechanismComponentRow>().ToLookup(row => (row.Condition, row.Rule));
        return Of(condition, rows, row => MechanismQuestion.Answers([.. components[(row.Condition, row.Rule)]]));
    }

    /// <summary>The answer in one condition: what comes first, then why.</summary>
    public IEnumerable<string> Sentences(MechanismsFound found)
    {
        var where = Wording.Begin(_words.Conditions.Count < 2 ? "" : $"{Under(found.Condition)}, ");
        var asked = Wording.Count(found.Asked.Length, "rule");
        var open =
            found.Open.Length == 0
                ? ""
                : $" Of {Wording.Some([.. found.Open.Select(ClaimEvidence.Label)])} these networks do not decide whether {(found.Open.Length == 1 ? "it works" : "they work")}.";
        if (found.Works.Length == 0)
        {
            yield return Wording.Begin(
                $"{where}none of {asked} plays the sequence for certain (S above {Wording.Number(_bar)} at its best operating point), so there is no mechanism to tell."
            ) + open;
            yield break;
        }

        yield return Wording.Begin($"{where}{Works(found, asked)} the sequence ({Scores(found.Condition, found.Works)}), {Count(found)}.")
            + open;
        foreach (var way in found.Ways)
        {
            yield return Way(found, way);
        }

        if (found.Undecided.Length > 0)
        {
            yield return $"Of {Wording.Some([.. found.Undecided.Select(ClaimEvidence.Label)])} some question stays undecided, so {(found.Undecided.Length == 1 ? "it is counted with no other rule" : "they are counted with no other rule")}.";
        }

        yield return Asymmetry(found);
        if (double.IsFinite(found.DoseLow))
        {
            yield return Dose(found);
        }
    }

    private static string Works(MechanismsFound found, string asked) =>
        found.Works.Length == found.Asked.Length
            ? found.Asked.Length == 1
                ? "the rule plays"
                : $"all {asked} play"
            : $"{found.Works.Length} of {asked} {(found.Works.Length == 1 ? "plays" : "play")}";

    private static string Count(MechanismsFound found) =>
        (found.Works.Length, found.AtLeast, found.Undecided.Length) switch
        {
            (1, _, _) => "and how it does is told here",
            (_, 1, 0) => "all in one way",
            (_, var n, 0) => $"in {n} ways",
            (_, 1, _) => "and no two of them are shown to do it in different ways",
            var (_, n, _) => $"in at least {n} ways",
        };

    private string Way(MechanismsFound found, MechanismWay way)
    {
        var one = way.Rules.Length == 1;
        var needs =
            way.Necessary.Length == 0
                ? $"{(one ? "needs" : "need")} no single part"
                : $"{(one ? "needs" : "need")} {Wording.And([.. way.Necessary.Select(part => Lost(found.Condition, way.Rules, MechanismOperation.Remove, part))])}";
        var enough =
            way.Sufficient.Length == 0
                ? "no part alone is enough"
                : $"alone is enough {Wording.Or([.. way.Sufficient.Select(part => Lost(found.Condition, way.Rules, MechanismOperation.Only, part))])}";
        return $"{Wording.Begin(Wording.Some([.. way.Rules.Select(ClaimEvidence.Label)]))} {needs}; {enough}.";
    }

    private string Lost(string condition, IReadOnlyList<string> rules, MechanismOperation operation, BlockPart part) =>
        $"{Word(part)} (S {Range(Components(condition, rules, operation, part).Select(row => row.S.Mean))} {(operation == MechanismOperation.Remove ? "without" : "with nothing else")})";

    private string Asymmetry(MechanismsFound found)
    {
        var (need, without) = (found.AsymmetryNeeded, found.AsymmetryNotNeeded);
        var (all, open) = (found.Works.Length, found.Works.Length - need.Length - without.Length);
        string S(IReadOnlyList<string> rules) =>
            $"S {Range(Components(found.Condition, rules, MechanismOperation.Remove, BlockPart.Antisymmetric).Select(row => row.S.Mean))}";
        string Whom(IReadOnlyList<string> rules) =>
            rules.Count < all ? Wording.Some([.. rules.Select(ClaimEvidence.Label)])
            : all == 1 ? "it"
            : $"all {all}";
        string[] told =
        [
            .. need.Length == 0 ? [] : new[] { $"{Whom(need)} {(need.Length == 1 ? "needs" : "need")} asymmetry ({S(need)} without it)" },
            .. without.Length == 0
                ? []
                : new[] { $"{Whom(without)} {(without.Length == 1 ? "does" : "do")} without asymmetry ({S(without)} then)" },
            .. open == 0 ? [] : new[] { $"for {Wording.Count(open, "rule")} it is not decided whether asymmetry is necessary" },
        ];
        return Wording.Begin(string.Join("; ", told)) + ".";
    }

    private static string Dose(MechanismsFound found) =>
        found.DoseHigh == 0
            ? "They move forwards more often than a symmetrised network does by its own bias even with none of their asymmetry left."
            : $"They move forwards more often than a symmetrised network does by its own bias once {(found.DoseLow == found.DoseHigh ? Percent(found.DoseLow) : $"{Percent(found.DoseLow)} to {Percent(found.DoseHigh)}")} of their asymmetry {(found.DoseLow == found.DoseHigh ? "is" : "are")} kept.";

    private static string Percent(double share) => $"{(100 * share).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)} %";

    private IEnumerable<MechanismComponentRow> Components(
        string condition,
        IReadOnlyList<string> rules,
        MechanismOperation operation,
        BlockPart part
    ) =>
        _study
            .Rows<MechanismComponentRow>()
            .Where(row => row.Condition == condition && rules.Contains(row.Rule) && row.Operation == operation && row.Component == part);

    private string Scores(string condition, IReadOnlyList<string> rules) =>
        $"S {Range(_study.Rows<MechanismRow>().Where(row => row.Condition == condition && rules.Contains(row.Rule)).Select(row => row.S.Mean))}";

    private static string Range(IEnumerable<double> values)
    {
        var all = values.Where(double.IsFinite).Order().Select(Wording.Number).ToArray();
        return all.Length == 0 ? "–"
            : all[0] == all[^1] ? all[0]
            : $"{all[0]} to {all[^1]}";
    }

    private string Under(string condition) => _words.Under(condition).Replace("with no ", "without ", StringComparison.Ordinal);
}
