using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Figures.Study;

/// <summary>Graded rates beside the discrete network.</summary>
internal sealed class MemoryRates : IFigure
{
    public FigureCard Card =>
        new("memory_rates", "Graded rates", "Tunes replayed by graded rates with global inhibition, at several tempi.", typeof(RateRow));

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return RateFigure.Draw(study.Rows<RateRow>(), study.Style);
    }
}
