using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Results;

/// <summary>Puts the claims of the founding prediction to the test. Every verdict is computed from the tables; the criteria stand here,
/// before any run.</summary>
public static class StudyVerdicts
{
    /// <summary>The verdicts, one a claim. A claim that the study's rules cannot test is left out.</summary>
    public static IReadOnlyList<Verdict> Of(
        StudyData data,
        IReadOnlyList<ComparisonRow> comparisons,
        IReadOnlyList<ConditionSolutions> solutions
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(comparisons);
        ArgumentNullException.ThrowIfNull(solutions);
        var summary = StudySummary.Of(data);
        return
        [
            .. new[]
            {
                Structure(data),
                Stdp(data, summary, comparisons),
                Flow(data, summary),
                Correlational(data, summary),
                Universal(solutions),
            }.OfType<Verdict>(),
        ];
    }

    // 1. The rules differ in the synaptic organisation that they leave.
    private static Verdict? Structure(StudyData data)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var significant = true;
        foreach (var condition in data.Study.Conditions.Keys)
        {
            var networks = data
                .Outcomes.Where(o => o.Entry.Condition == condition && !o.Entry.IsControl && o.Readout is not null)
                .Where(o => o.Result.Structure.LagProfile.All(double.IsFinite))
                .ToArray();
            if (networks.Select(o => o.Entry.Name).Distinct().Count() < 2 || networks.GroupBy(o => o.Entry.Name).Any(g => g.Count() < 2))
            {
                return null;
            }

            var result = Permanova.Test(LagDistances(networks), Groups(networks), new RandomStreams(3).Open(StreamPurpose.Analysis), 2000);
            numbers[$"R2_{condition}"] = result.R2;
            numbers[$"p_{condition}"] = result.PValue;
            significant &= result.PValue <= 0.01;
        }

