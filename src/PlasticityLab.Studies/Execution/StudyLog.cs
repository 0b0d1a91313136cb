using System.Globalization;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Execution;

/// <summary>What one process did at a study, a line each with its time (UTC), for whoever looks later. Only this process writes it, and what
/// cannot be written decides nothing.</summary>
internal sealed class StudyLog(string file)
{
    private const int Parts = 10;
    private readonly Lock _gate = new();
    private string _what = "";
    private int _part = -1,
        _failed;

    /// <summary>Adds a line.</summary>
    public void Say(string sentence)
    {
        lock (_gate)
        {
            try
            {
                var line = sentence.ReplaceLineEndings(" ");
                File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}  {line}\n"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A full disk, say: the work itself tells of it.
            }
        }
    }

    /// <summary>Adds a line where a new piece of work begins, a tenth of all runs is done, or a run has failed.</summary>
    public void Tell(RunProgress p)
    {
        string? line = null;
        lock (_gate)
        {
            var what = p.What.Split(", step ")[0];
            var part = p.Total > 0 ? Parts * p.Done / p.Total : -1;
            if (what != _what || part > _part || p.Failed > _failed)
            {
                line = $"{what}: {p.Done} of {p.Total} runs and steps are done, {p.Computed} of them by this process";
                line += p.Failed > 0 ? $"; {p.Failed} have failed" : "";
            }

            // A piece of work that begins anew counts its failures anew.
            (_what, _part, _failed) = (what, Math.Max(part, _part), p.Failed);
        }

        if (line is not null)
        {
            Say(line);
        }
    }

    /// <summary>Removes it: the process has found nothing to do.</summary>
    public void Remove() => File.Delete(file);
}
