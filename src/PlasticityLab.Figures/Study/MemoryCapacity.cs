using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>Capacity of sparse codes per rule, with the Willshaw limit.</summary>
internal sealed class MemoryCapacity : IFigure
{
    public FigureCard Card =>
        new(
            "memory_capacity",
            "Capacity of sparse codes",
            "Longest melody and number of melodies against network size, with the Willshaw limit.",
            typeof(CapacityRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return CapacityFigures.Melodies(study.Rows<CapacityRow>(), study.Rows<SequenceCountRow>(), study.Style);
    }
}
