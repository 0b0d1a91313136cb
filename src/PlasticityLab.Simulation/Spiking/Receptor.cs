namespace PlasticityLab.Simulation.Spiking;

/// <summary>Which synaptic variable a projection raises. Weights are positive for both in models that have an inhibitory
/// variable.</summary>
public enum Receptor
{
    /// <summary>The excitatory variable e.</summary>
    Excitatory,

    /// <summary>The inhibitory variable i.</summary>
    Inhibitory,
}
