using System.Collections.Immutable;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Mechanisms;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies.Mechanisms;

/// <summary>Operations on hand-built chains, whose mechanism is known.</summary>
public sealed class MechanismSurgeryTests
{
    // Weights at which the map of hand-built chains replays (self, forward, backward), in either dynamics.
    private static readonly Lazy<MechanismReadingRow[]> Forward = new(() => Operate(0, 1.8, 0.6, 0));
    private static readonly Lazy<MechanismReadingRow[]> Symmetric = new(() => Operate(1, 1.8, 0.6, 0.6));

    [Fact]
    public void A_forward_chain_needs_its_forward_weights_and_its_asymmetry()
    {
        var chain = Forward.Value;
        Assert.InRange(S(chain, MechanismOperation.Intact), 0.9, 1);
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.LagPlusOne), 0, 0.1);
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.Antisymmetric), 0, 0.45);
        Assert.InRange(S(chain, MechanismOperation.Untrained), 0, 0.1);
        // What it does not have it does not miss.
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.LagMinusOne), 0.9, 1);
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.LongLags), 0.9, 1);
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.Gradient), 0.9, 1);
        // Nothing else was built, so it is enough.
        Assert.InRange(S(chain, MechanismOperation.Only, BlockPart.SelfAndLagPlusOne), 0.9, 1);
        Assert.InRange(S(chain, MechanismOperation.Only, BlockPart.AllBlocks), 0.9, 1);
    }

    [Fact]
    public void A_symmetric_chain_with_adaptation_loses_nothing_when_symmetrised()
    {
        var chain = Symmetric.Value;
        Assert.InRange(S(chain, MechanismOperation.Intact), 0.8, 1);
        Assert.InRange(S(chain, MechanismOperation.Symmetrise), 0.8, 1);
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.Antisymmetric), 0.8, 1);
        Assert.InRange(S(chain, MechanismOperation.Only, BlockPart.Symmetric), 0.8, 1);
        Assert.InRange(S(chain, MechanismOperation.Only, BlockPart.Antisymmetric), 0, 0.1);
        Assert.InRange(S(chain, MechanismOperation.Remove, BlockPart.SelfWeights), 0, 0.4);
    }

    [Fact]
    public void Doses_end_at_the_intact_network_and_at_the_one_without_asymmetry()
    {
        var chain = Forward.Value;
        Assert.Equal(S(chain, MechanismOperation.Intact), One(chain, MechanismOperation.Dose, "1").S);
        Assert.Equal(S(chain, MechanismOperation.Remove, BlockPart.Antisymmetric), One(chain, MechanismOperation.Dose, "0").S, 1e-9);
        Assert.Equal(1, One(chain, MechanismOperation.Dose, "1").D);
        // No direction is left but the bias of this very network.
        Assert.InRange(One(chain, MechanismOperation.Dose, "0").D, -0.7, 0.7);
    }

    [Fact]
    public void A_transplant_carries_the_whole_chain()
    {
        // The untrained network receives what another one has; the chain receives nothing.
        var chain = Run(0, 1.8, 0.6, 0, 1);
        var nothing = Run(0, 0, 0, 0, 2);
        var into = Read(nothing, [new("chain", chain, PlasticityLab.Studies.Runs.Run.Execute(chain))]);
        Assert.InRange(S(into, MechanismOperation.Intact), 0, 0.1);
        Assert.InRange(One(into, MechanismOperation.Transplant, "chain").S, 0.9, 1);
        var from = Read(chain, [new("nothing", nothing, PlasticityLab.Studies.Runs.Run.Execute(nothing))]);
        Assert.InRange(One(from, MechanismOperation.Transplant, "nothing").S, 0, 0.1);
    }

    private static double S(MechanismReadingRow[] rows, MechanismOperation operation, BlockPart? part = null) =>
        One(rows, operation, part is { } named ? MechanismSurgery.Detail(named) : "").S;

    private static MechanismReadingRow One(MechanismReadingRow[] rows, MechanismOperation operation, string detail) =>
        Assert.Single(rows, row => row.Operation == operation && row.Detail == detail);

    private static MechanismReadingRow[] Operate(double adaptation, double self, double forward, double backward) =>
        Read(Run(adaptation, self, forward, backward, 1), []);

    private static MechanismReadingRow[] Read(RunSpec run, IReadOnlyList<MechanismGift> gifts)
    {
        var subject = new MechanismSubject("chain", "A", run.Learning, run.Readouts[0]);
        var rows = MechanismSurgery.Of(subject, run, new() { Doses = [0, 1] }, gifts, default);
        return [.. rows.Rows<MechanismReadingRow>()];
    }

    // Items share no neuron and there is no noise, so that what is known of chains holds exactly.
    private static RunSpec Run(double adaptation, double self, double forward, double backward, ulong seed) =>
        new()
        {
            Network = new RateNetwork
            {
                Units = 150,
                Adaptation = adaptation,
                NoiseSd = 0.02,
            },
            Task = new Chain
            {
                Items = 5,
                Overlapping = false,
                FreeRun = 0.5,
                CueRepeats = 1,
            },
            Learning = new()
            {
                Rule = "oracle",
                Parameters = ImmutableSortedDictionary<string, double>
                    .Empty.Add("self", self)
                    .Add("forward", forward)
                    .Add("backward", backward),
            },
            Seed = seed,
            Readouts = [new(2, 1)],
            Cues = AskedCues.FirstCue,
            Measures = MeasureSet.Some(new Chain(), []),
        };
}
