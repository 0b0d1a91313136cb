using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>Dreams, and memories in imaginary eigenvalues.</summary>
internal sealed class MemoryInterference : IFigure
{
    public FigureCard Card =>
        new(
            "memory_interference",
            "Dreams and homeostasis",
            "Unlearning in dreams; what homeostasis leaves of memories in real and imaginary eigenvalues.",
            typeof(DreamPoint),
            typeof(CodedMemoryPoint)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return RetentionFigures.Interference(study.Rows<DreamPoint>(), study.Rows<CodedMemoryPoint>(), study.Style);
    }
}
