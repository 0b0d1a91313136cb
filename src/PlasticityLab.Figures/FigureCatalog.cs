using PlasticityLab.Figures.Drawing;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures;

/// <summary>The figures, found by scanning this assembly.</summary>
public static class FigureCatalog
{
    /// <summary>All figures, by id.</summary>
    public static IReadOnlyList<IFigure> All { get; } =
    [
        .. typeof(FigureCatalog)
            .Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && typeof(IFigure).IsAssignableFrom(type))
            .Select(type => (IFigure)Activator.CreateInstance(type)!)
            .OrderBy(figure => figure.Card.Id, StringComparer.Ordinal),
    ];

    /// <summary>What one figure of the catalogue draws for a study; nothing when the study lacks its tables.</summary>
    public static IReadOnlyList<Figure> Draw(string id, StudyResult study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var figure = All.Single(figure => figure.Card.Id == id);
        return figure.Card.Needs.All(table => study.Table(table).Rows.Count > 0) ? [.. figure.Draw(study)] : [];
    }
}
