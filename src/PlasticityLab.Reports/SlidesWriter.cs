using PlasticityLab.Numerics.Files;
using PlasticityLab.Reports.Pages;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>A study's slides: one HTML file that needs no network, shown by reveal.js (in the file), with notes, a speaker window and a
/// print style.</summary>
public static class SlidesWriter
{
    /// <summary>Writes slides.html into the study's folder.</summary>
    /// <returns>Path of slides.html.</returns>
    public static async Task<string> WriteAsync(string studyFolder, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var study = StudyResults.Load(studyFolder);
        var path = Path.Combine(studyFolder, "slides.html");
        OutputFile.Update(path, await ReportWriter.HtmlAsync<SlidesPage>(study));
        return path;
    }
}
