namespace PlasticityLab.Simulation.Kernels;

/// <summary>What the synapses see of one population in one role (pre or post): one vector per signal, shape [neuron]. A signal left null
/// counts as 0; the same vector may serve both roles and several signals.</summary>
/// <typeparam name="TScalar"><see cref="double"/> or <see cref="float"/>.</typeparam>
public sealed class NeuronSignals<TScalar>
    where TScalar : unmanaged
{
    /// <summary>r, activity [1] or low-pass rate [Hz].</summary>
    public AlignedVector<TScalar>? Rate { get; set; }

    /// <summary>S, spike train [Hz]; a rate network uses the vector of <see cref="Rate"/>.</summary>
    public AlignedVector<TScalar>? Spikes { get; set; }

    /// <summary>τ dr/dt [1].</summary>
    public AlignedVector<TScalar>? Change { get; set; }

    /// <summary>The fast trace.</summary>
    public AlignedVector<TScalar>? Fast { get; set; }

    /// <summary>The slow trace.</summary>
    public AlignedVector<TScalar>? Slow { get; set; }

    /// <summary>Membrane potential above the rule's threshold [V]; read of the postsynaptic neuron only.</summary>
    public AlignedVector<TScalar>? Voltage { get; set; }
}
