using System.Collections.Immutable;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>One tone as it is written.</summary>
/// <param name="place">Where it stands.</param>
/// <param name="step">Place on the staff: letters from C, counted from octave 0, without accidentals.</param>
/// <param name="pitch">MIDI key number by key signature and accidentals of the bar.</param>
/// <param name="isMarked">Whether it has an accidental of its own.</param>
internal sealed class AbcTone(AbcPlace place, int step, int pitch, bool isMarked)
{
    public AbcPlace Place { get; } = place;

    public int Step { get; } = step;

    public int Pitch { get; } = pitch;

    public bool IsMarked { get; } = isMarked;

    /// <summary>Whether it is tied to the next note.</summary>
    public bool IsTied { get; set; }
}

/// <summary>A note, a chord, or a rest (no tones), with its length [quarter notes].</summary>
internal sealed class AbcEvent(AbcPlace place, ImmutableArray<AbcTone> tones, Fraction length)
{
    public AbcPlace Place { get; } = place;

    public ImmutableArray<AbcTone> Tones { get; } = tones;

    public Fraction Length { get; set; } = length;
}

/// <summary>What stands between two bar lines, or a sign for the order in which bars are played.</summary>
internal abstract record AbcItem;

/// <summary>A bar: strands that sound together, the first the voice itself, the others overlays.</summary>
internal sealed record AbcMeasure : AbcItem
{
    public List<List<AbcEvent>> Strands { get; } =
    [
        [],
    ];

    public bool IsEmpty => Strands.TrueForAll(strand => strand.Count == 0);
}

/// <summary>A repeat begins here; its section is played so many times.</summary>
internal sealed record AbcRepeatStart(AbcPlace Place, int Times) : AbcItem;

/// <summary>A repeat ends here; its section is played so many times.</summary>
internal sealed record AbcRepeatEnd(int Times) : AbcItem;

/// <summary>A double or thick bar: an end sign without a start goes back here, and a last ending ends here.</summary>
internal sealed record AbcDoubleBar : AbcItem;

/// <summary>A variant ending begins; it is played in these passes.</summary>
internal sealed record AbcEnding(AbcPlace Place, ImmutableArray<int> Passes) : AbcItem;

/// <summary>A part of a voice: what follows a field P: in the body; the label is '\0' before the first.</summary>
internal sealed record AbcPart(char Label)
{
    public List<AbcItem> Items { get; } = [];
}

/// <summary>A voice.</summary>
internal sealed class AbcVoice(string id)
{
    public string Id { get; set; } = id;

    public List<AbcPart> Parts { get; } = [new('\0')];

    public bool IsPercussion { get; set; }

    public IEnumerable<AbcEvent> Events =>
        Parts.SelectMany(part => part.Items).OfType<AbcMeasure>().SelectMany(measure => measure.Strands).SelectMany(strand => strand);

    public int Notes => Events.Count(x => !x.Tones.IsEmpty);

    /// <summary>Mean pitch of the highest tones, by length [MIDI key].</summary>
    public double MeanPitch()
    {
        var sounding = Events.Where(x => !x.Tones.IsEmpty).ToArray();
        return sounding.Sum(x => x.Length.Value * x.Tones.Max(tone => tone.Pitch)) / sounding.Sum(x => x.Length.Value);
    }
}
