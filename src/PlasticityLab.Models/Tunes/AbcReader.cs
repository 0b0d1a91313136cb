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
    /// <param name="leftOut">Takes a sentence for each tune that cannot be read while others can; null: such a text is refused.</param>
    /// <exception cref="UserError">There is no tune that can be read; each problem has its line and column.</exception>
    public static IReadOnlyList<Tune> Read(string text, string name, ICollection<string>? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = Split(text, name);
        var (tunes, problems) = (new List<Tune>(), new List<string>());
        foreach (var part in parts.Tunes)
        {
            if (ReadOne(part, parts.Header, name) is { } tune)
            {
                tunes.Add(tune);
            }
            else
            {
                problems.Add(Problems(part, name).First());
            }
        }

        if (problems.Count > 0 && (tunes.Count == 0 || leftOut is null))
        {
            throw new UserError(parts.Tunes.SelectMany(part => Problems(part, name)).Take(10));
        }

        foreach (var problem in problems)
        {
            leftOut?.Add(problem);
        }

        return tunes;
    }

    /// <summary>The first tune of an ABC text, whatever the others are, and how many there are.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <exception cref="UserError">There is none, or it cannot be read; each problem has its line and column.</exception>
    public static (Tune Tune, int Count) First(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = Split(text, name);
        return ReadOne(parts.Tunes[0], parts.Header, name) is { } tune
            ? (tune, parts.Tunes.Count)
            : throw new UserError(Problems(parts.Tunes[0], name));
    }

    private static AbcText Split(string text, string name)
    {
        var parts = AbcText.Split(text);
        return parts.Tunes.Count > 0
            ? parts
            : throw new UserError($"{name} has no tune: no line begins with \"X:\", with which each tune of an ABC text begins.");
    }

    private static IEnumerable<string> Problems(AbcTuneText text, string name) =>
        text.Report.Problems.Select(problem => $"{name}, {problem}");

    // Null: the tune's report says why.
    private static Tune? ReadOne(AbcTuneText text, IEnumerable<AbcLine> header, string name)
    {
        var (report, begin) = (text.Report, new AbcPlace(text.FirstLine, 1));
        var composer = new AbcComposer(report);
        try
        {
            composer.Read([
                .. header.Where(line => !line.IsField || "LMIUm".Contains(line.Text[0], StringComparison.Ordinal)),
                .. text.Lines,
            ]);
        }
        catch (AbcTooLong)
        {
            report.Refuse(begin, $"the tune that begins here is too long; a tune may have at most {Tune.MostNotes} notes.");
            return null;
        }

        if (!composer.IsComplete)
        {
            report.Refuse(begin, "the tune that begins here has no field K:, with which the music begins; an empty line ends a tune.");
        }
        else if (Melody(composer, report) is not { } voice)
        {
            report.Refuse(begin, "the tune that begins here has no note; a tune needs at least one note.");
        }
        else if (report.Problems.Count == 0 && Play(composer, voice, report, name, begin) is { } tune && report.Problems.Count == 0)
        {
            return tune;
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
