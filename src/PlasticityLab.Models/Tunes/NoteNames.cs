namespace PlasticityLab.Models.Tunes;

/// <summary>One number for each kind of note: its pitch and, unless pitches alone are learned, its length and the rest after it, to a
/// twenty-fourth of a quarter note.</summary>
/// <remarks>The number depends on the note alone, so the same note opens the same neurons in every network of a seed. The first note of
/// each kind is kept, so that what is played has exact lengths.</remarks>
public sealed class NoteNames(bool pitchOnly = false)
{
    private const double Grid = 24;
    private readonly Dictionary<int, Note> _kinds = [];

    /// <summary>Names of the notes of a tune.</summary>
    public int[] Of(Tune tune)
    {
        ArgumentNullException.ThrowIfNull(tune);
        lock (_kinds)
        {
            return [.. tune.Notes.Select(NameOf)];
        }
    }

    /// <summary>The note of a name; a name never seen is silence and gives middle C.</summary>
    public Note NoteOf(int name)
    {
        lock (_kinds)
        {
            return _kinds.GetValueOrDefault(name, new Note(60));
        }
    }

    private int NameOf(Note note)
    {
        var length = pitchOnly ? 0 : (int)Math.Clamp(Math.Round(note.Duration * Grid), 1, 4095);
        var rest = pitchOnly ? 0 : (int)Math.Clamp(Math.Round(note.Rest * Grid), 0, 4095);
        var name = note.Pitch | (length << 7) | (rest << 19);
        _kinds.TryAdd(name, note);
        return name;
    }
}
