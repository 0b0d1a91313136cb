using System.Text.Json;

namespace PlasticityLab.Studies.Tunes;

/// <summary>Outcomes on disk, one JSON line each. A line is written in one piece; a line cut by a crash is passed over when read.</summary>
internal sealed class OutcomeFile
{
    private readonly string _path;
    private readonly Lock _lock = new();

    public OutcomeFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize<TuneOutcome>(line) is { Rule: not null, Key: not null } outcome)
                {
                    Known[(outcome.Rule, outcome.Fatigue, outcome.Key)] = outcome;
                }
            }
            catch (JsonException)
            {
                // a line that a crash cut short: its work is done again
            }
        }
    }

    public Dictionary<(string Rule, int Fatigue, string Key), TuneOutcome> Known { get; } = [];

    public void Add(IReadOnlyCollection<TuneOutcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            // a new line first, so that a cut line never swallows the next
            File.AppendAllText(_path, "\n" + string.Join('\n', outcomes.Select(outcome => JsonSerializer.Serialize(outcome))) + "\n");
            foreach (var outcome in outcomes)
            {
                Known[(outcome.Rule, outcome.Fatigue, outcome.Key)] = outcome;
            }
        }
    }
}
