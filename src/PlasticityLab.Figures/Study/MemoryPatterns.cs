using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>Capacity of superposed patterns per rule, with theory.</summary>
internal sealed class MemoryPatterns : IFigure
{
    public FigureCard Card =>
        new(
            "memory_patterns",
            "Capacity of superposed patterns",
            "Static patterns and sequences against network size, with theory.",
            typeof(PatternCapacityRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return CapacityFigures.Patterns(study.Rows<PatternCapacityRow>(), study.Style);
    }
}
