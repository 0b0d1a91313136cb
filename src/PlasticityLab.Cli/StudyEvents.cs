using System.Text.Json;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli;

/// <summary>What happens in a study, as JSON lines for programs: see docs/reference/json.md.</summary>
internal sealed class StudyEvents(TextWriter output)
{
    private static readonly JsonSerializerOptions Options = new(Terminal.JsonOptions) { WriteIndented = false };
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private readonly ProgressText _text = new();
    private readonly Lock _gate = new();
    private long _last;
    private RunProgress _told;

    public void Started(StudyFolder folder, int threads, CancellationToken cancellation)
    {
        var count = folder.Count(cancellation);
        var forecast = Forecast.Of(folder.Study, count, threads, Forecast.ForStart, cancellation);
        Write(
            new
            {
                Event = "started",
                Study = folder.Study.Name,
                Folder = folder.Path,
                count.Runs,
                count.Further,
                count.Stored,
                forecast.SecondsAtLeast,
                forecast.Seconds,
                Bytes = forecast.Count.BytesLeft,
                MemoryOfOneRun = forecast.Memory,
            }
        );
    }

    // At most ten a second; the last run of a piece of work and every failure are always told.
    public void Progress(RunProgress p)
    {
        lock (_gate)
        {
            var (left, failed) = (_text.SecondsLeft(p), p.Failed > _told.Failed);
            if (failed || p.What != _told.What || p.Done == p.Total || System.Diagnostics.Stopwatch.GetElapsedTime(_last) > Least)
            {
                (_last, _told) = (System.Diagnostics.Stopwatch.GetTimestamp(), p);
                Write(
                    new
                    {
                        Event = "progress",
                        p.Done,
                        p.Total,
                        p.Computed,
                        p.ByOthers,
                        p.Failed,
                        SecondsLeft = left,
                        p.What,
                    }
                );
            }
        }
    }

    public void Finished(StudyFolder folder, int computed, string report) =>
        Write(
            new
            {
                Event = "finished",
                Folder = folder.Path,
                Computed = computed,
                Report = report,
                folder.Remarks,
            }
        );

    private void Write<T>(T value)
    {
        output.WriteLine(JsonSerializer.Serialize(value, Options));
        output.Flush();
    }
}
