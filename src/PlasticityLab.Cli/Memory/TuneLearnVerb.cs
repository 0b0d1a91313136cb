using System.CommandLine;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Cli.Memory;

/// <summary>Teaches one network a few tunes and lets it play.</summary>
internal sealed class TuneLearnVerb : ITuneVerb
{
    private sealed record Played(
        string Tune,
        string Rule,
        int Notes,
        int From,
        string Cue,
        int WrongInCue,
        int SlipsNoticed,
        bool CueIsUnique,
        string[] SharedWith,
        int Right,
        int Asked,
        double NotePerfect,
        double BeforeError,
        string Replayed,
        string[] Written
    );

    public Command Build()
    {
        var files = new Argument<string[]>("file")
        {
            Description = "MIDI, ABC or note files, or built-in tunes (ah-vous-dirai-je-maman, frere-jacques, ode-to-joy)",
            Arity = ArgumentArity.OneOrMore,
        };
        var rule = new Option<string>("--rule") { Description = "Learning rule", DefaultValueFactory = _ => "stdp" };
        var play = new Option<string?>("--play") { Description = "Write what the network plays: .mid or .notes" };
        var wav = new Option<string?>("--wav") { Description = "Write what the network plays as sound" };
        var cue = new Option<int?>("--cue") { Description = "Notes that the network hears first [the fewest that identify the tune]" };
        var from = new Option<int>("--from")
        {
            Description = "First note of the cue, 1 for the beginning; from the middle the network must find its place",
            DefaultValueFactory = _ => 1,
        };
        var wrong = new Option<int>("--wrong") { Description = "Notes of the cue that are played wrong", DefaultValueFactory = _ => 0 };
        var tempo = new Option<double?>("--tempo") { Description = "Tempo of the replay [quarter notes a minute]" };
        var neurons = new Option<int>("--neurons") { Description = "Neurons", DefaultValueFactory = _ => new KWinnersSettings().Neurons };
        var winners = new Option<int>("--winners")
        {
            Description = "Neurons that win at each note",
            DefaultValueFactory = _ => new KWinnersSettings().Winners,
        };
        var fatigue = new Option<int>("--fatigue")
        {
            Description = "Notes for which a winner cannot win again",
            DefaultValueFactory = _ => 0,
        };
        var silent = new Option<bool>("--silent") { Description = "The network does not hear what it plays" };
        var seed = new Option<ulong>("--seed") { Description = "Seed", DefaultValueFactory = _ => 1 };
        var write = StudyOut.Option();
        var json = Terminal.Json();
        var command = new Command(
            "learn",
            "Teach one network one or more tunes, give it a cue and let it play on.\n\nExamples:\n  plasticity tune learn frere-jacques --rule stdp --play out.mid --wav out.wav\n  plasticity tune learn a.mid b.mid --rule tah --from 20 --cue 6 --wrong 1"
        )
        {
            files,
            rule,
            play,
            wav,
            cue,
            from,
            wrong,
            tempo,
            neurons,
            winners,
            fatigue,
            silent,
            seed,
            write,
            json,
        };
        command.SetAction(r =>
        {
            var settings = new KWinnersSettings
            {
                Neurons = r.GetValue(neurons),
                Winners = r.GetValue(winners),
                Fatigue = r.GetValue(fatigue),
                Hears = !r.GetValue(silent),
                Seed = r.GetValue(seed),
            };
            UserError.ThrowIfAny(settings.Problems());
            UserError.ThrowIfAny(
                Require.All(Ending("--play", r.GetValue(play), ".mid", ".midi", ".notes"), Ending("--wav", r.GetValue(wav), ".wav"))
            );
            if (r.GetValue(tempo) is { } asked && !(asked is > 0 and <= 1000))
            {
                throw new UserError($"--tempo must lie in (0, 1000] quarter notes a minute, but is {asked}.");
            }

            Tune[] tunes = [.. r.GetValue(files)!.SelectMany(TuneInput.All)];
            UserError.ThrowIfAny(
                tunes
                    .Where(tune => tune.Notes.Length < 2)
                    .Select(tune =>
                        $"{tune.Name}: a tune to learn needs at least 2 notes, one to cue it and one to play, but has {tune.Notes.Length}."
                    )
            );
            var names = new NoteNames();
            int[][] notes = [.. tunes.Select(names.Of)];
            var shortest = Cues.Shortest(notes);
            if (r.GetValue(write) is { } study)
            {
                UserError.ThrowIfAny(
                    Require.All(
                        r.GetValue(from) != 1 || r.GetValue(wrong) != 0
                            ? "--write goes without --from and --wrong: a study cues tunes at their beginning, with the right notes."
                            : null,
                        r.GetValue(cue) is null && Array.IndexOf(shortest, 0) is >= 0 and var same
                            ? $"--write: {tunes[same].Name} is the beginning of another tune, so a study does not ask for it; give --cue."
                            : null
                    )
                );
                StudyOut.Save(
                    study,
                    "tune learn",
                    "Does one network play the tunes on?",
                    StudyOf(study, r.GetValue(files)!, r.GetValue(rule)!, r.GetValue(cue), settings)
                );
            }

            var network = new KWinnersNetwork(settings, RuleCatalog.Create(r.GetValue(rule)!));
            foreach (var tune in notes)
            {
                network.Learn(tune);
            }

            var rows = new List<Played>();
            for (var i = 0; i < tunes.Length; i++)
            {
                var length =
                    r.GetValue(cue) ?? (shortest[i] > 0 && r.GetValue(from) == 1 ? shortest[i] : Math.Min(6, tunes[i].Notes.Length));
                var row = Recall(
                    network,
                    names,
                    tunes,
                    notes,
                    i,
                    RuleCatalog.Card(r.GetValue(rule)!).Id,
                    r.GetValue(from),
                    length,
                    r.GetValue(wrong),
                    settings.Seed,
                    out var replay
                );
                var written = Write(
                    replay is null ? null : replay with { Tempo = r.GetValue(tempo) ?? tunes[i].Tempo },
                    tunes.Length,
                    r.GetValue(play),
                    r.GetValue(wav)
                );
                rows.Add(row with { Written = written });
            }

            Print(rows, tunes, r.GetValue(json));
            return Terminal.Done;
        });
        return command;
    }

