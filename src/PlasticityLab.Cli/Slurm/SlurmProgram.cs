using System.Diagnostics;

namespace PlasticityLab.Cli.Slurm;

/// <summary>What one of Slurm's programs answered.</summary>
/// <param name="Code">Its exit code; <see cref="SlurmProgram.TimedOut"/> when it was ended after its time.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record SlurmAnswer(int Code, string Out, string Error)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool Ok => Code == 0;
}

/// <summary>Slurm's programs, as they are found on the PATH.</summary>
internal static class SlurmProgram
{
    /// <summary>Exit code of a program that gave no answer in time.</summary>
    public const int TimedOut = -1;

    // A busy controller answers after its own message time-out of 10 s, a few times over.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Those of the programs that are not on the PATH.</summary>
    public static IEnumerable<string> Missing(params IEnumerable<string> programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))));
    }

    /// <summary>Asks a program. One that cannot be started or stays silent has given no answer, which is not an exception.</summary>
    public static async Task<SlurmAnswer> Ask(string program, IEnumerable<string> words, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, words)
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Limit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellation.ThrowIfCancellationRequested();
                return new(TimedOut, "", $"{program} gave no answer in {Limit.TotalSeconds} s");
            }

            return new(process.ExitCode, await output, (await error).Trim());
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            return new(TimedOut, "", $"{program} could not be started: {error.Message}");
        }
    }
}
