using System.CommandLine;
using PlasticityLab.Figures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Cli.Verbs;

/// <summary>One figure of a study as a file, at the width that a journal asks for.</summary>
internal sealed class FigureVerb : IVerb
{
    public Command Build()
    {
        var study = new Argument<string>("study") { Description = "The study's folder, as printed by \"study run\"" };
        var name = new Argument<string?>("name") { Description = "Figure; without it, all are listed", Arity = ArgumentArity.ZeroOrOne };
        var width = new Option<string?>("--width") { Description = "Width: 89mm, 8.9cm or 3.5in (default: as in the report)" };
        var output = new Option<string?>("--out") { Description = "File ending in .pdf, .svg or .png", HelpName = "FILE" };
        var json = Terminal.Json();
        var command = new Command(
            "figure",
            "Write one figure of a study as .pdf, .svg or .png, for a paper or a talk. Texts keep their size whatever the width.\n\nExamples:\n  plasticity figure runs/first-look-0123abcd\n  plasticity figure runs/first-look-0123abcd recall_by_rule --width 89mm --out recall.pdf"
        )
        {
            study,
            name,
            width,
            output,
            json,
        };
        command.SetAction(r => Run(r.GetValue(study)!, r.GetValue(name), r.GetValue(width), r.GetValue(output), r.GetValue(json)));
        return command;
    }

    private static int Run(string folder, string? name, string? width, string? output, bool json)
    {
        var study = StudyResults.Load(folder);
        Figure[] figures = [.. Catalog.Of<IFigure>().All.SelectMany(figure => figure.DrawFor(study))];
        if (name is null)
        {
            List(figures, json);
            return Terminal.Done;
        }

        var figure =
            Array.Find(figures, f => Names.Same(f.Id, name))
            ?? throw new UserError($"{folder} has no figure \"{name}\". {Names.Known(name, figures.Select(f => f.Id))}");
        if (width is not null)
        {
            figure.At(Millimetres(width));
        }

        var path = output ?? $"{figure.Id}.svg";
        FigureFile.Save(figure, path);
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    Figure = path,
                    figure.Width,
                    figure.Height,
                }
            );
        }
        else
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{path}: {figure.Width:0.#} x {figure.Height:0.#} mm"));
        }

        return Terminal.Done;
    }

    private static void List(Figure[] figures, bool json)
    {
        if (json)
        {
            Terminal.PrintJson(figures.Select(f => new { f.Id, Title = RichText.Plain(f.Title) }));
            return;
        }

        foreach (var figure in figures)
        {
            Console.Out.WriteLine($"{figure.Id, -36} {RichText.Plain(figure.Title)}");
        }
    }

    /// <summary>A length in millimetres; a bare number is one.</summary>
    internal static double Millimetres(string text)
    {
        var (unit, factor) =
            text.EndsWith("mm", StringComparison.OrdinalIgnoreCase) ? ("mm", 1.0)
            : text.EndsWith("cm", StringComparison.OrdinalIgnoreCase) ? ("cm", 10)
            : text.EndsWith("in", StringComparison.OrdinalIgnoreCase) ? ("in", 25.4)
            : ("", 1);
        return Quantity.TryNumber(text[..^unit.Length].Trim(), out var number, out _) && number * factor is >= 30 and <= 1000
            ? number * factor
            : throw new UserError($"--width must be a length from 30mm to 1000mm, as 89mm, 8.9cm or 3.5in, but is \"{text}\".");
    }
}
