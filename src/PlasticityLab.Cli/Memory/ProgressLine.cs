using System.Diagnostics;

namespace PlasticityLab.Cli.Memory;

/// <summary>One line on the error output that tells how far the work is and how long it will take; silent when that output is not a
/// terminal or quiet is asked for.</summary>
internal sealed class ProgressLine(string what, bool quiet) : IProgress<double>, IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly bool _silent = quiet || Console.IsErrorRedirected;
    private readonly Lock _lock = new();
    private long _last = -1000;

    public void Report(double value)
    {
        if (_silent)
        {
            return;
        }

        lock (_lock)
        {
            if (_watch.ElapsedMilliseconds - _last < 200 && value < 1)
            {
                return;
            }

            _last = _watch.ElapsedMilliseconds;
            var left = value > 0.005 ? TimeSpan.FromSeconds(_watch.Elapsed.TotalSeconds * (1 - value) / value).ToString(@"h\:mm\:ss") : "?";
            var full = (int)Math.Round(24 * Math.Clamp(value, 0, 1));
            Console.Error.Write($"\r{what} [{new string('#', full)}{new string('.', 24 - full)}] {100 * value, 5:F1} %, {left} left   ");
        }
    }

    public void Dispose()
    {
        if (!_silent && _last >= 0)
        {
            Console.Error.Write("\r" + new string(' ', what.Length + 60) + "\r");
        }
    }
}
