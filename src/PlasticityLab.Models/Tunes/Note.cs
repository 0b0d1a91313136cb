using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>One note of a melody and the silence after it.</summary>
/// <param name="Pitch">MIDI key number, 0 .. 127; 60 is middle C, C4.</param>
/// <param name="Duration">How long it sounds [quarter notes], above 0.</param>
/// <param name="Rest">Silence before the next note [quarter notes], 0 or above.</param>
public readonly record struct Note(int Pitch, double Duration = 1, double Rest = 0)
{
    private static readonly string[] Sharps = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
    private static readonly string[] Flats = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];

    /// <summary>From this note's beginning to the next one's [quarter notes].</summary>
    public double Step => Duration + Rest;

    /// <summary>Frequency in equal temperament with A4 = 440 Hz [Hz].</summary>
    public double Frequency => FrequencyOf(Pitch);

    /// <summary>Frequency of a MIDI key in equal temperament with A4 = 440 Hz [Hz].</summary>
    public static double FrequencyOf(int pitch) => 440 * Math.Pow(2, (pitch - 69) / 12.0);

    /// <summary>Name of a MIDI key, as in C4 or F#5.</summary>
    public static string NameOf(int pitch) => NameOf(pitch, false);

    /// <summary>Name of a MIDI key; black keys are named by the key below or above them, as in F#5 or Gb5.</summary>
    public static string NameOf(int pitch, bool hasFlats) =>
        $"{(hasFlats ? Flats : Sharps)[((pitch % 12) + 12) % 12]}{(int)Math.Floor(pitch / 12.0) - 1}";

    /// <summary>What must hold of a note, as sentences.</summary>
    internal IEnumerable<string> Problems(string where)
    {
        if (Pitch is < 0 or > 127)
        {
            yield return $"{where}: a pitch must lie in 0 .. 127 (C-1 .. G9), but is {Pitch}.";
        }

        if (!(Duration > 0) || !double.IsFinite(Duration))
        {
            yield return $"{where}: {Require.Positive(Duration, "the duration")}";
        }

        if (!(Rest >= 0) || !double.IsFinite(Rest))
        {
            yield return $"{where}: {Require.NotNegative(Rest, "the rest")}";
        }
    }
}
