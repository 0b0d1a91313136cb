using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>One network of binary neurons, played step by step.</summary>
internal sealed class BinaryLearner(BinaryKind kind, Making making) : StepwiseLearner<CompetitionNetwork>(kind, making, Made(kind, making))
{
    protected override string Noise => BinaryKind.Noise;

    protected override Matrix WeightsOf(CompetitionNetwork network) => network.Weights;

    protected override void Set(CompetitionNetwork network, Matrix weights) => network.Set(weights);

    protected override CompetitionNetwork AtRest(CompetitionNetwork network, RandomStream noise) => network.AtRest(noise);

    protected override void Step(CompetitionNetwork network, bool plastic, double noise, Segment segment)
    {
        if (segment.Frames is not null)
        {
            throw new UserError("A network of binary neurons hears items, whose neurons are active.");
        }

        network.Step(plastic, noise, [.. Heard(segment)]);
    }

    protected override IEnumerable<int> Active(CompetitionNetwork network) =>
        Enumerable.Range(0, Items.Units).Where(i => network.Active[i]);

    protected override void State(CompetitionNetwork network, StateCodec codec) => network.State(codec);

    private static CompetitionNetwork Made(BinaryKind kind, Making making)
    {
        var (forward, backward) = WinnerNetwork.Coefficients(SpikingLearner.RuleOf(making.Learning));
        return new(
            kind.Units,
            Math.Round(forward, 2),
            Math.Round(backward, 2),
            kind.Competition,
            making.Random.Open(StreamPurpose.TrainingNoise)
        );
    }
}
