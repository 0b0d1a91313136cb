namespace PlasticityLab.Simulation.Kernels;

/// <summary>The same as <see cref="NeuronSignals{TScalar}"/> as plain spans of doubles, for callers that are not in a hurry. An empty span
/// counts as 0.</summary>
public readonly ref struct SignalSpans
{
    /// <summary>r, activity [1] or low-pass rate [Hz].</summary>
    public ReadOnlySpan<double> Rate { get; init; }

    /// <summary>S, spike train [Hz].</summary>
    public ReadOnlySpan<double> Spikes { get; init; }

    /// <summary>τ dr/dt [1].</summary>
    public ReadOnlySpan<double> Change { get; init; }

    /// <summary>The fast trace.</summary>
    public ReadOnlySpan<double> Fast { get; init; }

    /// <summary>The slow trace.</summary>
    public ReadOnlySpan<double> Slow { get; init; }

    /// <summary>Membrane potential above the rule's threshold [V]; read of the postsynaptic neuron only.</summary>
    public ReadOnlySpan<double> Voltage { get; init; }
}
