using System.Collections.Immutable;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>Takes the notes between [ and ]. A chord lasts as long as its first note (standard 2.1, 4.17).</summary>
internal sealed class AbcChordBuilder
{
    private readonly List<AbcTone> _tones = [];
    private Fraction _length;

    /// <summary>Where the chord begins that is open; null when none is.</summary>
    public AbcPlace? Place { get; private set; }

    public void Open(AbcPlace place) => Place = place;

    public void Add(AbcTone tone, Fraction length)
    {
        _length = _tones.Count == 0 ? length : _length;
        _tones.Add(tone);
    }

    /// <summary>Ties the last note; false when there is none.</summary>
    public bool Tie()
    {
        if (_tones.Count > 0)
        {
            _tones[^1].IsTied = true;
        }

        return _tones.Count > 0;
    }

    /// <summary>Ends the chord: its notes and its length in units.</summary>
    public (ImmutableArray<AbcTone> Tones, Fraction Length) Take()
    {
        var chord = (_tones.ToImmutableArray(), _length);
        _tones.Clear();
        Place = null;
        return chord;
    }
}
