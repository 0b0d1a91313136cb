using System.Text.Json;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Execution;

/// <summary>One process at work on a study: a file of its own in the study's folder says who, with what and how far, as long as it works
/// and after. It ends the work when <see cref="Cancel"/> asks for it.</summary>
internal sealed class StudySession : IDisposable
{
    private const string FolderName = "sessions",
        CancelName = "cancel";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5),
        Sign = TimeSpan.FromSeconds(10);

    private readonly string _folder,
        _file;
    private readonly Facts _start;
    private readonly long _began = System.Diagnostics.Stopwatch.GetTimestamp();
    private readonly DateTime _cancelBefore;
    private readonly CancellationTokenSource _stop;
    private readonly Timer _timer;
    private int _computed;
    private long _signed;

    /// <summary>What a session's file says.</summary>
    /// <param name="State">working, complete, cancelled or failed.</param>
    /// <param name="Started">UTC.</param>
    /// <param name="Seconds">How long it has worked [s].</param>
    /// <param name="Computed">Runs and steps that it computed.</param>
    /// <param name="Threads">Threads.</param>
    /// <param name="Process">Machine and process, see <see cref="Holder"/>.</param>
    /// <param name="Machine">Program, machine, arithmetic.</param>
    /// <param name="CommandLine">What was asked.</param>
    internal sealed record Facts(
        string State,
        string Started,
        double Seconds,
        int Computed,
        int Threads,
        string Process,
        IReadOnlyDictionary<string, string> Machine,
        string CommandLine
    );

    /// <summary>Begins work on the study in a folder.</summary>
    public StudySession(string folder, int threads, string commandLine, CancellationToken cancellation)
    {
        _folder = folder;
        Directory.CreateDirectory(Path.Combine(folder, FolderName));
        var now = DateTimeOffset.UtcNow;
        _file = Path.Combine(folder, FolderName, $"{now:yyyyMMddTHHmmss}-{Guid.NewGuid().ToString("N")[..8]}.json");
        _start = new("working", now.ToString("yyyy-MM-ddTHH:mm:ssZ"), 0, 0, threads, Holder.Own, Provenance.Machine, commandLine);
        _cancelBefore = CancelStamp(folder);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Write("working");
        _timer = new(_ => Tick(), null, Look, Look);
    }

    /// <summary>Ends the work when asked to.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Notes how much was computed.</summary>
    public void Tell(int computed) => Volatile.Write(ref _computed, computed);

    /// <summary>Says how the work ended. A session that computed nothing leaves nothing.</summary>
    public void End(string state, int computed)
    {
        Tell(computed);
        _timer.Dispose();
        if (state == "complete" && computed == 0)
        {
            File.Delete(_file);
        }
        else
        {
            Write(state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    /// <summary>Asks every process that works on the study to stop.</summary>
    public static void Cancel(string folder) => OutputFile.WriteText(Path.Combine(folder, CancelName), Guid.NewGuid().ToString("N"));

    /// <summary>All sessions, the oldest first; those whose process is gone without a word are called killed.</summary>
    public static IReadOnlyList<Facts> All(string folder)
    {
        var place = Path.Combine(folder, FolderName);
        var found = new List<Facts>();
        string[] files = Directory.Exists(place) ? Directory.GetFiles(place, "*.json") : [];
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            try
            {
                if (JsonSerializer.Deserialize<Facts>(File.ReadAllText(path), Json.Canonical) is { State: not null } facts)
                {
                    var silent = DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > 6 * Sign;
                    found.Add(
                        facts.State == "working" && (silent || Holder.IsDead(facts.Process)) ? facts with { State = "killed" } : facts
                    );
                }
            }
            catch (Exception error) when (error is JsonException or IOException)
            {
                // Being removed, or damaged: it decides nothing.
            }
        }

        return found;
    }

    private static DateTime CancelStamp(string folder) => File.GetLastWriteTimeUtc(Path.Combine(folder, CancelName));

    private void Tick()
    {
        try
        {
            if (CancelStamp(_folder) != _cancelBefore)
            {
                _stop.Cancel();
            }

            if (System.Diagnostics.Stopwatch.GetElapsedTime(_signed) > Sign)
            {
                Write("working");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException or UserError)
        {
            // The next look may succeed; the work itself says what is wrong with the folder.
        }
    }

    private void Write(string state)
    {
        _signed = System.Diagnostics.Stopwatch.GetTimestamp();
        var seconds = Math.Round(System.Diagnostics.Stopwatch.GetElapsedTime(_began).TotalSeconds, 1);
        var facts = _start with { State = state, Seconds = seconds, Computed = Volatile.Read(ref _computed) };
        OutputFile.WriteText(_file, JsonSerializer.Serialize(facts, Json.Indented) + "\n");
    }
}
