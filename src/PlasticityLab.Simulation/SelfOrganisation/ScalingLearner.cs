using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One network of scaled synapses, played step by step.</summary>
internal sealed class ScalingLearner(ScalingKind kind, Making making) : StepwiseLearner<ScalingNetwork>(kind, making, Made(kind, making))
{
    protected override string Noise => ScalingKind.Noise;

    protected override Matrix WeightsOf(ScalingNetwork network) => network.Weights;

    protected override void Set(ScalingNetwork network, Matrix weights) => network.Set(weights);

    protected override ScalingNetwork AtRest(ScalingNetwork network, RandomStream noise) => network.AtRest(noise);

    protected override void Step(ScalingNetwork network, bool plastic, double noise, Segment segment)
    {
        if (segment.Frames is not null)
        {
            throw new UserError("A network of scaled synapses hears items, whose neurons fire.");
        }

        network.Step(plastic, noise, [.. Heard(segment)]);
    }

    protected override IEnumerable<int> Active(ScalingNetwork network) => network.Firing;

    protected override void State(ScalingNetwork network, StateCodec codec) => network.State(codec);

    private static ScalingNetwork Made(ScalingKind kind, Making making) =>
        new(
            kind.Units,
            making.Learning.Rule is PairStdp rule ? rule : new PairStdp { Eta = 0 },
            kind.Scaling,
            making.Random,
            making.Learning.Sign
        );
}
