using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Laboratories;

/// <summary>The laboratories, one for each kind of network.</summary>
public static class Laboratory
{
    /// <summary>For rate networks.</summary>
    public static ILaboratory Rate { get; } = new RateLaboratory();

    /// <summary>For spiking networks.</summary>
    public static ILaboratory Spiking { get; } = new SpikingLaboratory();

    /// <summary>The laboratory of a network.</summary>
    public static ILaboratory Of(NetworkSection network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Spiking is null ? Rate : Spiking;
    }
}
