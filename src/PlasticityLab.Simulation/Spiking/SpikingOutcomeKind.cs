namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a run went. Silence, seizure and divergence are results.</summary>
public enum SpikingOutcomeKind
{
    /// <summary>Neither of the others.</summary>
    Active,

    /// <summary>No neuron spiked.</summary>
    Silent,

    /// <summary>A population fired near its largest possible rate.</summary>
    Seizure,

    /// <summary>A state was no longer a finite number.</summary>
    Diverged,
}
