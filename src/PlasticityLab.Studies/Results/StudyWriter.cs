using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>Writes the tables of a study: the same study gives the same bytes, however it was interrupted and on however many
/// threads.</summary>
public static class StudyWriter
{
    /// <summary>Writes all tables into a study folder.</summary>
    public static void Write(string folder, StudyData data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var tables = Path.Combine(folder, "tables");
        Directory.CreateDirectory(tables);
        void Put<TRow>(IEnumerable<TRow> rows)
            where TRow : notnull
        {
            cancellation.ThrowIfCancellationRequested();
            WriteTable(tables, rows);
        }

        Put(OutcomeRow.Of(data));
        Put(FurtherMeasuresRow.Of(data));
        Put(TuningRow.Of(data));
        Put(SearchRow.Of(data));
        Put(TunedRow.Of(data));
        OutputFile.Update(Path.Combine(tables, "tuned.yaml"), TunedRules.ToYaml(data));
        Put(LagProfileRow.Of(data));
        Put(BlockRow.Of(data));
        Put(CourseRow.Of(data));
        Put(TrainingBlockRow.Of(data));
        Put(SpectrumRow.Of(data));
        Put(data.Compass);
        Put(data.FunctionMap);
        Put(data.Sweeps);
        Put(data.Maps);
        var (attractors, networks) = AttractorTables.Of(data);
        Put(attractors);
        Put(networks);
        var (events, branches, matched) = TrainingTables.Of(data);
        Put(events);
        Put(branches);
        Put(matched);
        Put(SurgeryTable.Of(data));
        Put(data.Study.Readout.Widen > 0 ? RecallGridRow.Of(data) : []);
        SpikingTables.Write(tables, data);
        Put(StudyComparison.Of(data));
        var summary = StudySummary.Of(data);
        Put(summary);
        var solutions = StudySolutions.Of(data, cancellation);
        Put(VerdictRow.Of(solutions));
        Put(VerdictPairRow.Of(solutions, summary));
        Put(VerdictEvidenceRow.Of(solutions));
        Put(SolutionRow.Of(solutions));
        Put(VarianceRow.Of(solutions));
        Put(Theories.TradeoffTable.Of(data));
        // Claims see what a reader sees: the tables as they are written.
        var judged = StudyClaims.Judge(StudyResults.Of(folder, data.Study));
        Put(StatementRow.Of(judged));
        Put(StatementNumberRow.Of(judged));
        Weights(Path.Combine(tables, "weights.npz"), data);
        if (data.Study.Recording is not null)
        {
            RecordedWeights.Write(Path.Combine(tables, "weights_over_time.npz"), data);
        }
    }

    /// <summary>Writes a table; one without rows is absent: an older file of it goes.</summary>
    internal static void WriteTable<TRow>(string folder, IEnumerable<TRow> rows)
        where TRow : notnull
    {
        var path = Path.Combine(folder, TableOf<TRow>.Schema.Name + ".csv");
        TRow[] all = [.. rows];
        if (all.Length == 0)
        {
            File.Delete(path);
        }
        else
        {
            OutputFile.Update(path, TableOf<TRow>.WriteCsv(all));
        }
    }

    // Whole weight matrices of the examples, W[post, pre], for notebooks.
    private static void Weights(string path, StudyData data)
    {
        var n = data.Study.Network.Neurons;
        var name = ArrayNames.For(data.Examples.Select(o => (o.Entry.Name, o.Entry.Condition)));
        Npz.Write(
            path,
            data.Examples.Where(o => o.Result.Example is { Weights.Length: > 0 })
                .Select(o =>
                    KeyValuePair.Create(
                        $"W_{name(o.Entry.Name, o.Entry.Condition)}",
                        new NpyArray([n, n], [.. o.Result.Example!.Weights.Select(w => (double)w)])
                    )
                )
        );
    }
}
