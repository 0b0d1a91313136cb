namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>Plays bars one after another: when each tone begins and ends. Ties join what is played, not what is written, so that a tie
/// leads into each ending.</summary>
internal sealed class AbcPlayer
{
    private readonly List<Sound> _sounds = [];
    private readonly HashSet<AbcTone> _open = [];
    private readonly HashSet<AbcTone> _joined = [];

    /// <summary>A tone that sounds.</summary>
    public readonly record struct Sound(Fraction Start, Fraction End, int Pitch);

    private sealed record Held(AbcTone Tone, int Sound);

    /// <summary>What was played, in the order of the bars.</summary>
    public IReadOnlyList<Sound> Sounds => _sounds;

    /// <summary>Ties that met no tone of their pitch, whatever was played after them.</summary>
    public IEnumerable<AbcTone> LooseTies => _open.Except(_joined).OrderBy(tone => tone.Place.Line).ThenBy(tone => tone.Place.Column);

    public void Play(IEnumerable<AbcMeasure> measures)
    {
        var start = new Fraction(0);
        var held = new List<Held>[1];
        held[0] = [];
        foreach (var measure in measures)
        {
            var next = new List<Held>[measure.Strands.Count];
            var end = start;
            for (var strand = 0; strand < next.Length; strand++)
            {
                (next[strand], var reached) = Play(measure.Strands[strand], start, strand < held.Length ? held[strand] : []);
                end = reached.CompareTo(end) > 0 ? reached : end;
            }

            (start, held) = (end, next);
        }
    }

    private (List<Held> Held, Fraction End) Play(List<AbcEvent> strand, Fraction start, List<Held> held)
    {
        foreach (var step in strand)
        {
            var end = start + step.Length;
            var next = new List<Held>();
            foreach (var tone in step.Tones)
            {
                var sound = Join(tone, start, end, held) ?? Begin(tone, start, end);
                if (tone.IsTied)
                {
                    _open.Add(tone);
                    next.Add(new Held(tone, sound));
                }
            }

            (start, held) = (end, next);
        }

        return (held, start);
    }

    private int Begin(AbcTone tone, Fraction start, Fraction end)
    {
        _sounds.Add(new Sound(start, end, tone.Pitch));
        return _sounds.Count <= 4 * Tune.MostNotes ? _sounds.Count - 1 : throw new AbcTooLong();
    }

    /// <summary>Goes on with a held tone of the same pitch, or of the same place on the staff where the tone has no accidental of its own:
    /// an accidental holds over the bar line as long as the tie (4.11).</summary>
    private int? Join(AbcTone tone, Fraction start, Fraction end, List<Held> held)
    {
        var at = held.FindIndex(x => (x.Tone.Step == tone.Step && !tone.IsMarked) || _sounds[x.Sound].Pitch == tone.Pitch);
        if (at < 0 || _sounds[held[at].Sound].End != start)
        {
            return null;
        }

        var sound = held[at].Sound;
        _joined.Add(held[at].Tone);
        held.RemoveAt(at);
        _sounds[sound] = _sounds[sound] with { End = end };
        return sound;
    }
}
