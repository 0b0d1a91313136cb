using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>How long a cue is held.</summary>
internal sealed class MemoryWorking : IFigure
{
    public FigureCard Card =>
        new("memory_working", "Working memory", "Share of cues told after a delay, and overlap with the cue.", typeof(WorkingMemoryPoint));

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return WorkingMemoryFigures.Delay(study.Rows<WorkingMemoryPoint>(), study.Style);
    }
}
