namespace PlasticityLab.Models.Tunes;

/// <summary>One melody out of simultaneous notes: the highest.</summary>
/// <remarks>
/// Of notes that begin together the highest is the melody. A note that begins while a higher one sounds is accompaniment, unless less than
/// half of it lies under that note:
/// then the two merely overlap, as in legato, and the melody goes on. A melody note ends where the next one begins.
/// Source: Uitdenbogerd &amp; Zobel 1998, ACM Multimedia 98:235 (skyline), with the rule for legato added here.
/// </remarks>
internal static class Skyline
{
    public static (List<Note> Notes, List<string> Remarks) Of(List<(long Start, long End, int Pitch)> events, double ticksPerQuarter)
    {
        events.Sort(
            (a, b) =>
                a.Start != b.Start ? a.Start.CompareTo(b.Start)
                : a.Pitch != b.Pitch ? b.Pitch.CompareTo(a.Pitch)
                : b.End.CompareTo(a.End)
        );
        var melody = new List<(long Start, long End, int Pitch)>();
        var together = 0;
        var under = 0;
        var overlapping = 0;
        foreach (var note in events)
        {
            if (melody.Count > 0)
            {
                var last = melody[^1];
                if (note.Start == last.Start)
                {
                    together++;
                    continue;
                }

                if (
                    note.Pitch < last.Pitch
                    && note.Start < last.End
                    && 2 * (Math.Min(last.End, note.End) - note.Start) > note.End - note.Start
                )
                {
                    under++;
                    continue;
                }

                overlapping += last.End > note.Start ? 1 : 0;
                melody[^1] = last with { End = Math.Min(last.End, note.Start) };
            }

            melody.Add(note);
        }

        var notes = new List<Note>(melody.Count);
        for (var i = 0; i < melody.Count; i++)
        {
            var rest = i + 1 < melody.Count ? melody[i + 1].Start - melody[i].End : 0;
            notes.Add(new Note(melody[i].Pitch, (melody[i].End - melody[i].Start) / ticksPerQuarter, rest / ticksPerQuarter));
        }

        var remarks = new List<string>();
        if (together + under > 0)
        {
            var count =
                together + under == 1
                    ? "1 note sounds together with a higher one and was"
                    : $"{together + under} notes sound together with a higher one and were";
            remarks.Add($"{count} left out: the melody is the highest note.");
        }

        if (overlapping > 0)
        {
            remarks.Add(
                overlapping == 1
                    ? "1 note sounds on when the next one begins, and ends there."
                    : $"{overlapping} notes sound on when the next one begins, and end there."
            );
        }

        return (notes, remarks);
    }
}
