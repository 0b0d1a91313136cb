using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Reports;

/// <summary>Plain formulae and figure markup as HTML.</summary>
internal static partial class Typeset
{
    /// <summary>A formula of a rule's card: <c>r_i</c> gets a subscript, <c>d…/dt</c> stays.</summary>
    public static MarkupString Equation(string plain) =>
        new($"<span class=\"eq\">{Subscript().Replace(MarkupText.Of(plain), "<sub>$1</sub>")}</span>");

    /// <summary>Figure markup: italics, subscripts, superscripts.</summary>
    public static MarkupString Caption(string markup) =>
        new(
            string.Concat(
                RichText
                    .Parse(markup)
                    .Select(run =>
                    {
                        var text = MarkupText.Of(run.Text);
                        text = run.Level switch
                        {
                            RichText.Level.Sub => $"<sub>{text}</sub>",
                            RichText.Level.Super => $"<sup>{text}</sup>",
                            _ => text,
                        };
                        return run.Italic ? $"<i>{text}</i>" : text;
                    })
            )
        );

    [GeneratedRegex("_([A-Za-z0-9])")]
    private static partial Regex Subscript();
}