        return new(
            "The rules differ in the synaptic organisation that they leave.",
            significant ? "supported" : "undecided",
            $"The rule explains {Each(data, c => double.IsNaN(numbers[$"R2_{c}"]) ? "nothing (all profiles are equal)" : $"{numbers[$"R2_{c}"]:P0} (p = {numbers[$"p_{c}"]:G2})")} of the variation between lag profiles (PERMANOVA over networks).",
            numbers.Where(x => double.IsFinite(x.Value)).ToDictionary()
        );
    }

    // 2. STDP is particularly skilled: better than every correlational rule.
    private static Verdict? Stdp(StudyData data, IReadOnlyList<SummaryRow> summary, IReadOnlyList<ComparisonRow> comparisons)
    {
        var tested = data.Study.Rules.FirstOrDefault(r => r.Learning.Rule is "rate_stdp" or "spike_stdp")?.Name;
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var (better, worse, any) = (true, false, false);
        var beaten = new List<string>();
        foreach (
            var row in comparisons.Where(r => r.Family == "between rules" && r.Measure == "S" && (r.Rule == tested || r.Baseline == tested))
        )
        {
            var other = row.Rule == tested ? row.Baseline : row.Rule;
            if (Family(data, other) != RuleFamily.Correlational)
            {
                continue;
            }

            any = true;
            var sign = row.Rule == tested ? 1 : -1;
            var (low, high) = sign > 0 ? (row.Low95, row.High95) : (-row.High95, -row.Low95);
            numbers[$"difference_{row.Condition}_{other}"] = sign * row.MeanDifference;
            better &= low > 0 && row.PHolm <= 0.05;
            if (high < 0 && row.PHolm <= 0.05)
            {
                worse = true;
                beaten.Add($"{other} in {row.Condition} by {-sign * row.MeanDifference:F2}");
            }
        }

        if (!any)
        {
            return null;
        }

        var stdp = string.Join(", ", summary.Where(r => r.Rule == tested).Select(r => $"{Interval(r.S)} in {r.Condition}"));
        foreach (var r in summary.Where(r => r.Rule == tested))
        {
            numbers[$"S_{r.Condition}_stdp"] = r.S.Mean;
        }

        return new(
            "Time-dependent rules such as STDP are particularly skilled at sequences.",
            better ? "supported"
                : worse ? "not supported"
                : "undecided",
            $"{(data.Network == "spiking" ? "STDP on spikes" : "Rate STDP")} scores S = {stdp}. {(better ? "It is ahead of every correlational rule." : worse ? $"It is behind {string.Join(", ", beaten)}." : "No correlational rule is reliably ahead of it, but it is not reliably ahead of all of them.")}",
            numbers
        );
    }

    // 3. Time-dependent rules build asymmetric weights that guide activity; correlational ones have poor flow.
    private static Verdict? Flow(StudyData data, IReadOnlyList<SummaryRow> summary)
    {
        var temporal = summary
            .Where(r => !r.Control && Family(data, r.Rule) == RuleFamily.Temporal && PointsForward(data, r.Rule, r.Condition))
            .ToArray();
        var correlational = summary.Where(r => !r.Control && Family(data, r.Rule) == RuleFamily.Correlational).ToArray();
        if (temporal.Length == 0 || correlational.Length == 0)
        {
            return null;
        }

        var numbers = summary.Where(r => !r.Control).ToDictionary(r => $"flow_{r.Condition}_{r.Rule}", r => r.Flow.Mean);
        var strong = temporal.Count(r => r.Flow.Low95 > 0.1);
        var directed = correlational.Where(r => r.Flow.Low95 > 0.1).ToArray();
        var outcome =
            strong == temporal.Length && directed.Length == 0 ? "supported"
            : strong < temporal.Length / 2.0 || directed.Length > correlational.Length / 2.0 ? "not supported"
            : "undecided";
        return new(
            "Time-dependent rules build asymmetric weights that guide activity forward; correlational rules do not.",
            outcome,
            $"Forward flow above 0.1 (95 % interval) in {strong} of {temporal.Length} cases of time-dependent rules and in {directed.Length} of {correlational.Length} of correlational ones{(directed.Length > 0 ? $" ({string.Join(", ", directed.Select(r => $"{r.Rule} in {r.Condition}: {r.Flow.Mean:F2}"))})" : "")}.",
            numbers
        );
    }

    // 4. Correlational rules have limited power to encode order.
    private static Verdict? Correlational(StudyData data, IReadOnlyList<SummaryRow> summary)
    {
        var rows = summary
            .Where(r => !r.Control && Family(data, r.Rule) == RuleFamily.Correlational && double.IsFinite(r.S.Mean))
            .ToArray();
        if (rows.Length == 0)
        {
            return null;
        }

        var numbers = rows.ToDictionary(r => $"S_{r.Condition}_{r.Rule}", r => r.S.Mean);
        var able = rows.Where(r => r.S.Low95 > 0.5).ToArray();
        var outcome =
            rows.All(r => r.S.High95 < 0.5) ? "supported"
            : able.Length > 0 ? "not supported"
            : "undecided";
        return new(
            "Correlational rules have limited power to encode temporal order.",
            outcome,
            able.Length > 0
                ? $"{string.Join(", ", able.Select(r => $"{r.Rule} reaches S = {Interval(r.S)} in {r.Condition} (D = {r.D.Mean:F2}, flow {r.Flow.Mean:F2})"))}; the other {rows.Length - able.Length} cases of {rows.Length} stay below 0.5 or are uncertain."
                : $"The best case is {rows.MaxBy(r => r.S.Mean)!.Rule} in {rows.MaxBy(r => r.S.Mean)!.Condition} with S = {rows.Max(r => r.S.Mean):F2}.",
            numbers
        );
    }

    // 5. One universal solution, or different circuits that do the same? The verdict over pairs, condition by condition.
    private static Verdict? Universal(IReadOnlyList<ConditionSolutions> solutions)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var sentences = new List<string>();
        foreach (var c in solutions)
        {
            var counted = SolutionTables.Counted(c);
            numbers[$"pairs_{c.Condition}"] = counted.Length;
            foreach (var kind in Enum.GetValues<SolutionClass>().Where(_ => counted.Length > 0))
            {
                numbers[$"{kind.ToString().ToLowerInvariant()}_{c.Condition}"] = counted.Count(pair => pair.Class == kind);
            }

            numbers[$"R2_{c.Condition}"] = c.StructureR2;
            numbers[$"p_{c.Condition}"] = c.StructureP;
            sentences.Add(
                $"In {c.Condition}{(counted.Length > 0 ? $", among {string.Join(", ", SolutionTables.Working(c))}" : "")}: {c.Verdict.Sentence}"
                    + (
                        double.IsFinite(c.StructureR2)
                            ? $" The rule explains {Percent(c.StructureR2)} of the squared distances between the learned structures (p = {c.StructureP:G2})."
                            : ""
                    )
            );
        }

        SolutionClass[] classes = [.. solutions.Where(c => SolutionTables.Counted(c).Length > 0).Select(c => c.Verdict.Class)];
        var outcome =
            classes.Length == 0 ? "undecided"
            : classes.Any(c => c is SolutionClass.Degenerate or SolutionClass.Different) ? "not supported"
            : classes.All(c => c == SolutionClass.Universal) ? "supported"
            : "undecided";
        return new(
            "The rules that learn the sequence converge on one universal solution.",
            outcome,
            string.Join(" ", sentences),
            numbers.Where(x => double.IsFinite(x.Value)).ToDictionary()
        );
    }

    private static string Interval(MeanColumns s) => new Interval(s.Mean, s.Low95, s.High95, 0.95).Show("F2");

    private static string Percent(double share) => $"{(100 * share).ToString("0", System.Globalization.CultureInfo.InvariantCulture)} %";

    /// <summary>The family of a rule of the study, from the rule itself; what is not among the study's rules is a control.</summary>
    internal static RuleFamily Family(StudyData data, string rule) =>
        data.Study.Rules.FirstOrDefault(r => r.Name == rule) is { } section && RuleChoice.Card(section.Learning) is { } card
            ? card.Family
            : RuleFamily.Control;

    // A temporal rule that strengthens what follows; anti-STDP and the like strengthen what came before.
    private static bool PointsForward(StudyData data, string rule, string condition) =>
        data.Study.Rules.First(r => r.Name == rule).For(condition).Learning is var choice
        && choice.Sign * RuleWindow.Forward(RuleChoice.Create(choice)) > 0;

    // Distance between learned structures: Euclidean, over the whole lag profile.
    private static Matrix LagDistances(NetworkOutcome[] networks) =>
        Matrix.From(
            networks.Length,
            networks.Length,
            (a, b) =>
                Math.Sqrt(
                    networks[a].Result.Structure.LagProfile.Zip(networks[b].Result.Structure.LagProfile, (x, y) => (x - y) * (x - y)).Sum()
                )
        );

    private static int[] Groups(NetworkOutcome[] networks)
    {
        var names = networks.Select(o => o.Entry.Name).Distinct().ToList();
        return [.. networks.Select(o => names.IndexOf(o.Entry.Name))];
    }

    private static string Each(StudyData data, Func<string, string> text) =>
        string.Join(" and ", data.Study.Conditions.Keys.Select(c => $"{text(c)} in {c}"));
}
