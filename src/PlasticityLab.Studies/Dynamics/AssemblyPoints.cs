using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>Where a network is reduced to its assemblies.</summary>
internal static class AssemblyPoints
{
    /// <summary>The numbers of the reduction; null when the network is none of rates with logistic neurons.</summary>
    /// <param name="network">The network.</param>
    /// <param name="at">Its operating point.</param>
    /// <param name="outside">Activity of the neurons outside the assemblies in view [assemblies].</param>
    public static AssemblyPoint? Of(INetworkKind network, OperatingPoint at, double outside) =>
        network is RateNetwork { Neuron: Logistic neuron } rates
            ? new(
                at.Gain,
                at.Inhibition,
                rates.InhibitionThreshold,
                outside,
                neuron.Beta,
                neuron.Theta,
                rates.Adaptation,
                rates.AdaptationPace
            )
            : null;
}
