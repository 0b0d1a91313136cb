using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Memory;

/// <summary>Tunes as a task of an ordinary study, on networks of k winners and on others.</summary>
public sealed class MelodyTests
{
    [Theory]
    [InlineData("rate_stdp", 256, 8, 0)]
    [InlineData("causal_trace_hebb", 256, 8, 2)]
    [InlineData("symmetric_window", 256, 8, 0)]
    [InlineData("hebbian", 256, 8, 0)]
    [InlineData("anti_stdp", 512, 12, 0)]
    [InlineData("causal_trace_hebb", 128, 4, 0)] // too small for the tunes
    public void A_run_plays_what_the_network_of_k_winners_plays_alone(string rule, int units, int winners, int fatigue)
    {
        var settings = new KWinnersSettings
        {
            Neurons = units,
            Winners = winners,
            Fatigue = fatigue,
            Seed = 5,
        };
        var names = new NoteNames();
        int[][] tunes = [.. TuneCollection.Ids.Select(id => names.Of(TuneCollection.Get(id)))];
        var network = new KWinnersNetwork(settings, RuleCatalog.Create(rule));
        foreach (var tune in tunes)
        {
            network.Learn(tune);
        }

        var (cues, shares, held) = (Cues.Shortest(tunes), new List<double>(), 0);
        for (var k = 0; k < tunes.Length; k++)
        {
            var rest = tunes[k].AsSpan(cues[k]);
            var right = rest.CommonPrefixLength(network.Play(tunes[k].AsSpan(0, cues[k]), rest.Length));
            shares.Add((double)right / rest.Length);
            held += right == rest.Length ? tunes[k].Length : 0;
        }

        var result = Result(
            $"""
            name: x
            network: {"{"} kind: k_winners, units: {units}, winners: {winners}, fatigue: {fatigue} {"}"}
            task: {"{"} kind: melody, tunes: [{string.Join(", ", TuneCollection.Ids)}], assembly_size: {units / 4} {"}"}
            rules: [{rule}]
            seeds: {"{"} first: 5, count: 1 {"}"}
            """
        );
        Assert.Equal(shares.Average(), result.Of(NotesRight.Id), 1e-12);
        Assert.Equal(held, result.Of(TuneCapacity.Id));
        Assert.Equal(network.Weight(3, 70), Trained.Of(Runs(result)).Learned[3, 70]);
    }

    [Fact]
    public void Notes_right_capacity_and_half_life_are_counted_from_what_was_played()
    {
        // Four melodies of four notes, told apart by their first: the second is lost at once, the third at its last note.
        var task = new Melody
        {
            Melodies = 4,
            Length = 4,
            CueNotes = 1,
            Item = 0.040,
        };
        var asked = task.Asked;
        int[] right = [3, 0, 2, 3];
        var answers = asked.Select(
            (tune, k) =>
                new Recording(task.Probes()[k], 0.040, Matrix.From(3, 16, (t, item) => (item == tune.Rest[t]) == (t < right[k]) ? 1 : 0), 0)
        );
        var evidence = new Evidence(
            task,
            new(task.Draw(64, new RandomStreams(1)), new(64, 64), new(64, 64), 1),
            ImmutableSortedDictionary<string, double>.Empty,
            [.. answers]
        );
        Assert.Equal((3 + 0 + 2 + 3) / 12.0, new NotesRight().Of(task, evidence), 1e-12);
        Assert.Equal(8, new TuneCapacity().Of(task, evidence));
        Assert.Equal(2, new TuneHalfLife().Of(task, evidence)); // two later tunes, and less than half of the second is right
    }

