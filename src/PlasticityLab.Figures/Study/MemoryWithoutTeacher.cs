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
            "memory_self_organisation",
            "memory_competition"
        );

    public IEnumerable<Figure> Draw(StudyResult study)
    {
        yield return SelfOrganisationFigures.Winners(RecordTable.Read<SelfOrganisationRow>(study.Table("memory_self_organisation")));
        yield return SelfOrganisationFigures.Chains(RecordTable.Read<CompetitionRow>(study.Table("memory_competition")));
    }
}
