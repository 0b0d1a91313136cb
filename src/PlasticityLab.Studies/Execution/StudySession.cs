using System.Globalization;
using System.Text.Json;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

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
    private readonly StudyLog _log;
    private readonly TimeSpan _used = Environment.CpuUsage.TotalTime;
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
    /// <param name="ProcessorSeconds">Processor time that the process has used for it [s].</param>
    /// <param name="ProcessorSecondsOfRuns">Of it what the runs and steps themselves took [s]; told at the end.</param>
    internal sealed record Facts(
        string State,
        string Started,
        double Seconds,
        int Computed,
        int Threads,
        string Process,
        IReadOnlyDictionary<string, string> Machine,
        string CommandLine,
        double ProcessorSeconds = 0,
        double ProcessorSecondsOfRuns = 0
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
        _log = new(Path.ChangeExtension(_file, ".log"));
        _log.Say($"began: {(commandLine.Length > 0 ? commandLine : "called by another program")}");
        _timer = new(_ => Tick(), null, Look, Look);
    }

    /// <summary>Ends the work when asked to.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Says in the log what it begins with.</summary>
    public void Begin(StudySpec study, StudyCount count)
    {
        var machine = _start.Machine;
        _log.Say($"study {study.Name}, {study.Hash()}; its settings with every default: study.resolved.json");
        _log.Say(
            $"program {machine["build"]}, {machine["runtime"]}; {_start.Process}, {machine["processor"]}, {_start.Threads} threads; "
                + $"{study.Precision} precision, {machine["arithmetic"]}"
        );
        _log.Say(
            $"{count.Stored} of {count.Runs} runs are stored{(count.Further > 0 ? $", and up to about {count.Further} more are needed" : "")}"
        );
    }

    /// <summary>Says a sentence in the log.</summary>
    public void Say(string sentence) => _log.Say(sentence);

    /// <summary>Notes how far the work is.</summary>
    public void Tell(RunProgress progress)
    {
        Volatile.Write(ref _computed, progress.Computed);
        _log.Tell(progress);
    }

    /// <summary>Says how the work ended. A session that computed nothing leaves nothing.</summary>
    /// <param name="state">complete, cancelled or failed.</param>
    /// <param name="computed">Runs and steps that it computed.</param>
    /// <param name="ofRuns">Processor time that these took.</param>
    /// <param name="why">What ended it, where it was not that all is done.</param>
    public void End(string state, int computed, TimeSpan ofRuns, string why = "")
    {
        Volatile.Write(ref _computed, computed);
        _timer.Dispose();
        if (state == "complete" && computed == 0)
        {
            File.Delete(_file);
            _log.Remove();
            return;
        }

        var facts = Write(state, ofRuns);
        _log.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{state}: {computed} runs and steps computed in {facts.Seconds} s, {facts.ProcessorSeconds} s of processor time, of which they took {facts.ProcessorSecondsOfRuns} s{(why.Length > 0 ? $"; {why}" : "")}"
            )
        );
    }

    /// <summary>The log of the process that began last; null when there is none.</summary>
    public static string? LastLog(string folder)
    {
        var place = Path.Combine(folder, FolderName);
        return Directory.Exists(place) ? Directory.GetFiles(place, "*.log").Max(StringComparer.Ordinal) : null;
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
                    // Either way: a clock that was put back leaves signs of life in times to come.
                    var silent = (DateTime.UtcNow - File.GetLastWriteTimeUtc(path)).Duration() > 6 * Sign;
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

    private Facts Write(string state, TimeSpan ofRuns = default)
    {
        _signed = System.Diagnostics.Stopwatch.GetTimestamp();
        var facts = _start with
        {
            State = state,
            Seconds = Math.Round(System.Diagnostics.Stopwatch.GetElapsedTime(_began).TotalSeconds, 1),
            Computed = Volatile.Read(ref _computed),
            ProcessorSeconds = Math.Round((Environment.CpuUsage.TotalTime - _used).TotalSeconds, 2),
            ProcessorSecondsOfRuns = Math.Round(ofRuns.TotalSeconds, 2),
        };
        OutputFile.WriteText(_file, JsonSerializer.Serialize(facts, Json.Indented) + "\n");
        return facts;
    }
}
