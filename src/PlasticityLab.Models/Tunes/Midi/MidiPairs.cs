namespace PlasticityLab.Models.Tunes.Midi;

/// <summary>Makes notes of keys that go down and up.</summary>
/// <remarks>
/// A key that goes down while it sounds ends its note and begins another. Where a key goes up in the tick in which it was struck again, the
/// note before is meant, which has ended already. Keys that never go up are ended by an up stroke of the same channel that another track
/// has to spare, else with their track.
/// </remarks>
internal sealed class MidiPairs
{
    private readonly record struct Key(int Track, int Channel, int Number);

    private readonly Dictionary<Key, long> _down = [];
    private readonly HashSet<(Key, long Tick)> _restruck = [];
    private readonly Dictionary<(int Channel, int Key), Queue<long>> _spare = [];
    private readonly List<(long Start, long End, int Pitch)> _notes = [];

    private MidiPairs() { }

    /// <summary>Notes that have a length.</summary>
    public List<(long Start, long End, int Pitch)> Notes => _notes;

    public int WithoutLength { get; private set; }

    public int Restruck { get; private set; }

    /// <summary>Strokes of a key that another one struck in the same tick.</summary>
    public int Doubled { get; private set; }

    public int Hanging { get; private set; }

    public static MidiPairs Of(MidiSong song)
    {
        var pairs = new MidiPairs();
        foreach (var stroke in song.Strokes)
        {
            var key = new Key(stroke.Track, stroke.Channel, stroke.Key);
            if (stroke.IsDown)
            {
                pairs.Down(key, stroke.Tick);
            }
            else
            {
                pairs.Up(key, stroke);
            }
        }

        pairs.End(song.Ends);
        return pairs;
    }

    private void Down(Key key, long tick)
    {
        if (_down.TryGetValue(key, out var start) && start < tick)
        {
            _notes.Add((start, tick, key.Number));
            _restruck.Add((key, tick));
        }
        else if (_down.ContainsKey(key))
        {
            Doubled++;
        }

        _down[key] = tick;
    }

    private void Up(Key key, MidiStroke stroke)
    {
        if (_down.TryGetValue(key, out var start) && start == stroke.Tick && _restruck.Remove((key, stroke.Tick)))
        {
            return; // meant the note before
        }

        if (!_down.Remove(key))
        {
            if (!_spare.TryGetValue((stroke.Channel, stroke.Key), out var ticks))
            {
                _spare[(stroke.Channel, stroke.Key)] = ticks = [];
            }

            ticks.Enqueue(stroke.Tick);
        }
        else if (start < stroke.Tick)
        {
            _notes.Add((start, stroke.Tick, key.Number));
        }
        else
        {
            WithoutLength++;
        }
    }

    private void End(List<long> ends)
    {
        Restruck = _restruck.Count;
        foreach (var key in _spare.Keys)
        {
            _spare[key] = new Queue<long>(_spare[key].Order());
        }

        foreach (var (key, start) in _down.OrderBy(pair => pair.Value))
        {
            var spare = SpareUp(key, start);
            var end = spare ?? ends[key.Track];
            if (start < end)
            {
                _notes.Add((start, end, key.Number));
                Hanging += spare is null ? 1 : 0;
            }
            else
            {
                WithoutLength++;
            }
        }
    }

    private long? SpareUp(Key key, long start)
    {
        if (!_spare.TryGetValue((key.Channel, key.Number), out var ticks))
        {
            return null;
        }

        while (ticks.TryPeek(out var tick) && tick <= start)
        {
            ticks.Dequeue(); // notes that begin later cannot use it either
        }

        return ticks.TryDequeue(out var end) ? end : null;
    }
}
