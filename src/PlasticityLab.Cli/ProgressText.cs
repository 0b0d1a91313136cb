using System.Diagnostics;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Cli;

/// <summary>How far a study is, with the time that is left by what the last runs took, other processes' included.</summary>
internal sealed class ProgressText
{
    // The first runs pay for what is prepared and compiled: below so many of them, or a tenth of what there is, no time is told.
    private const int Enough = 10;

    private long _start = Stopwatch.GetTimestamp();
    private int _computed,
        _free; // done without having been computed
    private int? _done;

    /// <summary>A sentence for a terminal.</summary>
    public string Say(RunProgress p)
    {
        var memory = p.What.StartsWith("memory", StringComparison.Ordinal);
        var left = SecondsLeft(p) is var seconds && double.IsFinite(seconds) ? $", about {Duration(seconds)} left" : "";
        var failed = p.Failed > 0 ? $", {p.Failed} failed" : "";
        return $"{p.Done} of {p.Total} {(memory ? "parts" : "runs and steps")}, {p.What}{failed}{left}";
    }

    /// <summary>Time that is left [s]; NaN as long as too little was computed to tell. What was stored before, or is not needed in the end,
    /// took no time and says nothing.</summary>
    public double SecondsLeft(RunProgress p)
    {
        var computed = p.Computed + p.ByOthers;
        if (computed == 0)
        {
            _start = Stopwatch.GetTimestamp();
        }

        if (_done is null)
        {
            _free = Math.Max(0, p.Done - computed);
        }
        else if (computed == _computed)
        {
            _free += Math.Max(0, p.Done - _done.Value);
        }

        (_computed, _done) = (computed, p.Done);
        var done = p.Done - _free;
        return computed > 0 && done >= Math.Clamp((p.Total - _free) / 10, 1, Enough)
            ? Stopwatch.GetElapsedTime(_start).TotalSeconds * (p.Total - p.Done) / done
            : double.NaN;
    }

    /// <summary>A duration for people: 40 s, 3 min 20 s, 2 h 10 min.</summary>
    /// <param name="seconds">How long [s].</param>
    public static string Duration(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Min(seconds, 1e8));
        return time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min"
            : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s"
            : $"{time.TotalSeconds:F0} s";
    }
}
