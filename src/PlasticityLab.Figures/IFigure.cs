using System.Collections.Immutable;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures;

/// <summary>What a figure is, for lists and for its place in the report.</summary>
/// <param name="Id">File name, snake case.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Shows">What it shows, in one sentence.</param>
/// <param name="Needs">The rows it is drawn from: without one of these tables it is not drawn.</param>
public sealed record FigureCard(string Id, string Title, string Shows, params Type[] Needs) : ICard
{
    /// <summary>The measures that it shows: in a study without one of them it is not drawn.</summary>
    public ImmutableArray<MeasureColumn> Measures { get; init; } = [];

    string ICard.Name => Title;
}

/// <summary>A figure of a study. A figure is added by writing its file; <see cref="Catalog"/> finds it by scan.</summary>
[Catalog("figure")]
public interface IFigure
{
    /// <summary>What it is.</summary>
    FigureCard Card { get; }

    /// <summary>The figures for this study: none when it lacks the tables, several when conditions need one each.</summary>
    IEnumerable<Figure> Draw(StudyResults study);

    /// <summary>What it draws for a study; nothing when the study lacks its tables.</summary>
    IReadOnlyList<Figure> DrawFor(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Card.Needs.All(study.Has) && Card.Measures.All(study.Measured) ? [.. Draw(study)] : [];
    }
}
