using System.CommandLine;
using PlasticityLab.Cli.Doctor;
using PlasticityLab.Cli.Executors;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Cli.Slurm;
using PlasticityLab.Numerics;

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
        var on = PlacementOptions.On("What is checked: this machine (local), or a node of a cluster (slurm), by one task");
        var json = Terminal.Json();
        var command = new Command(
            "doctor",
            "Check what this machine has for PlasticityLab, and what to do about what is missing.\nWith --on slurm one task checks a node of the cluster and the folder that is shared with it; what stands behind -- goes to sbatch.\n\nExamples:\n  plasticity doctor\n  plasticity doctor --folder /data/studies --json\n  plasticity doctor --folder /data/studies --on slurm -- --partition=short"
        )
        {
            folder,
            on,
            json,
        };
        HandedOn.Allow(command);
        command.SetAction(
            async (result, cancellation) =>
            {
                var place = result.GetValue(on)!;
                var report = await Examine(place, result.GetValue(folder)!, HandedOn.Words(result), cancellation);
                if (place != LocalExecutor.Local && !result.GetValue(json))
                {
                    Console.Out.WriteLine($"On {report.Machine}:");
                }

                return Tell(report, result.GetValue(json));
            }
        );
        return command;
    }

    private static async Task<MachineReport> Examine(string on, string folder, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        UserError.ThrowIfAny(
            on switch
            {
                LocalExecutor.Local => HandedOn.Problems(words),
                SlurmExecutor.Slurm => SlurmDoctor.Problems(words),
                _ => [$"--on must be {LocalExecutor.Local} or {SlurmExecutor.Slurm}, but is \"{on}\"."],
            }
        );
        return on == SlurmExecutor.Slurm ? await SlurmDoctor.Examine(folder, words, cancellation) : MachineReport.Here(folder);
    }

    private static int Tell(MachineReport report, bool json)
    {
        var (ready, findings) = (report.Ready, report.Findings);
        if (json)
        {
            Terminal.PrintJson(report);
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
