namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>What holds at the present place of a voice.</summary>
internal sealed class AbcVoiceState(AbcVoice voice)
{
    private int _octaves;
    private int _clefOctaves;
    private int _transpose;
    private AbcItem? _measure;

    public AbcVoice Voice { get; } = voice;

    /// <summary>Semitones by which the key signature moves the letters from C to B.</summary>
    public int[] Moved { get; private set; } = new int[7];

    public AbcMeter Meter { get; set; } = AbcMeter.Free;

    /// <summary>The unit length [quarter notes].</summary>
    public Fraction Unit { get; set; } = new(1, 2);

    /// <summary>Accidentals of the bar by letter, or by letter and octave.</summary>
    public Dictionary<(char Letter, int Octave), int> Accidentals { get; } = [];

    /// <summary>The tuplet: how often it still counts, and by what it multiplies.</summary>
    public (int Left, Fraction Factor) Tuplet { get; set; } = (0, new Fraction(1));

    /// <summary>What a sign of broken rhythm does to the next note; null when none is open.</summary>
    public Fraction? Broken { get; set; }

    /// <summary>The last event of the voice, which a tie or broken rhythm changes.</summary>
    public AbcEvent? Last { get; set; }

    /// <summary>Semitones from what is written to what sounds.</summary>
    public int Sounding => (12 * (_octaves + _clefOctaves)) + _transpose;

    public AbcMeasure Measure
    {
        get
        {
            if (_measure is not AbcMeasure measure)
            {
                _measure = measure = new AbcMeasure();
                Items.Add(measure);
            }

            return measure;
        }
    }

    private List<AbcItem> Items => Voice.Parts[^1].Items;

    /// <summary>A voice of another name to which the same fields apply.</summary>
    public AbcVoiceState Fresh(string id) =>
        new(new AbcVoice(id) { IsPercussion = Voice.IsPercussion })
        {
            Moved = Moved,
            Meter = Meter,
            Unit = Unit,
            _octaves = _octaves,
            _clefOctaves = _clefOctaves,
            _transpose = _transpose,
        };

    public void Apply(AbcKey key)
    {
        Moved = key.Moved ?? Moved;
        _clefOctaves = key.ClefOctaves ?? _clefOctaves;
        _octaves = key.Octaves ?? _octaves;
        _transpose = key.Transpose ?? _transpose;
        Voice.IsPercussion = key.ClefOctaves is null ? Voice.IsPercussion : key.IsPercussion;
    }

    public void Add(AbcItem sign)
    {
        _measure = null;
        Items.Add(sign);
    }

    public void EndMeasure()
    {
        _measure = null;
        Accidentals.Clear();
    }

    public void BeginPart(char label)
    {
        _measure = null;
        Voice.Parts.Add(new AbcPart(label));
    }
}
