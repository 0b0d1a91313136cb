using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>A chapter of the report: a Razor component in Chapters/ with a parameter <c>Study</c>, found by scan. A chapter is added by
/// writing its file.</summary>
public interface IReportChapter
{
    /// <summary>Place in the report: 10 answer, 20 comparison, 30 weights, 40 dynamics, 50 degeneracy, 60 controls, 70 sensitivity, 80
    /// claims, 90 methods and provenance.</summary>
    int Order { get; }

    /// <summary>Heading.</summary>
    string Title { get; }

    /// <summary>Whether this study has something to say here.</summary>
    bool AppliesTo(StudyResults study);
}
