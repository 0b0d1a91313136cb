using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Memory;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Figures.Study;

/// <summary>Sequences that form without a teacher.</summary>
internal sealed class MemoryWithoutTeacher : IFigure
{
    public FigureCard Card =>
        new(
            "memory_without_teacher",
            "Without a teacher",
            "Loops and chains that form from noise, per rule, with and without a limit on total weight.",
            typeof(SelfOrganisationRow),
            typeof(CompetitionRow)
        );

    public IEnumerable<Figure> Draw(StudyResults study)
    {
        yield return SelfOrganisationFigures.Winners(study.Rows<SelfOrganisationRow>(), study.Style);
        yield return SelfOrganisationFigures.Chains(study.Rows<CompetitionRow>(), study.Style);
    }
}
