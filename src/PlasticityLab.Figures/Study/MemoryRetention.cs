using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>A first memory under what comes later.</summary>
internal sealed class MemoryRetention : IFigure
{
    public FigureCard Card =>
        new(
            "memory_retention",
            "Retention",
            "Signal to noise and recall of a first memory, with and without homeostasis, with theory.",
            typeof(RetentionPoint)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return RetentionFigures.Retention(study.Rows<RetentionPoint>(), study.Style);
    }
}
