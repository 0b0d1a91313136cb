using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Figures.Study;

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
