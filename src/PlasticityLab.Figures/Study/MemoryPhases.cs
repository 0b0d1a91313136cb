using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>Persistent and sequential activity from one rule.</summary>
internal sealed class MemoryPhases : IFigure
{
    public FigureCard Card =>
        new(
            "memory_phases",
            "Persistence and sequence",
            "Weights within populations and to the next, over item and gap length.",
            typeof(PhasePoint)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return WorkingMemoryFigures.Phases(study.Rows<PhasePoint>());
    }
}