    private static string StudyOf(string path, string[] files, string rule, int? cue, KWinnersSettings network) =>
        FormattableString.Invariant(
            $$"""
            network: { kind: k_winners, units: {{network.Neurons}}, winners: {{network.Winners}}, fatigue: {{network.Fatigue}}, hears: {{(
                network.Hears ? "true" : "false"
            )}} }
            task:
              kind: melody
              tunes: [{{string.Join(", ", files.Select(file => TuneInput.IsBuiltIn(file) ? file : StudyOut.Place(path, file)))}}]
              assembly_size: {{Math.Max(2 * network.Winners, (int)Math.Round(network.Open * network.Neurons))}}
              cue_notes: {{cue ?? 0}}
            rules: [{{RuleCatalog.Card(rule).Id}}]
            seeds: { first: {{network.Seed}}, count: 1 }
            measures: [notes_right, capacity]
            """
        );

    private static Played Recall(
        KWinnersNetwork network,
        NoteNames names,
        Tune[] tunes,
        int[][] all,
        int i,
        string rule,
        int from,
        int cueLength,
        int wrong,
        ulong seed,
        out Tune? replay
    )
    {
        var notes = all[i];
        UserError.ThrowIfAny(
            Require.All(
                from >= 1 && from <= notes.Length
                    ? null
                    : $"{tunes[i].Name} has {notes.Length} notes; --from must lie in 1 .. {notes.Length}, but is {from}.",
                cueLength >= 1 ? null : $"--cue must be at least 1, but is {cueLength}.",
                wrong >= 0 && wrong < cueLength
                    ? null
                    : $"--wrong must lie in 0 .. {cueLength - 1} with a cue of {cueLength} notes, but is {wrong}."
            )
        );
        var start = from - 1;
        var length = Math.Min(cueLength, notes.Length - start);
        var cue = notes[start..(start + length)];
        var stream = new RandomStreams(seed).Open(StreamPurpose.Perturbation, i);
        // the first note stays right: a network cannot know a tune from a wrong first note alone
        foreach (var at in length > 1 ? stream.Choose(length - 1, Math.Min(wrong, length - 1)).Select(k => k + 1) : [])
        {
            var others = all.SelectMany(x => x).Distinct().Where(name => name != cue[at]).Order().ToArray();
            cue[at] = others.Length > 0 ? others[stream.NextInt(others.Length)] : cue[at];
        }

        var rest = notes.AsSpan(start + length);
        var plain = from == 1 && wrong == 0;
        var found = plain ? new Found(network.Play(cue, rest.Length), true, 0) : network.Find(cue, from == 1, rest.Length);
        var right = rest.CommonPrefixLength(found.Notes);
        string[] shared =
        [
            .. Enumerable
                .Range(0, all.Length)
                .Where(other => other != i && from == 1 && wrong == 0 && all[other].AsSpan().StartsWith(cue))
                .Select(other => tunes[other].Name),
        ];
        var played = notes.Take(start + length).Concat(found.Notes).Select(names.NoteOf).ToArray();
        replay = tunes[i].With(found.Notes.Length == 0 && rest.Length > 0 ? played[..(start + length)] : played);
        return new Played(
            tunes[i].Name,
            rule,
            notes.Length,
            from,
            Text(cue, names, tunes[i]),
            wrong,
            found.Slips,
            found.IsUnique && shared.Length == 0,
            shared,
            right,
            rest.Length,
            right == rest.Length ? 1 : 0,
            rest.Length == 0 ? 1 : (double)right / rest.Length,
            Text(found.Notes, names, tunes[i]),
            []
        );
    }

