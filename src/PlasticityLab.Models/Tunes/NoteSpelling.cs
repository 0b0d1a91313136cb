namespace PlasticityLab.Models.Tunes;

/// <summary>Whether the black keys of a tune are read more easily with flats or with sharps.</summary>
internal static class NoteSpelling
{
    private const int MostAccidentals = 6;

    /// <summary>Whether the key signature has flats. Where it is not known or has no sharp and no flat: whether the major scale that
    /// holds most of the tune's time has flats; of equals, the one with fewer accidentals, and sharps before flats.</summary>
    public static bool HasFlats(Tune tune)
    {
        if (tune.Sharps is { } sharps and not 0)
        {
            return sharps < 0;
        }

        var time = new double[12];
        foreach (var note in tune.Notes)
        {
            time[note.Pitch % 12] += note.Duration;
        }

        var (best, most) = (0, TimeInScale(time, 0));
        for (var accidentals = 1; accidentals <= MostAccidentals; accidentals++)
        {
            foreach (var fifths in new[] { accidentals, -accidentals })
            {
                var inScale = TimeInScale(time, fifths);
                if (inScale > most * (1 + 1e-9))
                {
                    (best, most) = (fifths, inScale);
                }
            }
        }

        return best < 0;
    }

    /// <summary>The seven notes of a major scale are neighbours on the circle of fifths: from a fifth below the tonic to five
    /// above.</summary>
    private static double TimeInScale(double[] time, int fifths) =>
        Enumerable.Range(fifths - 1, 7).Sum(i => time[((7 * i % 12) + 12) % 12]);
}
