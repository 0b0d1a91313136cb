using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>A spiking neuron: parameters, and a step over lanes that is compiled for its type. The engine owns threshold, reset and refractory period, which all models share.</summary>
public interface ISpikingNeuron
{
    /// <summary>What the neuron is.</summary>
    SpikingNeuronCard Card { get; }

    /// <summary>Membrane potential above which it spikes [V].</summary>
    double Threshold { get; }

    /// <summary>Membrane potential after a spike [V]; held during the refractory period.</summary>
    double Reset { get; }

    /// <summary>Time after a spike during which the potential is held [s].</summary>
    double RefractoryPeriod { get; }

    /// <summary>Membrane potential at rest, where a network starts unless told otherwise [V].</summary>
    double Rest { get; }

    /// <summary>Second variable at rest.</summary>
    double RestU => 0;

    /// <summary>One sentence for each parameter out of range.</summary>
    IEnumerable<string> Problems();

    /// <summary>The step for a time step dt [s], handed to the visitor as a type argument.</summary>
    TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor) where TLane : struct, ILane<TLane>;
}

/// <summary>A neuron model for people.</summary>
/// <param name="Id">Name in study files, snake case.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Equation">The equations as published.</param>
/// <param name="Source">Author, year, place.</param>
public sealed record SpikingNeuronCard(string Id, string Name, string Equation, string Source);

/// <summary>One time step of a neuron model with every constant ready in lanes.</summary>
/// <typeparam name="TLane">Neurons side by side.</typeparam>
public interface INeuronStep<TLane> where TLane : struct, ILane<TLane>
{
    /// <summary>Whether the model has a second variable u; else it is neither loaded nor stored.</summary>
    static abstract bool HasU { get; }

    /// <summary>Whether the model reads the inhibitory variable; else it is neither loaded nor stored.</summary>
    static abstract bool HasInhibition { get; }

    /// <summary>Moves the state over one step.</summary>
    /// <param name="v">Membrane potential [V].</param>
    /// <param name="u">Second variable: recovery, adaptation, or a second synaptic variable.</param>
    /// <param name="e">Excitatory synaptic variable; what arrived in this step has been added.</param>
    /// <param name="i">Inhibitory synaptic variable.</param>
    /// <param name="input">External input and noise, in the unit of the model's input.</param>
    void Advance(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input);

    /// <summary>The second variable after a spike.</summary>
    TLane AfterSpike(TLane u);
}

/// <summary>Something done with a neuron's step whose type is known.</summary>
/// <typeparam name="TLane">Neurons side by side.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
public interface INeuronVisitor<TLane, out TResult> where TLane : struct, ILane<TLane>
{
    /// <summary>Called with the step as a type argument.</summary>
    TResult Visit<TStep>(TStep step) where TStep : struct, INeuronStep<TLane>;
}
