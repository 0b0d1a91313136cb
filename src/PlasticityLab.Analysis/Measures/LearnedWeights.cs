using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Measures;

/// <summary>The weights of a network, the same at every readout.</summary>
/// <param name="items">Which neurons stand for which item.</param>
/// <param name="initial">W[post, pre] before learning.</param>
/// <param name="weights">W[post, pre] as learned or given, before any damage.</param>
/// <param name="unit">Synapses that share a weight of 1: n_A where weights are per synapse, 1 where they are per assembly.</param>
public sealed class LearnedWeights(Assemblies items, Matrix initial, Matrix weights, double unit)
{
    private readonly Dictionary<Delegate, object?> _known = [];

    /// <summary>Which neurons stand for which item.</summary>
    public Assemblies Items { get; } = items;

    /// <summary>W[post, pre] before learning.</summary>
    public Matrix Initial { get; } = initial;

    /// <summary>W[post, pre] as learned or given, before any damage.</summary>
    public Matrix Weights { get; } = weights;

    /// <summary>Synapses that share a weight of 1.</summary>
    public double Unit { get; } = unit;

    /// <summary>What several measures need, computed once.</summary>
    /// <param name="compute">A method; the same one is called once.</param>
    public T Once<T>(Func<LearnedWeights, T> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (!_known.TryGetValue(compute, out var value))
        {
            _known[compute] = value = compute(this);
        }

        return (T)value!;
    }
}
