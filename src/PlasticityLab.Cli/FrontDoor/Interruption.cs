using System.Runtime.InteropServices;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Ctrl-C and TERM: the first asks the command to stop, the second ends the program at once; both end with code 130.</summary>
internal sealed class Interruption : IDisposable
{
    // Longer than a run of a study takes to stop between two steps; what does not listen is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    private static PosixSignalRegistration[]? _ending;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _count;

    public Interruption() =>
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        if (_count > 0)
        {
            _ending = _signals; // a second signal may come while the program ends, and must not end it as one that nobody expected
            return;
        }

        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) > 1)
        {
            Environment.Exit(Terminal.Cancelled);
        }

        _ = Task.Delay(Patience)
            .ContinueWith(
                _ =>
                {
                    Console.Error.WriteLine(CommandLine.CancelledSentence);
                    Environment.Exit(Terminal.Cancelled);
                },
                TaskScheduler.Default
            );
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has just ended by itself.
        }
    }
}
