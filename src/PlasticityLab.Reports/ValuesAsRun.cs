using System.Globalization;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Reports;

/// <summary>The values that the networks of a rule were trained and played with in one condition, as a methods section gives them: what was
/// tuned and what was left as it was.</summary>
/// <param name="Row">The values that all rules have.</param>
/// <param name="Parameters">The rule's own parameters with their symbols and units: η = 9.42, τ₊ = 9.4 ms.</param>
/// <param name="Further">Soft bounds, turned sign, normalisation of input weights; empty where there is none.</param>
internal sealed record ValuesAsRun(TunedRow Row, string Parameters, string Further)
{
    /// <summary>One for each rule and condition, in the order of the study; controls with another order or sign have their rule's.</summary>
    public static IReadOnlyList<ValuesAsRun> Of(StudyResults study) =>
        [
            .. study
                .Rows<TunedRow>()
                .Select(row => (Row: row, Section: study.Study.Rules.FirstOrDefault(rule => rule.Name == row.Rule)))
                .Where(x => x.Section is not null || x.Row.Rule == "oracle")
                .Select(x => Of(x.Row, x.Section?.For(x.Row.Condition).Learning ?? new() { Rule = "oracle" })),
        ];

    private static ValuesAsRun Of(TunedRow row, LearningChoice learning)
    {
        var given = row
            .Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Quantity.Number(pair[1], "a value in the table tuned"), StringComparer.Ordinal);
        var unit = RuleChoice.Units(learning);
        var own = RuleChoice
            .ParametersOf(learning)
            .Select(name => (Name: name, Value: given.TryGetValue(name, out var value) ? value : Default(learning, name)))
            .Where(parameter => double.IsFinite(parameter.Value))
            .Select(parameter => Show(Symbol(learning, parameter.Name), parameter.Value, unit(parameter.Name)));
        string[] further =
        [
            .. learning.Phases.Skip(1).Select(phase => $"then {phase.Equation ?? phase.Rule}, {phase.Presentations} presentations"),
            .. learning.Sign < 0 ? ["sign turned"] : Array.Empty<string>(),
            .. learning.SoftBounds ? ["soft bounds"] : Array.Empty<string>(),
            .. learning.Normalisation == "none" ? Array.Empty<string>() : [learning.Normalisation.Replace('_', ' ')],
        ];
        return new(row, string.Join(", ", own), string.Join(", ", further));
    }

    private static IEnumerable<Setting> Numbers(LearningChoice learning) =>
        learning.Equation is null ? Settings.Numbers(RuleChoice.TypeOf(learning.Rule)) : [];

    private static double Default(LearningChoice learning, string name) =>
        learning.Parameters.TryGetValue(name, out var value) ? value
        : Numbers(learning).FirstOrDefault(setting => setting.Name == name) is { Default: double standard } ? standard
        : double.NaN;

    // A meaning begins with the symbol: "η, learning rate".
    private static string Symbol(LearningChoice learning, string name) =>
        Numbers(learning).FirstOrDefault(setting => setting.Name == name) is { Meaning: { } meaning }
        && meaning.IndexOf(',') is > 0 and var end
            ? meaning[..end]
            : name;

    private static string Show(string symbol, double value, string unit) =>
        $"{symbol} = {(unit.Length == 0 ? RichText.Number(value) : Quantity.Show(FourDigits(value), unit))}";

    private static double FourDigits(double value) => Quantity.Number(value.ToString("G4", CultureInfo.InvariantCulture), "a value");
}
