using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Tests.KWinners;

public class KWinnersTests
{
    private static readonly KWinnersSettings Small = new() { Neurons = 1024, Winners = 16 };

    private static int[] Melody(int length, int notes, int index) =>
        [
            .. Enumerable
                .Range(0, length)
                .Select(_ => 0)
                .Select((_, t) => new RandomStreams(3).Open(StreamPurpose.TrialOrder, (index * 10_000) + t).NextInt(notes)),
        ];

    private static int[] Replay(string rule, int[] notes, KWinnersSettings? settings = null)
    {
        var network = new KWinnersNetwork(settings ?? Small, RuleCatalog.Create(rule));
        network.Learn(notes);
        return network.Play(notes.AsSpan(0, 1), notes.Length - 1);
    }

    [Theory]
    [InlineData("stdp")]
    [InlineData("tah")]
    [InlineData("diff")]
    public void Rules_that_tell_direction_replay_a_tune_with_repeats(string rule)
    {
        foreach (var id in TuneCollection.Ids)
        {
            var notes = TuneCollection.Get(id).Pitches();
            Assert.Equal(notes[1..], Replay(rule, notes));
        }
    }

    [Theory]
    [InlineData("hebbian")]
    [InlineData("anti_hebbian")]
    [InlineData("none")]
    [InlineData("antistdp")]
    public void Rules_that_cannot_tell_direction_or_tell_it_backwards_fail(string rule)
    {
        var notes = TuneCollection.Get("ode-to-joy").Pitches();
        Assert.True(notes.AsSpan(1).CommonPrefixLength(Replay(rule, notes)) < 10);
    }

    [Fact]
    public void A_symmetric_window_needs_fatigue()
    {
        var notes = TuneCollection.Get("frere-jacques").Pitches();
        Assert.NotEqual(notes[1..], Replay("sym", notes));
        Assert.Equal(notes[1..], Replay("sym", notes, Small with { Fatigue = 2 }));
    }

    [Fact]
    public void The_same_note_has_another_code_in_another_context()
    {
        var codes = new CodeMaker(Small).Codes([60, 62, 60, 64, 60]);
        Assert.True(codes[0].Intersect(codes[2]).Count() < 8);
        Assert.True(codes[2].Intersect(codes[4]).Count() < 8);
    }

    [Fact]
    public void A_cue_from_the_middle_finds_its_place_and_a_wrong_note_is_passed_over()
    {
        var notes = Melody(60, 8, 1);
        var network = new KWinnersNetwork(Small, RuleCatalog.Create("stdp"));
        network.Learn(notes);
        var found = network.Find(notes.AsSpan(20, 6), fromStart: false, 34);
        Assert.True(found.IsUnique);
        Assert.Equal(notes[26..], found.Notes);
        int[] slipped = [notes[0], notes[1], (notes[2] + 1) % 8, notes[3], notes[4]];
        found = network.Find(slipped, fromStart: true, 55);
        Assert.Equal((1, notes[5..].Length), (found.Slips, found.Notes.Length));
        Assert.Equal(notes[5..], found.Notes);
    }

    [Fact]
    public void The_table_of_a_rule_follows_from_its_formula()
    {
        const int newPostOldPre = 0b0110,
            oldPostNewPre = 0b1001,
            together = 0b0101;
        var stdp = new PairUpdate(RuleCatalog.Create("stdp"), 1, 0.02).Change;
        Assert.Equal((1.0, -1.0), (Math.Round(stdp[newPostOldPre], 6), Math.Round(stdp[oldPostNewPre], 6)));
        var hebb = new PairUpdate(RuleCatalog.Create("hebbian"), 1, 0.02).Change;
        Assert.Equal((0.0, 0.0, 1.0), (hebb[newPostOldPre], hebb[oldPostNewPre], hebb[together]));
        var differential = new PairUpdate(RuleCatalog.Create("diff"), 1, 0.02).Change;
        Assert.Equal((1.0, -1.0), (Math.Round(differential[newPostOldPre], 6), Math.Round(differential[oldPostNewPre], 6)));
    }

    [Fact]
    public void Every_rule_of_rates_has_a_table_within_bounds()
    {
        foreach (var card in RuleCatalog.Cards)
        {
            try
            {
                var update = new PairUpdate(RuleCatalog.Create(card.Id), 3, 0.02);
                Assert.All(Enumerable.Range(0, 16), bits => Assert.InRange(update.Next(bits, 3), (sbyte)-3, (sbyte)3));
            }
            catch (UserError error)
            {
                Assert.Contains("single spikes", error.Message);
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_network() =>
        Assert.Equal(Replay("stdp", Melody(400, 12, 2)), Replay("stdp", Melody(400, 12, 2)));

    [Fact]
    public void A_network_too_large_for_memory_is_refused_before_it_is_made() =>
        Assert.Contains("MiB are allowed", Assert.Single(new KWinnersSettings { Neurons = 65536 }.Problems()));
}
