using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>What a synapse can see of its presynaptic neuron j.</summary>
/// <typeparam name="TLane">One or more synapses side by side.</typeparam>
public readonly struct Pre<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>r, activity [1] in a rate network; a low-pass estimate of the rate [Hz] in a spiking network.</summary>
    public TLane Rate { get; init; }

    /// <summary>S, spike train [Hz]: 1/dt at a spike, else 0. A rate network sets S = r, the expected spike train.</summary>
    public TLane Spikes { get; init; }

    /// <summary>τ dr/dt = φ(u) − r, where the activity is heading [1].</summary>
    public TLane Change { get; init; }

    /// <summary>The fast trace, its value before the current spike.</summary>
    public TLane Fast { get; init; }

    /// <summary>The slow trace, its value before the current spike.</summary>
    public TLane Slow { get; init; }
}

/// <summary>What a synapse can see of its postsynaptic neuron i.</summary>
/// <typeparam name="TLane">One or more synapses side by side.</typeparam>
public readonly struct Post<TLane>
    where TLane : struct, ILane<TLane>
{
    /// <summary>r, activity [1] in a rate network; a low-pass estimate of the rate [Hz] in a spiking network.</summary>
    public TLane Rate { get; init; }

    /// <summary>S, spike train [Hz]: 1/dt at a spike, else 0. A rate network sets S = r, the expected spike train.</summary>
    public TLane Spikes { get; init; }

    /// <summary>τ dr/dt = φ(u) − r, where the activity is heading [1].</summary>
    public TLane Change { get; init; }

    /// <summary>The fast trace, its value before the current spike.</summary>
    public TLane Fast { get; init; }

    /// <summary>The slow trace, its value before the current spike.</summary>
    public TLane Slow { get; init; }

    /// <summary>v, membrane potential with the shape of the spike [V], for rules whose clock is not <see cref="RuleClock.AtSpikes"/>; 0 in
    /// rate networks.</summary>
    public TLane Voltage { get; init; }
}
