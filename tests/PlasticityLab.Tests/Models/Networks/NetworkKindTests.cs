using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.SelfOrganisation;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Tests.Models.Networks;

/// <summary>What holds for a network of any kind.</summary>
public sealed class NetworkKindTests
{
    private const ulong Seed = 3;
    private static readonly Chain Task = new()
    {
        Items = 3,
        AssemblySize = 6,
        Overlapping = false,
        Epochs = 2,
        Silence = 0.020,
        Item = 0.030,
        Gap = 0.003,
        Shuffled = true,
        FreeRun = 0.120,
        InnerWindow = 0.080,
        CueRepeats = 2,
    };

    // A small network of each kind, and a rule that it can learn by.
    private static readonly (INetworkKind Kind, string Rule)[] Small =
    [
        (
            new WinnersNetwork
            {
                Units = 64,
                Winners = 3,
                Fatigue = 1,
                NoiseSd = 0.5,
                TimeStep = 0.001,
            },
            "rate_stdp"
        ),
        (new BinaryKind { Units = 37, TimeStep = 0.001 }, "rate_stdp"),
        (
            new HopfieldKind
            {
                Units = 37,
                Temperature = 0.5,
                TimeStep = 0.001,
            },
            "hebbian"
        ),
        (new RateNetwork { Units = 37, Adaptation = 0.5 }, "rate_stdp"),
        (new ScalingKind { Units = 37 }, "pair_stdp"),
        (new SelfOrganising { Units = 37, TimeStep = 0.001 }, "rate_stdp"),
        (
            new SpikingNetwork
            {
                Excitatory = 48,
                Inhibitory = 12,
                Adaptation = 5,
            },
            "spike_stdp"
        ),
    ];

