using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Reports;

/// <summary>One slide: one message.</summary>
/// <param name="Message">The message, as heading.</param>
/// <param name="Points">At most four lines beside or instead of a figure.</param>
/// <param name="Figure">The evidence.</param>
/// <param name="Notes">What to say.</param>
internal sealed record Slide(string Message, IReadOnlyList<string> Points, Figure? Figure, string Notes)
{
    /// <summary>Rules with their equations, in plain symbols.</summary>
    public IReadOnlyList<(string Rule, string Equation)> Equations { get; init; } = [];
}
