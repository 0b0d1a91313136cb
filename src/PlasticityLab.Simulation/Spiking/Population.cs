using PlasticityLab.Models.Neurons;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>A group of neurons, or of spike sources.</summary>
public sealed class Population
{
    internal Population(int index, string name, int count, ISpikingNeuron? neuron) =>
        (Index, Name, Count, Neuron) = (index, name, count, neuron);

    /// <summary>Its number in the network.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many neurons.</summary>
    public int Count { get; }

    /// <summary>Its neuron model; null for spike sources.</summary>
    public ISpikingNeuron? Neuron { get; }

    /// <summary>Rate of each Poisson source [Hz]; may change while running.</summary>
    public double Rate { get; set; }

    /// <summary>Standard deviation of white noise on the input, per step.</summary>
    public double NoisePerStep { get; set; }

    /// <summary>Whether its spikes are kept.</summary>
    public bool Record { get; set; } = true;

    internal IReadOnlyList<(long Step, int Neuron)>? Train { get; init; }

    internal List<(double Rate, double Weight, Receptor Receptor)> Background { get; } = [];
}
