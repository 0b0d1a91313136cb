namespace PlasticityLab.Models.Tunes.Midi;

/// <summary>What the tracks of a MIDI file hold together: key strokes, tempos and meters with their ticks, and what was mended.</summary>
internal sealed class MidiSong
{
    private const int MostRemarks = 10;
    private readonly SortedDictionary<string, (int Count, string Done)> _mended = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];

    /// <summary>Keys going down or up, in the order of the tracks.</summary>
    public List<MidiStroke> Strokes { get; } = [];

    /// <summary>Microseconds a quarter note.</summary>
    public List<(long Tick, int Value)> Tempos { get; } = [];

    public List<(long Tick, (int Beats, int Value) Value)> Meters { get; } = [];

    /// <summary>Sharps of key signatures, flats below 0.</summary>
    public List<(long Tick, int Value)> Keys { get; } = [];

    /// <summary>The last tick of each track.</summary>
    public List<long> Ends { get; } = [];

    public int Percussion { get; set; }

    /// <summary>What was mended or left out, as sentences.</summary>
    public IEnumerable<string> Remarks =>
        [
            .. _remarks.Take(MostRemarks),
            .. _remarks.Count > MostRemarks ? [$"{_remarks.Count - MostRemarks} further remarks of this kind."] : Array.Empty<string>(),
            .. _mended.Select(entry =>
                $"{entry.Key}{(entry.Value.Count == 1 ? "" : $" ({entry.Value.Count} times)")}: {entry.Value.Done}."
            ),
        ];

    public void Say(string remark) => _remarks.Add(remark);

    /// <summary>One more of a kind of things that were mended.</summary>
    /// <param name="kind">One of them.</param>
    /// <param name="done">What was done with it.</param>
    public void Count(string kind, string done) => _mended[kind] = (_mended.GetValueOrDefault(kind).Count + 1, done);
}

/// <summary>A key that goes down or up.</summary>
internal readonly record struct MidiStroke(long Tick, int Track, int Channel, int Key, bool IsDown);
