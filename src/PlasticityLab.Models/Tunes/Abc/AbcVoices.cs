namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>The voices of a tune, and which of them is being written.</summary>
internal sealed class AbcVoices
{
    private readonly Dictionary<string, AbcKey> _declared = [];
    private readonly List<AbcVoiceState> _all = [new(new AbcVoice("1"))];
    private AbcVoiceState? _template;
    private char _part;

    public AbcVoices() => Current = _all[0];

    public AbcVoiceState Current { get; private set; }

    public IReadOnlyList<AbcVoiceState> All => _all;

    /// <summary>Keeps what the header says of a voice.</summary>
    public void Declare(string id, AbcKey properties) =>
        _declared[id] = _declared.TryGetValue(id, out var known) ? known.With(properties) : properties;

    /// <summary>Goes on with a voice, which begins here unless it is known. Music before the first field V: belongs to the voice that the
    /// header names first, else to the first one that is named.</summary>
    public void Select(string id, AbcKey properties)
    {
        if (_template is null)
        {
            _template = Current.Fresh("");
            Current.Voice.Id = _declared.Keys.FirstOrDefault() ?? id;
            Declared(Current);
        }

        var known = _all.Find(state => state.Voice.Id == id);
        if (known is null)
        {
            known = _template.Fresh(id);
            Declared(known);
            if (_part != '\0')
            {
                known.BeginPart(_part);
            }

            _all.Add(known);
        }

        known.Apply(properties);
        Current = known;
    }

    /// <summary>A part begins in every voice.</summary>
    public void BeginPart(char label)
    {
        _part = label;
        foreach (var state in _all)
        {
            state.BeginPart(label);
        }
    }

    private void Declared(AbcVoiceState state)
    {
        if (_declared.TryGetValue(state.Voice.Id, out var properties))
        {
            state.Apply(properties);
        }
    }
}
