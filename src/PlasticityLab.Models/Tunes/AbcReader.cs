using PlasticityLab.Models.Tunes.Abc;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Reads tunes in ABC notation.</summary>
/// <remarks>
/// A text is cut into tunes, lines and signs; these become a tree of voices, parts, bars and notes; the tree is unfolded in the order of
/// play; <see cref="Skyline"/> takes the highest note of what sounds together. Of several voices the highest on average is the melody.
/// Grace notes, ornaments, chord names and jumps such as D.C. are left out, which the tune says; macros and quarter tones are refused.
/// Source: Walshaw, The ABC music standard 2.1, 2011.
/// </remarks>
public static class AbcReader
{
    /// <summary>Every tune of an ABC text.</summary>
    /// <param name="text">The text; each tune begins with a field X: and ends with an empty line.</param>
    /// <param name="name">What a tune without a title and messages are called.</param>
    /// <exception cref="UserError">There is no tune, or a tune cannot be read; each problem has its line and column.</exception>
    public static IReadOnlyList<Tune> Read(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = AbcText.Split(text);
        if (parts.Tunes.Count == 0)
        {
            throw new UserError($"{name} has no tune: no line begins with \"X:\", with which each tune of an ABC text begins.");
        }

        var problems = new List<string>();
        var tunes = new List<Tune>();
        foreach (var part in parts.Tunes)
        {
            if (ReadOne(part, parts.Header, name) is { } tune)
            {
                tunes.Add(tune);
            }

            problems.AddRange(part.Report.Problems.Select(problem => $"{name}, {problem}"));
        }

        UserError.ThrowIfAny(problems.Take(10));
        return tunes;
    }

    private static Tune? ReadOne(AbcTuneText text, IEnumerable<AbcLine> header, string name)
    {
        var (report, begin) = (text.Report, new AbcPlace(text.FirstLine, 1));
        var composer = new AbcComposer(report);
        composer.Read([.. header.Where(line => !line.IsField || "LMIUm".Contains(line.Text[0], StringComparison.Ordinal)), .. text.Lines]);
        if (!composer.IsComplete)
        {
            report.Refuse(begin, "the tune that begins here has no field K:, with which the music begins; an empty line ends a tune.");
        }
        else if (Melody(composer, report) is not { } voice)
        {
            report.Refuse(begin, "the tune that begins here has no note; a tune needs at least one note.");
        }
        else if (report.Problems.Count == 0)
        {
            return Play(composer, voice, report, name, begin);
        }

        return null;
    }

    /// <summary>The highest voice that has notes; null when none has.</summary>
    private static AbcVoice? Melody(AbcComposer composer, AbcReport report)
    {
        AbcVoice[] sounding = [.. composer.Voices.Where(voice => voice.Notes > 0)];
        var melody = sounding.OrderBy(voice => voice.IsPercussion).ThenByDescending(voice => voice.MeanPitch()).FirstOrDefault();
        if (sounding.Length > 1)
        {
            var others = sounding.Where(voice => voice != melody).Select(voice => $"\"{voice.Id}\" ({voice.Notes} notes)");
            report.Say(
                $"Of {sounding.Length} voices the highest, \"{melody!.Id}\", was read as the melody; left out: {string.Join(", ", others)}."
            );
        }

        return melody;
    }

    private static Tune? Play(AbcComposer composer, AbcVoice voice, AbcReport report, string name, AbcPlace begin)
    {
        var player = new AbcPlayer();
        try
        {
            player.Play(new AbcUnfolder(report).Unfold(voice, composer.Order));
            foreach (var tone in player.LooseTies)
            {
                report.Count("tie without a note of the same pitch after it|were left out", tone.Place);
            }

            var (notes, remarks) = Skyline.Of(Ticks(player.Sounds, out var ticksPerQuarter), ticksPerQuarter);
            if (notes.Count > 0 && notes.Count <= Tune.MostNotes)
            {
                return new Tune(composer.Title ?? name, notes)
                {
                    Tempo = composer.Tempo ?? 120,
                    BeatsPerBar = composer.Meter?.Beats ?? 4,
                    BeatValue = composer.Meter?.Value ?? 4,
                    Sharps = composer.Sharps,
                    Remarks = [.. remarks, .. report.Remarks],
                };
            }

            report.Refuse(
                begin,
                notes.Count == 0
                    ? "no part with a note is in the order of parts \"P:\"."
                    : $"with its repeats the tune that begins here has {notes.Count} notes; a tune may have at most {Tune.MostNotes}."
            );
        }
        catch (AbcTooLong)
        {
            report.Refuse(
                begin,
                $"with its repeats the tune that begins here is too long; a tune may have at most {Tune.MostNotes} notes."
            );
        }
        catch (OverflowException)
        {
            report.Refuse(begin, "the lengths of the tune that begins here have no common measure that can be counted, or add up too far.");
        }

        return null;
    }

    /// <summary>The sounds on a grid of ticks that holds every beginning and end exactly.</summary>
    private static List<(long Start, long End, int Pitch)> Ticks(IReadOnlyList<AbcPlayer.Sound> sounds, out long ticksPerQuarter)
    {
        var grid = sounds.Aggregate(
            1L,
            (grid, sound) => Fraction.CommonDenominator(Fraction.CommonDenominator(grid, sound.Start.Denominator), sound.End.Denominator)
        );
        ticksPerQuarter = grid;
        return [.. sounds.Select(sound => (TickOf(sound.Start, grid), TickOf(sound.End, grid), sound.Pitch))];
    }

    private static long TickOf(Fraction moment, long grid) => grid / moment.Denominator * moment.Numerator;
}
