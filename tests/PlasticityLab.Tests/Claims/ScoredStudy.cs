using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Claims;

/// <summary>A study whose networks scored what a test says, without a network being trained: tables of outcomes, as a study writes
/// them.</summary>
internal sealed class ScoredStudy : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-claims-").FullName;

    /// <param name="yaml">The study.</param>
    /// <param name="scores">For each rule and condition the value of S in each network; D is 1 where nothing is said of it.</param>
    public ScoredStudy(string yaml, params (string Rule, string Condition, double[] S, double[]? D)[] scores)
        : this(yaml, RunStatus.Ok, scores) { }

    /// <param name="yaml">The study.</param>
    /// <param name="status">How every run ended.</param>
    /// <param name="scores">For each rule and condition the value of S in each network; D is 1 where nothing is said of it.</param>
    public ScoredStudy(string yaml, RunStatus status, params (string Rule, string Condition, double[] S, double[]? D)[] scores)
    {
        var study = StudyFile.Parse(yaml);
        Directory.CreateDirectory(Path.Combine(_folder, "tables"));
        File.WriteAllText(Path.Combine(_folder, "study.resolved.json"), study.ToCanonicalJson());
        Put(
            scores.SelectMany(x =>
                x.S.Select(
                    (s, i) =>
                        new OutcomeRow(
                            "rate",
                            x.Condition,
                            x.Rule,
                            (ulong)(100 + i),
                            status,
                            MeasureValues
                                .None.With(NetworkMeasures.S, s)
                                .With(NetworkMeasures.D, x.D?[i] ?? 1)
                                .With(NetworkMeasures.Flow, 0)
                        )
                )
            )
        );
        var judged = StudyClaims.Judge(StudyResults.Load(_folder));
        Put(StatementRow.Of(judged));
        Results = StudyResults.Load(_folder);
        Statements = [.. judged.Select(x => x.Statement)];
    }

    public StudyResults Results { get; }

    public IReadOnlyList<Statement> Statements { get; }

    public void Dispose() => Directory.Delete(_folder, true);

    private void Put<TRow>(IEnumerable<TRow> rows)
        where TRow : notnull =>
        File.WriteAllText(Path.Combine(_folder, "tables", TableOf<TRow>.Schema.Name + ".csv"), TableOf<TRow>.WriteCsv(rows));
}
