using PlasticityLab.Cli.Executors;

namespace PlasticityLab.Cli.Slurm;

/// <summary>What a job runs: a few lines of shell that end in the program itself, so that signals reach it.</summary>
internal static class TaskScript
{
    // Before the limit of a task, so that what it has computed is written.
    private const int SecondsBefore = 60;

    // What decides the last digits of results must be the same everywhere; all else of a terminal's environment stays there.
    private const string LinearAlgebra = "PLASTICITY_LINEAR_ALGEBRA";

    /// <summary>The script.</summary>
    /// <param name="program">What it starts.</param>
    /// <param name="words">With which words.</param>
    /// <param name="minutes">Time after which it ends by itself, a little before Slurm ends it [min]; null: Slurm's signal is waited
    /// for.</param>
    /// <param name="into">File that its output goes to; null: the job's log.</param>
    public static string Of(OwnProgram program, IEnumerable<string> words, int? minutes = null, string? into = null)
    {
        string[] own = minutes is null ? [] : ["--stop-after", $"{(60 * minutes) - SecondsBefore}"];
        return $"""
            #!/bin/sh
            export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_gcServer=0
            export DOTNET_PROCESSOR_COUNT="{"${SLURM_CPUS_PER_TASK:-1}"}"
            # 80 % of the memory that the task was given [byte, hexadecimal].
            if [ "{"${SLURM_MEM_PER_NODE:-0}"}" -gt 0 ]; then
              export DOTNET_GCHeapHardLimit="$(printf %X $((SLURM_MEM_PER_NODE * 838860)))"
            fi
            {Exports()}exec {ShellText.Line(program.Command([.. words, .. own]))}{(into is null ? "" : $" > {ShellText.Word(into)}")}

            """.ReplaceLineEndings("\n");
    }

    private static string Exports() =>
        string.Concat(
            new[] { ("DOTNET_ROOT", OwnProgram.DotnetRoot), (LinearAlgebra, Environment.GetEnvironmentVariable(LinearAlgebra)) }
                .Where(variable => variable.Item2 is { Length: > 0 })
                .Select(variable => $"export {variable.Item1}={ShellText.Word(variable.Item2!)}\n")
        );
}
