using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;

namespace PlasticityLab;

/// <summary>What a finished study says, for programs: <c>foreach (var sentence in study.Answer) …</c>.</summary>
public static class FinishedStudy
{
    extension(StudyResults study)
    {
        /// <summary>The answer in a few sentences, the most important one first.</summary>
        public IReadOnlyList<string> Answer => StudyAnswer.Of(study);

        /// <summary>What became of each claim of the study, in its order.</summary>
        public IReadOnlyList<StatementRow> Statements => study.Rows<StatementRow>();
    }
}
