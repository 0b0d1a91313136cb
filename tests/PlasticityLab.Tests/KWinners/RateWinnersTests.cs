using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Tests.KWinners;

public class RateWinnersTests
{
    private static readonly KWinnersSettings Small = new() { Neurons = 512, Winners = 12 };

    private static RateWinnersNetwork Taught(string rule, int[] notes)
    {
        var network = new RateWinnersNetwork(new CodeMaker(Small), new PairUpdate(RuleCatalog.Create(rule), 1, 12.0 / 512));
        network.Learn(notes);
        return network;
    }

    [Fact]
    public void Global_inhibition_leaves_about_k_neurons_active()
    {
        var network = Taught("none", TuneCollection.Get("ode-to-joy").Pitches()[..5]);
        Assert.InRange(network.Active().Length, 9, 15);
    }

    [Fact]
    public void Graded_rates_replay_what_the_discrete_network_replays_and_fail_where_it_fails()
    {
        var notes = TuneCollection.Get("frere-jacques").Pitches();
        foreach (var rule in new[] { "tah", "stdp" })
        {
            Assert.Equal(notes[1..], Taught(rule, notes).Play(notes.AsSpan(0, 1), notes.Length - 1));
        }

        Assert.NotEqual(notes[1..], Taught("hebbian", notes).Play(notes.AsSpan(0, 1), notes.Length - 1));
    }

    [Theory]
    [InlineData(0.020)]
    [InlineData(0.100)]
    public void The_tempo_of_the_replay_can_be_another(double beat)
    {
        var notes = TuneCollection.Get("frere-jacques").Pitches();
        Assert.Equal(notes[1..], Taught("tah", notes).Play(notes.AsSpan(0, 1), notes.Length - 1, default, beat));
    }

    [Fact]
    public void Fatigue_is_refused() =>
        Assert.Contains(
            "fatigue",
            Assert
                .Throws<UserError>(() =>
                    new RateWinnersNetwork(new CodeMaker(Small with { Fatigue = 2 }), new PairUpdate(RuleCatalog.Create("tah"), 1, 0.02))
                )
                .Message
        );
}
