namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>Puts the bars of a voice in the order in which they are played: parts, repeats, variant endings.</summary>
/// <remarks>
/// A section begins at a start sign, else after the last end sign or at the last double bar (standard 2.1, 4.8). Its common bars are
/// played before each variant ending that holds the pass (4.9, 4.10). The last ending of a section ends at its end sign, at a double bar,
/// at a start sign or with the part.
/// </remarks>
internal sealed class AbcUnfolder(AbcReport report)
{
    /// <summary>Highest number of a pass.</summary>
    public const int MostPasses = 64;

    public const long MostSteps = 8 * Tune.MostNotes;
    private readonly List<AbcMeasure> _played = [];
    private readonly HashSet<AbcItem> _open = new(ReferenceEqualityComparer.Instance);
    private long _steps; // bars, signs and notes passed, so that no order of parts and endings takes long

    /// <summary>The bars of a voice as played.</summary>
    public IReadOnlyList<AbcMeasure> Unfold(AbcVoice voice, string? order)
    {
        Play(voice.Parts[0].Items); // music before the first part, or a tune without parts
        foreach (var label in order ?? "")
        {
            var isThere = false;
            foreach (var part in voice.Parts.Skip(1).Where(part => part.Label == label))
            {
                Play(part.Items);
                isThere = true;
            }

            if (!isThere)
            {
                report.Say($"The order of parts names {label}, but there is no part P:{label}.");
            }
        }

        foreach (var part in voice.Parts.Skip(1).DistinctBy(part => part.Label))
        {
            if (order?.Contains(part.Label, StringComparison.Ordinal) == false)
            {
                report.Say($"Part P:{part.Label} is not in the order of parts and was left out.");
            }
            else if (voice.Parts.Count(other => other.Label == part.Label) > 1)
            {
                report.Say($"Part P:{part.Label} stands at several places; they were played one after another.");
            }
        }

        return _played;
    }

    private void Play(List<AbcItem> items)
    {
        int start = 0,
            times = 0; // of the start sign; 0 where the section has none
        AbcRepeatStart? open = null;
        for (var at = 0; at < items.Count; )
        {
            switch (items[at])
            {
                case AbcRepeatStart sign:
                    Once(items, start, at, open);
                    (start, times, open) = (at + 1, sign.Times, sign);
                    at++;
                    break;
                case AbcDoubleBar when times == 0:
                    Play(items, start, at, 1);
                    start = ++at;
                    break;
                case AbcRepeatEnd sign:
                    Play(items, start, at, Math.Max(times, sign.Times));
                    (start, times, open) = (at + 1, 0, null);
                    at++;
                    break;
                case AbcEnding:
                    at = PlayEndings(items, start, at, times);
                    (start, times, open) = (at, 0, null);
                    break;
                default:
                    at++;
                    break;
            }
        }

        Once(items, start, items.Count, open);
    }

    // A section that no sign ends; open: the start sign before it.
    private void Once(List<AbcItem> items, int from, int to, AbcRepeatStart? open)
    {
        if (open is not null && _open.Add(open) && items.GetRange(from, to - from).Exists(item => item is AbcMeasure { IsEmpty: false }))
        {
            report.Count("repeat that has no end|were played once", open.Place);
        }

        Play(items, from, to, 1);
    }

    /// <summary>Plays a section with variant endings; answers where the next section begins.</summary>
    private int PlayEndings(List<AbcItem> items, int start, int first, int times)
    {
        var endings = new List<(AbcEnding Sign, int From, int To)>();
        var passes = times;
        var next = first;
        while (next < items.Count && items[next] is AbcEnding ending)
        {
            var to = EndOf(items, next + 1, endings.Count == 0);
            endings.Add((ending, next + 1, to));
            passes = Math.Max(passes, ending.Passes.Max());
            if (to < items.Count && items[to] is AbcRepeatEnd sign)
            {
                passes = Math.Max(passes, endings.Count == 1 ? sign.Times : 0);
            }

            next = AfterSign(items, to);
        }

        for (var pass = 1; pass <= passes; pass++)
        {
            Play(items, start, first, 1);
            var (sign, from, to) = endings.Find(ending => ending.Sign.Passes.Contains(pass));
            if (sign is null)
            {
                report.Say($"There is no ending for pass {pass} ({endings[^1].Sign.Place}); it was played without one.");
            }
            else
            {
                Play(items, from, to, 1);
            }
        }

        return next;
    }

    /// <summary>Where a variant ending ends: at the first sign that is no bar. A double bar inside a first ending that goes on to an end
    /// sign does not end it.</summary>
    private static int EndOf(List<AbcItem> items, int from, bool isFirst)
    {
        var at = items.FindIndex(from, item => item is not AbcMeasure && !(isFirst && item is AbcDoubleBar));
        if (at >= 0 && items[at] is AbcRepeatEnd or AbcEnding)
        {
            return at;
        }

        at = items.FindIndex(from, item => item is not AbcMeasure);
        return at < 0 ? items.Count : at;
    }

    /// <summary>Past the sign that ends an ending, and past double bars without music, to a further ending if one follows.</summary>
    private static int AfterSign(List<AbcItem> items, int to)
    {
        var at = to < items.Count && items[to] is AbcRepeatEnd or AbcDoubleBar ? to + 1 : to;
        var further = items.FindIndex(at, item => item is not AbcDoubleBar and not AbcMeasure { IsEmpty: true });
        return further >= 0 && items[further] is AbcEnding ? further : at;
    }

    private void Play(List<AbcItem> items, int from, int to, int times)
    {
        var section = items.GetRange(from, to - from);
        AbcMeasure[] measures = [.. section.OfType<AbcMeasure>().Where(measure => !measure.IsEmpty)];
        _steps += section.Count + 1 + (times * (1L + measures.Sum(measure => measure.Strands.Sum(strand => strand.Count))));
        if (_steps > MostSteps)
        {
            throw new AbcTooLong();
        }

        for (var time = 0; time < times; time++)
        {
            _played.AddRange(measures);
        }
    }
}

/// <summary>A tune has too many notes or bars when its repeats are played.</summary>
internal sealed class AbcTooLong : Exception;
