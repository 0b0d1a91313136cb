using PlasticityLab.Experiments.Tables;
using PlasticityLab.Figures;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>What further libraries add to a study: it has no chapter that was written for it.</summary>
internal static class Further
{
    /// <summary>Figures of further libraries.</summary>
    public static IEnumerable<IFigure> Figures =>
        Catalog.Of<IFigure>().All.Where(figure => figure.GetType().Assembly != typeof(IFigure).Assembly);

    /// <summary>Tables of further libraries that a study has rows of.</summary>
    public static IEnumerable<TableSchema> Tables(StudyResults study) =>
        TableCatalog.All.Where(table => table.Row.Assembly != typeof(StudyResults).Assembly && study.Rows(table).Count > 0);
}
