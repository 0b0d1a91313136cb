using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One self-organising network, played step by step: one neuron of N is active in every step.</summary>
internal sealed class SelfOrganisingLearner(SelfOrganising kind, Making making)
    : StepwiseLearner<WinnerNetwork>(kind, making, new(SpikingLearner.RuleOf(making.Learning), kind.Units, kind.Limited, making.Random))
{
    private readonly double[] _given = new double[kind.Units];

    protected override string Noise => SelfOrganising.Noise;

    protected override Matrix WeightsOf(WinnerNetwork network) => network.Weights;

    protected override void Set(WinnerNetwork network, Matrix weights) => network.Set(weights);

    protected override WinnerNetwork AtRest(WinnerNetwork network, RandomStream noise) => network.AtRest(noise);

    protected override void Step(WinnerNetwork network, bool plastic, double noise, Segment segment) =>
        _ = network.Step(plastic, noise, Given(segment));

    protected override IEnumerable<int> Active(WinnerNetwork network) => [network.Last];

    protected override void State(WinnerNetwork network, StateCodec codec)
    {
        codec.Same(kind.Limited ? 1 : 0, "limited");
        network.State(codec);
    }

    private ReadOnlySpan<double> Given(Segment segment)
    {
        if (segment.Frames is not null)
        {
            throw new UserError("A self-organising network hears items, one neuron of them at a time.");
        }

        if (segment.IsSilent)
        {
            return [];
        }

        Array.Clear(_given);
        foreach (var i in Heard(segment))
        {
            _given[i] = segment.Drive;
        }

        return _given;
    }
}
