using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>The plastic weights of a rate network with everything that its learning asks for: bounds ± w_max/n_A, decay, Dale's signs,
/// absent synapses, soft bounds.</summary>
internal static class PlasticWeights
{
    public static PlasticMatrix Create(RateNetwork network, LearningSpec learning, Matrix initial, Precision precision)
    {
        var bound = learning.WeightMax / network.AssemblySize;
        var inhibitory = InitialWeights.InhibitoryCount(network);
        var n = network.Units;
        return PlasticMatrix.Create(
            RuleOf(learning, bound),
            initial,
            new PlasticMatrixOptions
            {
                Precision = precision,
                Arithmetic = network.Arithmetic,
                WeightMin = -bound,
                WeightMax = bound,
                Decay = learning.Decay,
                Scale = learning.Sign / network.AssemblySize,
                NoSelfConnections = true,
                SenderSigns = inhibitory > 0 ? [.. Enumerable.Range(0, n).Select(j => j < n - inhibitory ? 1 : -1)] : [],
                Mask = network.Density < 1 ? [.. initial.Values.Select(w => w != 0)] : null,
            }
        );
    }

    /// <summary>The neuron of a network with portable arithmetic.</summary>
    /// <exception cref="UserError">It has no portable transfer function.</exception>
    public static IPortableNeuron Portable(RateNetwork network) =>
        network.Neuron as IPortableNeuron ?? throw new UserError(string.Join(Environment.NewLine, network.Problems()));

    /// <summary>The rule with the soft bounds that are asked for.</summary>
    public static ILearningRule RuleOf(LearningSpec learning, double bound) =>
        learning.SoftBounds ? learning.Rule.Accept(new Soften(-bound, bound)) : learning.Rule;

    private sealed class Soften(double min, double max) : IRuleVisitor<ILearningRule>
    {
        public ILearningRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new SoftBounded<TRule>(rule, min, max);
    }
}
