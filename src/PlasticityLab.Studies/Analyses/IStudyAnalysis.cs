using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>What an analysis is.</summary>
/// <param name="Id">Name, snake case; unique.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Meaning">What it tells, a sentence.</param>
/// <param name="Source">Where its method is from.</param>
/// <param name="Version">Raised when its steps come to mean something else, so that they are computed again.</param>
public sealed record AnalysisCard(string Id, string Name, string Meaning, string Source, int Version = 1) : ICard;

/// <summary>An analysis of a study: it asks for runs and steps as often as it likes and gives rows of tables. One file an analysis, found by
/// scan.</summary>
/// <remarks>Whatever takes time goes through the study (<see cref="StudyContext.Runs"/>, <see cref="StudyContext.Steps"/>) or it is computed
/// again each time; rows that are only arranged are added as a question (<see cref="RowSet.Add{TRow}(Func{IEnumerable{TRow}})"/>). An
/// analysis must be a pure function of the study: no clock, no file, no randomness but by named streams.</remarks>
[Catalog("analysis")]
public interface IStudyAnalysis
{
    /// <summary>What it is.</summary>
    AnalysisCard Card { get; }

    /// <summary>How many runs it will ask for, as far as that can be told before; none by default.</summary>
    Stage StageOf(StudySpec study) => new(Card.Id, 0);

    /// <summary>Analyses a study.</summary>
    RowSet Run(StudyContext study, CancellationToken cancellation);
}

/// <summary>A piece of an analysis that is computed once and stored.</summary>
/// <param name="What">What it is about, for progress and failures.</param>
/// <param name="Inputs">Everything that decides its outcome beside the analysis itself: names of runs, of rules, settings.</param>
/// <param name="Compute">Computes it.</param>
public sealed record AnalysisStep(string What, ImmutableArray<string> Inputs, Func<CancellationToken, RowSet> Compute);