    public static TheoryData<string, bool> Kinds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var (kind, _) in Small)
            {
                data.Add(kind.Card.Id, false);
                data.Add(kind.Card.Id, true);
            }

            return data;
        }
    }

    [Fact]
    public void Every_kind_of_the_catalogue_is_tried() =>
        Assert.Equal(Catalog.Of<INetworkKind>().Cards.Select(card => card.Id), Small.Select(small => small.Kind.Card.Id).Order());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_of_1_and_7_and_to_the_end_give_the_same_bits(string kind, bool single)
    {
        var whole = Make(kind, single);
        var heard = Trials().Select(trial => whole.Learn(trial).ToEnd()).ToArray();
        Assert.NotEqual(whole.InitialWeights.Values, whole.Weights.Values);
        foreach (var cut in new[] { 1, 7 })
        {
            var network = Make(kind, single);
            var again = Trials().Select(trial => Stepped(network.Learn(trial), cut)).ToArray();
            Assert.Equal(whole.Weights.Values, network.Weights.Values);
            Assert.Equal(heard.Select(one => one.MeanActivity), again.Select(one => one.MeanActivity));
            Assert.All(
                Task.Probes(),
                probe => Equal(whole.Ask(probe, Default(kind)).ToEnd(), Stepped(network.Ask(probe, Default(kind)), cut))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_state_put_back_in_the_middle_of_training_gives_the_same_bits(string kind, bool single)
    {
        var whole = Make(kind, single);
        Assert.All(Trials(), trial => whole.Learn(trial).ToEnd());
        var (network, taken) = (Make(kind, single), 0);
        foreach (var trial in Trials())
        {
            var play = network.Learn(trial);
            while (!play.IsOver)
            {
                play.Advance(29);
                if (++taken % 2 == 0)
                {
                    var (state, time) = (network.Snapshot(), play.Time);
                    network = Make(kind, single);
                    network.Restore(state);
                    Assert.Equal(state, network.Snapshot());
                    play = network.GoOn();
                    Assert.Equal(time, play.Time);
                }
            }
        }

        Assert.True(taken > 5);
        Assert.Equal(whole.Weights.Values, network.Weights.Values);
        Assert.Null(network.Trouble);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_question_alone_is_answered_as_among_others(string kind, bool single)
    {
        var network = Make(kind, single);
        Assert.All(Trials(), trial => network.Learn(trial).ToEnd());
        var other = Default(kind).ToImmutableSortedDictionary(pair => pair.Key, pair => 1.3 * pair.Value);
        var questions = new[] { other, Default(kind) }.SelectMany(readout => Task.Probes().Select(probe => (probe, readout))).ToArray();
        var before = network.Snapshot();
        var together = network.AskAll(questions, TestContext.Current.CancellationToken);
        Assert.All(questions.Zip(together), pair => Equal(pair.Second, network.Ask(pair.First.probe, pair.First.readout).ToEnd()));
        Assert.All(questions.Zip(together), pair => Assert.Same(pair.First.probe, pair.Second.Probe));
        Assert.Equal(before, network.Snapshot());
        Assert.Contains(together, answer => answer.Overlaps.Values.Any(m => Math.Abs(m) > 0.1));
        if (Of(kind) is not ScalingKind) // whose noise lies far below the threshold of spikes
        {
            Assert.NotEqual(together[0].Overlaps.Values, together[1].Overlaps.Values); // other noise
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_is_the_same_network_whatever_the_rule(string kind, bool single)
    {
        var (one, other) = (Make(kind, single), Make(kind, single, "no_learning"));
        Assert.Equal(one.InitialWeights.Values, other.InitialWeights.Values);
        Assert.Equal(one.InitialWeights.Values, one.Weights.Values);
        Equal(Answer(one), Answer(other));
        if (Of(kind).InitialRadius > 0) // else they begin at 0
        {
            Assert.NotEqual(one.InitialWeights.Values, Make(kind, single, seed: Seed + 1).InitialWeights.Values);
        }

        Recording Answer(INetwork network) => network.Ask(Task.Probes()[0], Default(kind)).ToEnd();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_that_are_set_are_asked_as_they_stand_and_learned_on(string kind, bool single)
    {
        var network = Make(kind, single);
        _ = network.Learn(Trials().First()).ToEnd();
        var own = network.Weights;
        var given = Matrix.From(own.Rows, own.Columns, (i, j) => 0.5 * own[i, j]);
        network.Weights = given;
        Assert.Equal(given.Values, network.Weights.Values);
        var again = Make(kind, single);
        again.Weights = given;
        if (Of(kind) is not WinnersNetwork) // whose read-out has learned beside the weights
        {
            Equal(Answer(network), Answer(again));
        }

        _ = network.Learn(Trials().Last(trial => Of(kind) is not (HopfieldKind or ScalingKind) || !trial.IsSilent)).ToEnd(); // which learn what they hear
        Assert.NotEqual(given.Values, network.Weights.Values);

        Recording Answer(INetwork asked) => asked.Ask(Task.Probes()[0], Default(kind)).ToEnd();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_frame_shows_the_network_of_now(string kind, bool single)
    {
        var play = Make(kind, single).Ask(Task.Probes()[0], Default(kind));
        play.Advance(1);
        var time = play.Time;
        while (play.Time < Task.Settling + Task.Cue)
        {
            play.Step();
        }

        var frame = play.Frame();
        Assert.True(time > 0 && frame.Time > time);
        Assert.Equal((Units(kind), Task.Items), (frame.Rates.Length, frame.Overlaps.Length));
        Assert.Equal(frame.Overlaps.Max(), frame.Overlaps[0]); // the cued item
        Assert.Null(play.Recording);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_value_of_the_readout_that_is_not_known_is_refused(string kind, bool single)
    {
        var refused = Assert.Throws<UserError>(() =>
            Make(kind, single).Ask(Task.Probes()[0], ImmutableSortedDictionary<string, double>.Empty.Add("nosie", 1))
        );
        Assert.StartsWith("readout.nosie is not known in ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean noise?", refused.Message, StringComparison.Ordinal);
    }

    private static void Equal(Recording one, Recording other)
    {
        Assert.Equal(one.Overlaps.Values, other.Overlaps.Values);
        Assert.Equal((one.MeanActivity, one.SampleTime, one.Seizure), (other.MeanActivity, other.SampleTime, other.Seizure));
        Assert.Equal(one.Facts, other.Facts);
    }

    private static Recording Stepped(IPlayback play, int cut)
    {
        while (play.Advance(cut) > 0)
        {
            Assert.True(play.IsOver || play.Recording is null);
        }

        Assert.False(play.Step());
        return play.Recording!;
    }

    private static IEnumerable<Trial> Trials() => Task.Training(new RandomStreams(Seed));

    private static INetworkKind Of(string kind) => Small.Single(small => small.Kind.Card.Id == kind).Kind;

    private static int Units(string kind) => Of(kind).Neurons;

    private static ImmutableSortedDictionary<string, double> Default(string kind) => Of(kind).Card.Readout;

    private static INetwork Make(string kind, bool single, string? rule = null, ulong seed = Seed)
    {
        var learning = new LearningSpec { Rule = RuleCatalog.Create(rule ?? Small.Single(small => small.Kind.Card.Id == kind).Rule) };
        Assert.Empty(Of(kind).Problems().Concat(Of(kind).Problems(learning, Task.AssemblySize)));
        var random = new RandomStreams(seed);
        return Of(kind).Make(new(learning, Task.Draw(Units(kind), random), Task.AssemblySize, random, single));
    }
}
