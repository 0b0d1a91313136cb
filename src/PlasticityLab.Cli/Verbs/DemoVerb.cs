using System.CommandLine;

namespace PlasticityLab.Cli.Verbs;

/// <summary>The main job with embedded defaults: a first look at how rules differ.</summary>
internal sealed class DemoVerb : IVerb
{
    public Command Build()
    {
        var output = Terminal.Studies();
        var threads = Terminal.Threads();
        var (json, quiet) = (Terminal.Json(), Terminal.Quiet());
        var command = new Command(
            "demo",
            "Train the same random network with Hebbian, anti-Hebbian and STDP rules, let it play the sequence by itself, and compare.\n\nExamples:\n  plasticity demo\n  plasticity demo --json"
        )
        {
            output,
            threads,
            json,
            quiet,
        };
        command.SetAction(
            (result, cancellation) =>
            {
                var (study, text) = EmbeddedStudy.Read("first-look.yaml");
                return new StudyRun(result.GetValue(threads), Report: true, result.GetValue(json), result.GetValue(quiet))
                {
                    Next = Next,
                }.Run(study, text, result.GetValue(output)!, cancellation);
            }
        );
        return command;
    }

    // As the launcher was called, ./plasticity in a clone; the installed tool has its own name.
    private static string Called =>
        Environment.GetEnvironmentVariable("PLASTICITY_CALLED") is { Length: > 0 } called
            ? called.Contains(' ', StringComparison.Ordinal)
                ? $"\"{called}\""
                : called
            : "plasticity";

    /// <summary>Three commands to go on with.</summary>
    public static IEnumerable<string> Next(string folder) =>
        [
            $"{Called} slides {folder}    # the same as slides",
            $"{Called} compare hebb stdp    # two rules, tuned on equal terms",
            $"{Called} lab    # watch a network learn in the browser",
        ];
}
