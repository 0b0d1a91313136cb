using System.CommandLine;
using PlasticityLab.Reports;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Slides of a study.</summary>
internal sealed class SlidesVerb : IVerb
{
    public Command Build()
    {
        var study = new Argument<string>("study") { Description = "The study's folder, as printed by \"study run\"" };
        var json = Terminal.Json();
        var command = new Command(
            "slides",
            "Write a study's slides: one HTML file with notes that works offline and prints to PDF.\n\nKeys: arrows, space, Home, End; n notes in a window; d dark or light; f full screen; ? all keys.\n\nExamples:\n  plasticity slides runs/first-look-0123abcd\n  plasticity slides runs/rules-compared-4567cdef --json"
        )
        {
            study,
            json,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var path = await SlidesWriter.WriteAsync(result.GetValue(study)!, cancellation);
                if (result.GetValue(json))
                {
                    Terminal.PrintJson(new { slides = path });
                }
                else
                {
                    Console.Out.WriteLine(path);
                }

                return Terminal.Done;
            }
        );
        return command;
    }
}
