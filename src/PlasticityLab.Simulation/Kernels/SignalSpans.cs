namespace PlasticityLab.Simulation.Kernels;

/// <summary>The same as <see cref="NeuronSignals{TScalar}"/> as plain spans of doubles, for callers that are not in a hurry. An empty span counts as 0.</summary>
public ref struct SignalSpans
{
    /// <summary>r, activity [1] or low-pass rate [Hz].</summary>
    public ReadOnlySpan<double> Rate { get; set; }

    /// <summary>S, spike train [Hz].</summary>
    public ReadOnlySpan<double> Spikes { get; set; }

    /// <summary>τ dr/dt [1].</summary>
    public ReadOnlySpan<double> Change { get; set; }

    /// <summary>The fast trace.</summary>
    public ReadOnlySpan<double> Fast { get; set; }

    /// <summary>The slow trace.</summary>
    public ReadOnlySpan<double> Slow { get; set; }

    /// <summary>Membrane potential above the rule's threshold [V]; read of the postsynaptic neuron only.</summary>
    public ReadOnlySpan<double> Voltage { get; set; }
}
