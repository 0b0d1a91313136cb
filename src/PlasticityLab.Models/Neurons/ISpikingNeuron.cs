using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.Neurons;

/// <summary>A spiking neuron: parameters, and a step over lanes that is compiled for its type. The engine owns threshold, reset and
/// refractory period, which all models share.</summary>
[Catalog("spiking neuron")]
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

    /// <summary>The potential during a spike, for models that show it; null for those that are reset at once.</summary>
    SpikeShape? Shape => null;

    /// <summary>Second variable at rest.</summary>
    double RestU => 0;

    /// <summary>One sentence for each parameter out of range.</summary>
    IEnumerable<string> Problems();

    /// <summary>One sentence for each reason why the model cannot be followed at a time step dt [s]; none for models that are integrated
    /// exactly.</summary>
    IEnumerable<string> StepProblems(double dt) => [];

    /// <summary>What inputs and weights in units of the threshold are in the units of this model.</summary>
    /// <param name="dt">Time step [s].</param>
    /// <param name="tauExcitation">Decay of the excitatory current [s] whose charge an instantaneous synapse delivers at once.</param>
    NeuronUnits Units(double dt, double tauExcitation) => NeuronUnits.OfPotentials(this, 0.020);

    /// <summary>The step for a time step dt [s], handed to the visitor as a type argument.</summary>
    TResult Accept<TLane, TResult>(double dt, INeuronVisitor<TLane, TResult> visitor)
        where TLane : struct, ILane<TLane>;
}

/// <summary>The potential during a spike: held for its width, then reset.</summary>
/// <param name="Width">How long the spike lasts [s]; at least one step.</param>
/// <param name="Start">Potential in the step in which the threshold is crossed [V].</param>
/// <param name="Body">Potential in the steps after it [V].</param>
public readonly record struct SpikeShape(double Width, double Start, double Body);

/// <summary>A neuron model for people.</summary>
/// <param name="Id">Name in study files, snake case.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Equation">The equations as published.</param>
/// <param name="Source">Author, year, place.</param>
public sealed record SpikingNeuronCard(string Id, string Name, string Equation, string Source) : ICard;

/// <summary>One time step of a neuron model with every constant ready in lanes.</summary>
/// <typeparam name="TLane">Neurons side by side.</typeparam>
public interface INeuronStep<TLane>
    where TLane : struct, ILane<TLane>
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

    /// <summary>Whether synaptic variables are conductances that would carry the potential past where they pull it when e + i is above
    /// <see cref="MostConductance"/>. Where the engine knows that none is, it calls <see cref="AdvanceWithin"/>.</summary>
    static virtual bool IsBounded => false;

    /// <summary>Up to which e + i of a neuron a step needs no care, in the unit of the variables.</summary>
    double MostConductance => double.PositiveInfinity;

    /// <summary><see cref="Advance"/> where e + i is at most <see cref="MostConductance"/>: the same numbers to the last bit, without the
    /// question.</summary>
    /// <param name="v">Membrane potential [V].</param>
    /// <param name="u">Second variable.</param>
    /// <param name="e">Excitatory synaptic variable.</param>
    /// <param name="i">Inhibitory synaptic variable.</param>
    /// <param name="input">External input and noise.</param>
    void AdvanceWithin(ref TLane v, ref TLane u, ref TLane e, ref TLane i, TLane input) => Advance(ref v, ref u, ref e, ref i, input);

    /// <summary>Whether spikes have a shape and leave two traces; such a model implements <see cref="AdvanceShaped"/> and the engine calls
    /// that.</summary>
    static virtual bool HasShape => false;

    /// <summary>Moves the state of a model whose spikes have a shape over one step. The engine holds the potential and the second variable
    /// during the spike.</summary>
    /// <param name="v">Membrane potential [V].</param>
    /// <param name="u">Second variable.</param>
    /// <param name="e">Excitatory synaptic variable.</param>
    /// <param name="i">Inhibitory synaptic variable.</param>
    /// <param name="after">First trace of the last spike: set to 1 at its end; the model lets it decay.</param>
    /// <param name="lift">Second trace of the last spike, likewise.</param>
    /// <param name="input">External input and noise.</param>
    void AdvanceShaped(ref TLane v, ref TLane u, ref TLane e, ref TLane i, ref TLane after, ref TLane lift, TLane input) =>
        throw new NotSupportedException("This model's spikes have no shape.");
}

/// <summary>Something done with a neuron's step whose type is known.</summary>
/// <typeparam name="TLane">Neurons side by side.</typeparam>
/// <typeparam name="TResult">What comes out.</typeparam>
public interface INeuronVisitor<TLane, out TResult>
    where TLane : struct, ILane<TLane>
{
    /// <summary>Called with the step as a type argument.</summary>
    TResult Visit<TStep>(TStep step)
        where TStep : struct, INeuronStep<TLane>;
}
