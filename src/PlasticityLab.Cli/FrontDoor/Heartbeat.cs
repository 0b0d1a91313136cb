using System.Diagnostics;

namespace PlasticityLab.Cli.FrontDoor;

/// <summary>Says on the error output what a computation is at, and for how long, when it takes more than a few seconds: nothing is silent
/// for long.</summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(4);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly string _what;
    private readonly Func<string> _detail;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private int _width;
    private bool _isOver;

    /// <param name="what">What is computed.</param>
    /// <param name="detail">How far it is; may be empty.</param>
    public Heartbeat(string what, Func<string> detail)
    {
        (_what, _detail) = (what, detail);
        // A terminal shows one line that changes; a file gets a line now and then.
        _timer = new Timer(_ => Tell(), null, First, TimeSpan.FromSeconds(Console.IsErrorRedirected ? 20 : 1));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _timer.Dispose();
            if (_width > 0)
            {
                Console.Error.Write($"\r{new string(' ', _width)}\r");
            }
        }
    }

    private void Tell()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            var line = $"{_what}: {_detail()}{_watch.Elapsed:m\\:ss}; Ctrl-C ends it.";
            if (Console.IsErrorRedirected)
            {
                Console.Error.WriteLine(line);
                return;
            }

            Console.Error.Write($"\r{line.PadRight(_width)}");
            _width = Math.Max(_width, line.Length);
        }
    }
}
