using System.Text.Json;
using PlasticityLab.Analysis.Inference;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Verbs;

/// <summary><c>infer --ground-truth</c>: known rules, and what is inferred of them.</summary>
internal static class GroundTruthTable
{
    private const double MissingAt = 0.1;

    private static readonly double[] Noises = [0, 0.05, 0.1, 0.2];

    public static int Print(string[] asked, ulong seed, int threads, bool json, CancellationToken stop)
    {
        string[] rules = asked.Length == 0 ? [.. GroundTruth.Rules] : [.. asked.Select(Known).Distinct()];
        var truth = new GroundTruth(seed);
        var jobs = rules
            .SelectMany(rule =>
                Noises.Select(noise => (rule, noise, false)).Concat(GroundTruth.IsInSpace(rule) ? [(rule, MissingAt, true)] : [])
            )
            .ToArray();
        var (rows, done) = (new GroundTruthRow[jobs.Length], 0);
        Parallel.For(
            0,
            jobs.Length,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = stop },
            k =>
            {
                rows[k] = truth.Infer(jobs[k].rule, jobs[k].noise, jobs[k].Item3).Row;
                if (Interlocked.Increment(ref done) % 10 == 0)
                {
                    Console.Error.WriteLine($"{done} of {jobs.Length} inferences");
                }
            }
        );
        if (json)
        {
            Terminal.PrintJson(rows.Select(Document));
            return Terminal.Done;
        }

        Console.Out.WriteLine(string.Join("\n", Markdown(rules, rows)));
        return Terminal.Done;
    }

    private static object Document(GroundTruthRow row) =>
        new
        {
            row.Rule,
            row.Noise,
            row.TakenOut,
            Outcome = JsonNamingPolicy.CamelCase.ConvertName($"{row.Outcome}"),
            row.R2,
            row.Formula,
            row.Equal,
            row.Rates,
        };

    private static string Known(string rule)
    {
        var id = RuleCatalog.Card(rule).Id;
        return GroundTruth.Rules.Contains(id)
            ? id
            : throw new UserError($"--rules: {id} cannot be tried on rates. Those that can: {string.Join(", ", GroundTruth.Rules)}.");
    }

    /// <summary>The table of the documentation.</summary>
    private static IEnumerable<string> Markdown(string[] rules, GroundTruthRow[] rows)
    {
        yield return $"| rule | {string.Join(" | ", Noises.Select(noise => $"noise {100 * noise:0} %"))} | main term taken out, noise {100 * MissingAt:0} % | formula at {100 * MissingAt:0} % |";
        yield return $"| --- |{string.Concat(Enumerable.Repeat(" --- |", Noises.Length + 2))}";
        foreach (var rule in rules)
        {
            GroundTruthRow[] of = [.. rows.Where(row => row.Rule == rule)];
            var cells = Noises.Select(noise => Cell(of.First(row => row.Noise == noise && row.TakenOut is null)));
            var missing = of.FirstOrDefault(row => row.TakenOut is not null);
            yield return $"| {RuleCatalog.Card(rule).Name} | {string.Join(" | ", cells)} | {(missing is null ? "" : Cell(missing))} | `{of.First(row => row.Noise == MissingAt && row.TakenOut is null).Formula[5..]}` |";
        }

        yield return "";
        foreach (var noise in Noises)
        {
            GroundTruthRow[] inside = [.. rows.Where(row => row.Noise == noise && row.TakenOut is null && GroundTruth.IsInSpace(row.Rule))];
            if (inside.Length > 0)
            {
                yield return $"Noise {100 * noise:0} %: of {inside.Length} bilinear rules {Count(inside, TruthOutcome.Named)} named alone, {Count(inside, TruthOutcome.Among)} among equals, {Count(inside, TruthOutcome.FormulaOnly)} as a formula only, {Count(inside, TruthOutcome.ToldMissing)} said to lack a term, {Count(inside, TruthOutcome.Wrong)} wrong.";
            }
        }

        GroundTruthRow[] lacking = [.. rows.Where(row => row.TakenOut is not null || !GroundTruth.IsInSpace(row.Rule))];
        if (lacking.Length > 0)
        {
            yield return $"Where a term is missing (taken out, or the rule is none of the space): {Count(lacking, TruthOutcome.ToldMissing)} of {lacking.Length} told; of the others {lacking.Count(row => row.Outcome != TruthOutcome.ToldMissing && row.R2 < 0.9)} explain less than 90 %.";
        }
    }

    private static int Count(GroundTruthRow[] rows, TruthOutcome outcome) => rows.Count(row => row.Outcome == outcome);

    private static string Names(IEnumerable<string> ids) => string.Join(", ", ids.Select(id => RuleCatalog.Card(id).Name));

    private static string Cell(GroundTruthRow row) =>
        row.Outcome switch
        {
            TruthOutcome.Named => "named",
            TruthOutcome.Among => $"among {row.Equal.Count}",
            TruthOutcome.FormulaOnly => "formula",
            TruthOutcome.ToldMissing => "term missing",
            TruthOutcome.ToldNothing => "nothing",
            TruthOutcome.NotToldApart => $"not told apart from {Names(row.Equal)}",
            _ => $"wrong: {Names(row.Equal)}",
        } + $" ({row.R2.Text("0.000")})";
}
