using PlasticityLab.Reports.Drawing;
using PlasticityLab.Reports.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Reports.Figures;

/// <summary>Graded rates beside the discrete network.</summary>
internal sealed class MemoryRates : IFigure
{
    public FigureCard Card =>
        new("memory_rates", "Graded rates", "Tunes replayed by graded rates with global inhibition, at several tempi.", "memory_rates");

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        yield return RateFigure.Draw(RecordTable.Read<RateRow>(study.Table("memory_rates")));
    }
}
