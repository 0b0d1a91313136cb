using System.Text.Json;
using PlasticityLab.Figures.Study;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Reports.Pages;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Reports;

/// <summary>The atlas of a search of the space of rules: one HTML file that asks nothing of the network, a map that is read with mouse or
/// keys, and without scripts a figure and tables.</summary>
public static class AtlasWriter
{
    // So many marks a browser still draws in a moment; which of more are left out is said on the page.
    private const int MostMarks = 6000;

    /// <summary>Writes atlas.html into the study's folder.</summary>
    /// <param name="studyFolder">A finished study with a search.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="UserError">The folder is not that of a finished study, or the study searched no rules.</exception>
    public static async Task<string> WriteAsync(string studyFolder)
    {
        var study = StudyResults.Load(studyFolder);
        _ = AtlasStatements.Of(study);
        var path = Path.Combine(studyFolder, "atlas.html");
        OutputFile.Update(path, await ReportWriter.HtmlAsync<AtlasPage>(study));
        return path;
    }

    /// <summary>The simulated rules as the page's script reads them: the best first where there are too many.</summary>
    internal static string Data(StudyResults study)
    {
        SearchedRuleRow[] simulated =
        [
            .. study
                .Rows<SearchedRuleRow>()
                .Where(row => row.Networks > 0 && double.IsFinite(row.S) && double.IsFinite(row.TimeReversalIndex)),
        ];
        var marks = simulated
            .OrderByDescending(row => row.S)
            .Take(MostMarks)
            .Select(row =>
                new object[]
                {
                    row.Condition,
                    row.Search,
                    row.Number,
                    Math.Round(row.TimeReversalIndex, 4),
                    Math.Round(row.S, 4),
                    row.Terms,
                    row.Family,
                    row.Equation,
                    row.WeightMax,
                    row.Decay,
                    row.TrainingGain,
                    row.Inhibition,
                    row.Gain,
                }
            );
        var titles = study.Study.Conditions.Keys.ToDictionary(name => name, study.ConditionName);
        // The serializer writes < as \u003C, so that nothing can end the script element.
        return JsonSerializer.Serialize(
            new
            {
                titles,
                simulated = simulated.Length,
                marks,
            }
        );
    }
}
