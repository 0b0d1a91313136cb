using System.Text.Json;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Results.Solutions;

namespace PlasticityLab.Tests.Reports;

/// <summary>A study folder with every table, made up from the definitions of the tables. The numbers mean nothing: they have the right
/// shapes. Rows whose cells depend on one another are put right here.</summary>
internal static class MadeUpStudy
{
    public static string Write(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, true);
        }

        var tables = Directory.CreateDirectory(Path.Combine(folder, "tables")).FullName;
        foreach (var table in StudyTables.All)
        {
            File.WriteAllText(Path.Combine(tables, table.Name + ".csv"), table.WriteCsv(table.MadeUp()));
        }

        void Put<TRow>(Func<TRow, IEnumerable<TRow>> change)
            where TRow : notnull =>
            File.WriteAllText(
                Path.Combine(tables, TableOf<TRow>.Schema.Name + ".csv"),
                TableOf<TRow>.WriteCsv(TableOf<TRow>.MadeUp().SelectMany(change))
            );
        static MeanColumns Around(double mean) => new(mean, mean - 0.03, mean + 0.03);

        Put<SummaryRow>(row => [row with { S = Around(row.S.Mean), D = Around(row.D.Mean), Flow = Around(row.Flow.Mean) }]);
        Put<ComparisonRow>(row =>
            (row.Family == "against no learning") == (row.Baseline == "none")
            && (row.Baseline == "none" || !row.Rule.Contains('_'))
            && row.Rule != row.Baseline
                ? [row]
                : []
        );
        Put<TunedRow>(row => [row with { Inhibition = 2, Gain = 1 }]);
        Put<LagProfileRow>(row =>
            [
                row with
                {
                    L =
                        (
                            (
                                row.Lag == 0 ? 1.1
                                : row.Lag > 0 ? 0.9
                                : 0.5
                            ) * Math.Exp(-Math.Abs(row.Lag))
                        ) + (0.03 * row.L),
                },
            ]
        );
        Put<FunctionMapRow>(row => row.Forward == 0 ? [row] : [row, row with { Backward = row.Forward }]);
        Put<MapRow>(row =>
            row is { Rule: "stdp", Condition: "B" }
                ?
                [
                    row with
                    {
                        X = Math.Pow(10, row.I / 4.0),
                        Y = row.J / 4.0,
                        Level = row.I % 4 == 0 && row.J % 4 == 0 ? 0 : 1,
                        Behaviour =
                            row.I + row.J > 8 ? "ordered"
                            : row.I > row.J ? "seizure"
                            : "silent",
                    },
                ]
                : []
        );
        Put<VerdictPairRow>(row => string.CompareOrdinal(row.First, row.Second) < 0 ? [row with { BothWork = true, Control = false }] : []);
        Put<VerdictEvidenceRow>(row => string.CompareOrdinal(row.First, row.Second) < 0 ? [row] : []);
        Put<SolutionRow>(row => row.Rule is "hebb" or "bcm" or "tah" or "stdp" ? [row] : []);
        File.WriteAllText(
            Path.Combine(folder, "study.resolved.json"),
            JsonSerializer.Serialize(
                new
                {
                    schema_version = 2,
                    name = "synthetic",
                    title = "Made-up study",
                    question = "Does the report show everything?",
                    notes = new[] { "All numbers are made up." },
                    conditions = new
                    {
                        A = new { title = "no adaptation" },
                        B = new
                        {
                            title = "adaptation",
                            changes = new Dictionary<string, string>
                            {
                                ["network.adaptation"] = "1",
                                ["network.adaptation_tau"] = "100 ms",
                            },
                        },
                    },
                    network = new { units = 300, neuron = "logistic" },
                    task = new { items = 8 },
                    seeds = new { score = 20 },
                }
            )
        );
        File.WriteAllText(
            Path.Combine(folder, "manifest.json"),
            JsonSerializer.Serialize(
                new
                {
                    version = "0.1.0",
                    hash = "0123abcd",
                    runs = new { done = 640, diverged = 0 },
                    command = "plasticity study run synthetic.yaml",
                    machine = "two cores",
                }
            )
        );
        return folder;
    }
}
