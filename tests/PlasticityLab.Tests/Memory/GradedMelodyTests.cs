using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Memory;

/// <summary>Tunes in ordinary studies of winners whose rates are graded.</summary>
public sealed class GradedMelodyTests
{
    [Theory]
    [InlineData("causal_trace_hebb", 40)]
    [InlineData("causal_trace_hebb", 100)] // another tempo
    [InlineData("rate_stdp", 40)]
    [InlineData("hebbian", 40)] // stays where it is
    public void A_run_plays_what_the_network_of_the_memory_part_plays(string rule, int beat)
    {
        const int units = 256,
            winners = 8;
        var settings = new KWinnersSettings
        {
            Neurons = units,
            Winners = winners,
            Seed = 5,
        };
        var network = new RateWinnersNetwork(new(settings), new(RuleCatalog.Create(rule), 1, (double)winners / units));
        var notes = new NoteNames().Of(TuneCollection.Get("frere-jacques"));
        network.Learn(notes);
        var cue = Cues.Shortest([notes])[0];
        var played = network.Play(notes.AsSpan(0, cue), notes.Length - cue, default, beat / 1000.0);
        var result = Result(
            $"""
            name: x
            network: {"{"} kind: k_winners, units: {units}, winners: {winners}, graded: true, hears: false, time_step: {beat} ms {"}"}
            task: {"{"} kind: melody, tunes: [frere-jacques], assembly_size: {units / 4}, item: {beat} ms {"}"}
            rules: [{rule}]
            seeds: {"{"} first: 5, count: 1 {"}"}
            """
        );
        Assert.Equal((double)notes.AsSpan(cue).CommonPrefixLength(played) / played.Length, result.Of(NotesRight.Id), 1e-12);
        var weights = Trained.Of(result.Spec!).Learned;
        Assert.Contains(weights.Values, w => w != 0);
        Assert.Equal(rule == "hebbian", result.Of(NotesRight.Id) < 0.5);
    }

    [Fact]
    public void Steps_of_any_length_snapshots_and_given_weights_give_the_same_bits()
    {
        var kind = new WinnersNetwork
        {
            Units = 128,
            Winners = 6,
            Graded = true,
            Hears = false,
        };
        Assert.Empty(kind.Problems());
        var task = new Melody
        {
            Notes = "C4 E4 G4 E4 F4 D4",
            AssemblySize = 32,
            Epochs = 1,
            Item = 0.080,
        };
        INetwork Make()
        {
            var random = new RandomStreams(2);
            return kind.Make(new(new() { Rule = RuleCatalog.Create("causal_trace_hebb") }, task.Draw(128, random), 32, random));
        }

        var none = ImmutableSortedDictionary<string, double>.Empty;
        var (whole, cut) = (Make(), Make());
        foreach (var trial in task.Training(new RandomStreams(2)))
        {
            _ = whole.Learn(trial).ToEnd();
            var play = cut.Learn(trial);
            while (!play.IsOver)
            {
                play.Advance(3);
                var state = cut.Snapshot();
                cut = Make();
                cut.Restore(state);
                Assert.Equal(state, cut.Snapshot());
                play = cut.GoOn();
            }
        }

        Assert.Equal(whole.Weights.Values, cut.Weights.Values);
        var answer = whole.Ask(task.Probes()[0], none).ToEnd();
        Assert.Equal(answer.Overlaps.Values, cut.Ask(task.Probes()[0], none).ToEnd().Overlaps.Values);
        Assert.Equal(answer.Overlaps.Values, whole.Ask(task.Probes()[0], none).ToEnd().Overlaps.Values);
        var frame = cut.Ask(task.Probes()[0], none) is var again && again.Advance(4) == 4 ? again.Frame() : null;
        Assert.Contains(frame!.Rates, rate => rate is > 0 and < 1); // graded
        // Given weights hold: without any nothing is recalled.
        cut.Weights = whole.Weights;
        Assert.Equal(whole.Weights.Values, cut.Weights.Values);
        cut.Weights = new(128, 128);
        Assert.NotEqual(answer.Overlaps.Values, cut.Ask(task.Probes()[0], none).ToEnd().Overlaps.Values);
        Assert.Contains(
            "The snapshot is of another network",
            Assert
                .Throws<UserError>(() =>
                    (kind with { Graded = false })
                        .Make(new(new() { Rule = RuleCatalog.Create("hebbian") }, whole.Items, 32, new RandomStreams(2)))
                        .Restore(whole.Snapshot())
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("graded: true", "network.hears must be false where graded is true")]
    [InlineData("graded: true, hears: false, fatigue: 2", "network.fatigue must be 0 where graded is true, but is 2.")]
    [InlineData("graded: true, hears: false, noise_sd: 0.1", "network.noise_sd must be 0 where graded is true, but is 0.1.")]
    [InlineData("graded: true, hears: false, time_step: 2 ms", "network.time_step must lie in 10 ms .. 10 s where graded is true")]
    public void What_graded_rates_have_no_place_for_is_refused(string network, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"name: x\nrules: [hebb]\nnetwork: {{ kind: k_winners, {network} }}\n")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Sorted_winners_keep_their_name()
    {
        const string sorted = "name: x\nnetwork: k_winners\nrules: [stdp]\n";
        var study = StudyFile.Parse(sorted);
        var run = new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1);
        Assert.DoesNotContain("graded", run.ToCanonicalJson(), StringComparison.Ordinal);
        var graded = StudyFile.Parse("name: x\nnetwork: { kind: k_winners, graded: true, hears: false }\nrules: [stdp]\n");
        Assert.Contains(
            "\"graded\":true",
            new StudyEntry("x", "A", graded.Rules[0].For("A")).Run(graded, 1).ToCanonicalJson(),
            StringComparison.Ordinal
        );
    }

    private static RunResult Result(string text)
    {
        var study = StudyFile.Parse(text);
        return Run.Execute(
            new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, (ulong)study.Seeds.First),
            TestContext.Current.CancellationToken
        );
    }
}
