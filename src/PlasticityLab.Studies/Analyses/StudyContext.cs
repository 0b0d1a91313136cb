using System.Globalization;
using PlasticityLab.Experiments;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>What an analysis sees of a study, and how it asks for more.</summary>
public sealed class StudyContext
{
    private const string PartName = "rows.json";
    private readonly IStudyRuns _source;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<Type, RowSet?> _found = [];

    internal StudyContext(StudyData data, IReadOnlyList<StudyEntry> entries, IStudyRuns source, CancellationToken cancellation) =>
        (Data, Entries, _source, _cancellation) = (data, entries, source, cancellation);

    /// <summary>The study.</summary>
    public StudySpec Study => Data.Study;

    /// <summary>What tuning found, the scored networks, one example of each entry.</summary>
    public StudyData Data { get; }

    /// <summary>Rules and controls in their conditions, with the values that they are scored with.</summary>
    public IReadOnlyList<StudyEntry> Entries { get; }

    /// <summary>The results of runs, in the order given: from the store, or computed now.</summary>
    /// <param name="runs">What is asked for.</param>
    /// <param name="what">What it is for.</param>
    /// <param name="cancellation">Stops; what is finished is kept.</param>
    public IReadOnlyList<RunResult> Runs(IReadOnlyList<RunSpec> runs, string what, CancellationToken cancellation) =>
        _source.Execute(runs, what, cancellation);

    /// <summary>The results of one run at each place and seed, seeds of a place together.</summary>
    internal IEnumerable<(TPlace Place, RunResult[] Results)> RunsAt<TPlace>(
        IReadOnlyList<TPlace> places,
        IReadOnlyList<ulong> seeds,
        Func<TPlace, ulong, RunSpec> run,
        string what,
        CancellationToken cancellation
    ) =>
        places.Zip(
            Runs([.. places.SelectMany(place => seeds.Select(seed => run(place, seed)))], what, cancellation)
                .Chunk(Math.Max(1, seeds.Count))
        );

    /// <summary>What an analysis finds of each network by itself: one step a network.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="networks">The networks that it can look at.</param>
    /// <param name="rows">What it finds of one; pure.</param>
    /// <param name="cancellation">Stops; what is finished is kept.</param>
    public RowSet StepsOf(
        IStudyAnalysis analysis,
        IEnumerable<NetworkOutcome> networks,
        Func<NetworkOutcome, RowSet> rows,
        CancellationToken cancellation
    ) =>
        RowSet.Concat(
            Steps(
                analysis,
                [.. networks.Select(network => new AnalysisStep(network.What, network.Inputs, _ => rows(network)))],
                cancellation
            )
        );

    /// <summary>The outcomes of an analysis's steps, in the order given: from the store, or computed now.</summary>
    public IReadOnlyList<RowSet> Steps(IStudyAnalysis analysis, IReadOnlyList<AnalysisStep> steps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var card = analysis.Card;
        // Settings of the analysis decide its steps as well.
        var settings = string.Join(
            ';',
            Settings.Values(analysis).Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key}={value.Value:R}"))
        );
        var jobs = steps.Select(step => new Step(
            JobName.Of($"analysis {card.Id} {card.Version}\n{settings}\n{string.Join('\n', step.Inputs)}"),
            PartName,
            $"{card.Name}: {step.What}",
            stop => step.Compute(stop).ToBytes()
        ));
        return [.. _source.Execute([.. jobs], card.Name, cancellation).Select(bytes => RowSet.Read(bytes))];
    }

    /// <summary>What was recorded of scored networks, in the order given: from the store, where it lies beside their runs.</summary>
    internal IReadOnlyList<Recorded> RecordedOf(
        IReadOnlyList<NetworkOutcome> networks,
        RecordingWish wish,
        CancellationToken cancellation
    ) =>
        [
            .. _source
                .Execute(
                    [.. networks.Select(o => RunPart.RecordingOf(o.Entry.Run(Study, o.Seed) with { Record = wish }, "recorded"))],
                    "recordings",
                    cancellation
                )
                .Select(Recorded.Read),
        ];

    /// <summary>What another analysis of the same study finds; computed once.</summary>
    public RowSet Of<TAnalysis>()
        where TAnalysis : IStudyAnalysis, new() => TryFind(new TAnalysis()) ?? throw RunSurvey.Unknown();

    /// <summary>What an analysis finds; null when runs or steps are missing and none are computed here.</summary>
    internal RowSet? TryFind(IStudyAnalysis analysis)
    {
        if (!_found.TryGetValue(analysis.GetType(), out var rows))
        {
            _source.TryStage(analysis.StageOf(Study), () => analysis.Run(this, _cancellation), out rows);
            _found[analysis.GetType()] = rows;
        }

        return rows;
    }
}
