namespace PlasticityLab.Simulation.Spiking;

/// <summary>What a network will need.</summary>
/// <param name="Synapses">Expected number of stored synapses.</param>
/// <param name="PlasticSynapses">Of them, those that learn.</param>
/// <param name="Bytes">Expected memory [B].</param>
public sealed record MemoryForecast(double Synapses, double PlasticSynapses, double Bytes)
{
    /// <summary>One sentence for people.</summary>
    public override string ToString() => $"{Synapses:N0} synapses ({PlasticSynapses:N0} plastic), about {Bytes / 1048576:N1} MiB.";
}