    [Fact]
    public void A_note_repeated_at_once_is_one_visit_and_counts_as_played()
    {
        var task = new Melody { Notes = "C4 D4 D4 E4", CueNotes = 1 };
        // C still rings, then D and E for 30 ms each; sampled every millisecond.
        int[] heard = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 30), .. Enumerable.Repeat(2, 30)];
        double Right(params int[] course) =>
            new NotesRight().Of(
                task,
                new Evidence(
                    task,
                    new(task.Draw(64, new RandomStreams(1)), new(64, 64), new(64, 64), 1),
                    ImmutableSortedDictionary<string, double>.Empty,
                    [new(task.Probes()[0], 0.001, Matrix.From(course.Length, 3, (t, item) => course[t] == item ? 1 : 0), 0)]
                )
            );
        Assert.Equal(1, Right(heard));
        Assert.Equal(1, Right(heard[10..])); // C was over at once
        Assert.Equal(2 / 3.0, Right(heard[..40]), 1e-12);
        Assert.Equal(0, Right([.. heard.Select(item => 2 - item)]));
    }

    [Theory]
    [InlineData(
        "task: { kind: melody, notes: C4 D4 E4 F4 G4, items: 4, assembly_size: 64 }",
        "task.items is 4, but the tunes have 5 different notes, lengths told apart; raise items, leave it out, or take pitch_only: true."
    )]
    [InlineData(
        "task: { kind: melody, melodies: 3, length: 8, cue_notes: 8, assembly_size: 64 }",
        "task.cue_notes is 8, but the longest tune has 8 notes, so that none is left to play"
    )]
    [InlineData("task: { kind: melody, tunes: [none.mid], assembly_size: 64 }", "none.mid")]
    [InlineData(
        "task: { kind: melody, assembly_size: 10 }",
        "task melody cannot run on network k_winners: 8 winners need items of at least 16 neurons, but they have 10 (task.assembly_size)"
    )]
    [InlineData("task: { kind: melody, assembly_size: 300 }", "task.assembly_size must be at most network.units (256), but is 300.")]
    [InlineData(
        "task: { kind: chain, items: 3, assembly_size: 64, array_file: heard.csv }",
        "recorded activity is graded, and winners are active or not."
    )]
    public void What_a_network_of_k_winners_cannot_play_is_told_with_both_sizes(string task, string sentence)
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
        try
        {
            File.WriteAllLines(Path.Combine(folder, "heard.csv"), ["1,0,0", "0,1,0", "0,0,1"]);
            var refused = Assert.Throws<UserError>(() =>
                StudyFile.Parse($"name: x\nnetwork: {{ kind: k_winners, units: 256, winners: 8 }}\nrules: [tah]\n{task}\n", folder: folder)
            );
            Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Ways_of_learning_that_winners_do_not_have_are_refused()
    {
        var refused = Assert.Throws<UserError>(() =>
            StudyFile.Parse(
                "name: x\nnetwork: k_winners\nrules: [{ rule: tah, decay: 0.1, cap: 2, soft_bounds: true, normalisation: divisive }]\n"
            )
        );
        Assert.All(
            new[] { "decay must be 0", "cap must be 0", "soft_bounds must be false", "normalisation must be none" },
            sentence => Assert.Contains(sentence, refused.Message, StringComparison.Ordinal)
        );
        Assert.Contains(
            "pairs single spikes",
            Assert.Throws<UserError>(() => StudyFile.Parse("name: x\nnetwork: k_winners\nrules: [nearest_symmetric_stdp]\n")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tune_that_changed_since_it_was_read_is_not_learned_under_the_old_name()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "a.notes");
            File.WriteAllText(path, "C4 D4 E4 F4");
            var study = StudyFile.Parse(
                "name: x\nnetwork: k_winners\nrules: [tah]\ntask: { kind: melody, tunes: [a.notes] }\n",
                folder: folder
            );
            var run = new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1);
            File.Move(path, Path.Combine(folder, "b.notes"));
            var moved = StudyFile.Parse(
                "name: x\nnetwork: k_winners\nrules: [tah]\ntask: { kind: melody, tunes: [b.notes] }\n",
                folder: folder
            );
            Assert.Equal(run.Id(), new StudyEntry("x", "A", moved.Rules[0].For("A")).Run(moved, 1).Id());
            File.WriteAllText(path, "C4 D4 E4 G4");
            var again = System.Text.Json.JsonSerializer.Deserialize<RunSpec>(run.ToCanonicalJson(), Json.Canonical)!;
            Assert.Contains("hold other notes", Assert.Throws<UserError>(() => Run.Execute(again)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static RunSpec Runs(RunResult result) => result.Spec!;

    private static RunResult Result(string text)
    {
        var study = StudyFile.Parse(text);
        return Run.Execute(
            new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, (ulong)study.Seeds.First),
            TestContext.Current.CancellationToken
        );
    }
}