    private static string Text(int[] notes, NoteNames names, Tune whole) =>
        notes.Length == 0 ? "" : NoteText.Write(new Tune("", notes.Select(names.NoteOf)), whole);

    private static string? Ending(string option, string? path, params string[] endings) =>
        path is null || endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            ? null
            : $"{option} writes files ending in {string.Join(", ", endings)}, but \"{path}\" ends in \"{Path.GetExtension(path)}\".";

    /// <summary>Writes what was played; answers the paths.</summary>
    private static string[] Write(Tune? replay, int tunes, string? play, string? wav)
    {
        if (replay is null)
        {
            return [];
        }

        var written = new List<string>();
        foreach (var path in new[] { play, wav }.OfType<string>())
        {
            var safe = string.Concat(replay.Name.Select(c => char.IsLetterOrDigit(c) ? c : '-'));
            var name = $"{Path.GetFileNameWithoutExtension(path)}-{safe}{Path.GetExtension(path)}";
            written.Add(tunes == 1 ? path : Path.Combine(Path.GetDirectoryName(path) ?? "", name));
            TuneFile.Write(replay, written[^1]);
        }

        return [.. written];
    }

    private static void Print(List<Played> rows, Tune[] tunes, bool json)
    {
        if (json)
        {
            Terminal.PrintJson(rows);
            return;
        }

        foreach (var (row, tune) in rows.Zip(tunes))
        {
            Console.Out.WriteLine(
                $"{row.Tune}: {row.Notes} notes, rule {DisplayNames.Rule(row.Rule)}{string.Concat(tune.Remarks.Select(remark => $"; {remark.TrimEnd('.')}"))}"
            );
            Console.Out.WriteLine(
                $"  cue{(row.From > 1 ? $" from note {row.From}" : "")}: {row.Cue}{(row.WrongInCue > 0 ? $"  ({row.WrongInCue} wrong, {row.SlipsNoticed} noticed)" : "")}"
            );
            if (row.SharedWith.Length > 0)
            {
                Console.Out.WriteLine(
                    $"  The cue is ambiguous: {string.Join(", ", row.SharedWith)} begin{(row.SharedWith.Length == 1 ? "s" : "")} with the same notes. Take a longer --cue."
                );
            }
            else if (!row.CueIsUnique)
            {
                Console.Out.WriteLine("  The cue is ambiguous: it fits several places, or none. Take a longer --cue.");
            }

            Console.Out.WriteLine($"  played: {row.Replayed}");
            Console.Out.WriteLine(
                row.Asked == 0 ? "  The cue is the whole tune; nothing was left to play."
                : row.NotePerfect == 1 ? $"  Note-perfect: all {row.Asked} notes."
                : $"  {row.Right} of {row.Asked} notes before the first wrong one."
            );
            if (row.Written.Length > 0)
            {
                Console.Out.WriteLine($"  written: {string.Join(", ", row.Written)}");
            }
        }
    }
}
