using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PlasticityLab.Figures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reports.Pages;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>A study's report: one HTML file that asks nothing of the network, and its figures as files with captions, alternative texts and
/// source data.</summary>
public static partial class ReportWriter
{
    /// <summary>Stands for the next figure's number while chapters render; numbers are given in reading order at the end.</summary>
    internal const string NextFigure = "\uE000F",
        NextTable = "\uE000T";

    /// <summary>Writes report.html and figures/ into the study's folder.</summary>
    /// <param name="studyFolder">A finished study.</param>
    /// <param name="formats">Formats of the figure files: svg, png, pdf; svg when nothing is said.</param>
    /// <param name="cancellation">Stops between figures.</param>
    /// <returns>Path of report.html.</returns>
    public static async Task<string> WriteAsync(
        string studyFolder,
        IReadOnlyList<string>? formats = null,
        CancellationToken cancellation = default
    )
    {
        var study = StudyResults.Load(studyFolder);
        var figures = Path.Combine(studyFolder, "figures");
        foreach (var figure in Catalog.Of<IFigure>().All.SelectMany(figure => figure.DrawFor(study)))
        {
            cancellation.ThrowIfCancellationRequested();
            FigureFile.SaveTexts(figure, figures);
            foreach (var format in formats ?? ["svg"])
            {
                FigureFile.Save(figure, Path.Combine(figures, $"{figure.Id}.{format.TrimStart('.')}"));
            }
        }

        var path = Path.Combine(studyFolder, "report.html");
        OutputFile.Update(path, await HtmlAsync<ReportPage>(study));
        return path;
    }

    /// <summary>The chapters that apply to a study, in order.</summary>
    public static IReadOnlyList<(Type Component, IReportChapter Chapter)> Chapters(StudyResults study) =>
        [
            .. Catalog
                .Make<IReportChapter>()
                .Select(chapter => (type: chapter.GetType(), chapter))
                .Where(x => x.chapter.AppliesTo(study))
                .OrderBy(x => x.chapter.Order)
                .ThenBy(x => x.chapter.Title, StringComparer.Ordinal),
        ];

    /// <summary>Renders a page component with the study as its parameter.</summary>
    internal static async Task<string> HtmlAsync<TPage>(StudyResults study)
        where TPage : IComponent
    {
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (
                await renderer.RenderComponentAsync<TPage>(
                    ParameterView.FromDictionary(new Dictionary<string, object?> { ["Study"] = study })
                )
            ).ToHtmlString()
        );
        html = EmptyColumns.Dropped(html);
        var (figure, table) = (0, 0);
        return GlossaryOf.Filled(Placeholder().Replace(html, match => $"{(match.Groups[1].Value == "F" ? ++figure : ++table)}"));
    }

    // The renderer writes this character as a numeric entity.
    [GeneratedRegex("(?:\uE000|&#xE000;)([FT])")]
    private static partial Regex Placeholder();
}
