using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a benchmark network differs from its definition.</summary>
public sealed record WorkloadOptions
{
    /// <summary>Potentiates at each postsynaptic spike also where it could be deferred.</summary>
    public bool Eager { get; init; }

    /// <summary>Factor on the number of neurons. Each keeps its number of random inputs; an all-to-all block keeps the sum of its
    /// weights.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Delay of every synapse [s].</summary>
    public double Delay { get; init; } = 0.8e-3;

    /// <summary>Rule of the excitatory synapses, in units in which the largest weight is 1; null for the pair rule of the
    /// definition.</summary>
    public ILearningRule? Rule { get; init; }

    /// <summary>A number of neurons, scaled; at least one.</summary>
    public int Count(int defined) => (int)Math.Clamp(Math.Round(defined * Scale), 1, int.MaxValue);

    /// <summary>One sentence for each value out of range.</summary>
    public IEnumerable<string> Problems() =>
        Require.All(
            Scale is >= 0.2 and <= 1e6 ? null : $"scale must lie between 0.2 and 1000000, but is {Scale:R}.",
            Delay is > 0 and <= 1 ? null : $"delay must lie between 0 and 1 s, but is {Delay:R} s."
        );
}
