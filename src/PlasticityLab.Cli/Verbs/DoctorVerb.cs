using System.CommandLine;
using PlasticityLab.Cli.Doctor;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Says what this machine has, what is missing, what that is for and what to do.</summary>
internal sealed class DoctorVerb : IVerb
{
    public Command Build()
    {
        var folder = new Option<string>("--folder")
        {
            Description = "Folder that results will be written to",
            DefaultValueFactory = _ => ".",
        };
        var json = Terminal.Json();
        var command = new Command(
            "doctor",
            "Check what this machine has for PlasticityLab, and what to do about what is missing.\n\nExamples:\n  plasticity doctor\n  plasticity doctor --folder /data/studies --json"
        )
        {
            folder,
            json,
        };
        command.SetAction(result => Run(result.GetValue(folder)!, result.GetValue(json)));
        return command;
    }

    private static int Run(string folder, bool json)
    {
        Finding[] findings = [.. Examination.Of(folder)];
        var ready = findings.All(finding => finding.Ok || !finding.Required);
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    Version = 1,
                    Ready = ready,
                    Findings = findings,
                }
            );
            return ready ? Terminal.Done : Terminal.SaysNo;
        }

        foreach (var finding in findings)
        {
            Console.Out.WriteLine(
                $"{(finding.Ok ? "ok" : finding.Required ? "MISSING" : "missing"), -8} {finding.Name.Replace('_', ' '), -20} {finding.Found}"
            );
            if (!finding.Ok)
            {
                Console.Out.WriteLine($"{"", -9}for: {finding.For}");
                Console.Out.WriteLine($"{"", -9}do:  {finding.Remedy}");
            }
        }

        var missing = findings.Count(finding => !finding.Ok);
        Console.Out.WriteLine(
            !ready ? "Something that PlasticityLab needs is missing."
            : missing == 0 ? "Everything is here."
            : $"Ready. {missing} optional {(missing == 1 ? "part is" : "parts are")} missing."
        );
        return ready ? Terminal.Done : Terminal.SaysNo;
    }
}
