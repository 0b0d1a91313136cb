namespace PlasticityLab.Models.Neurons;

/// <summary>The unit of the threshold in a neuron model: an input of x thresholds is <c>Base + Input · x</c> in the model's own unit. At 0 the
/// free membrane stays at its base, the lower of its potentials at rest and after a spike; at 1 it comes just to where it spikes.</summary>
/// <param name="Base">External input that holds the free membrane at its base.</param>
/// <param name="Input">What 1 adds to the external input.</param>
/// <param name="Excitation">What a weight of 1 adds to the excitatory variable at a spike: the current of an input of 1 where synapses are
/// currents, the same current at the threshold where they are conductances, its charge where they act at once.</param>
/// <param name="Inhibition">The same for inhibition; below 0: the model has one synaptic variable, which inhibition lowers.</param>
/// <param name="TauMembrane">τ, membrane time constant at rest [s].</param>
public readonly record struct NeuronUnits(double Base, double Input, double Excitation, double Inhibition, double TauMembrane)
{
    /// <summary>Of a model whose inputs and currents are potentials: τ dv/dt = v_rest − v + I.</summary>
    public static NeuronUnits OfPotentials(ISpikingNeuron neuron, double tauMembrane)
    {
        ArgumentNullException.ThrowIfNull(neuron);
        var low = Math.Min(neuron.Rest, neuron.Reset);
        var input = neuron.Threshold - low;
        return new(low - neuron.Rest, input, input, input, tauMembrane);
    }

    /// <summary>Of an exponential neuron with adaptation. Rest ends where e^{(v − v_T)/Δ} reaches 1 + a/g (saddle-node) or 1 + τ/τ_w (Hopf),
    /// whichever comes first; the current there is (g + a)(v − v_rest) − g Δ e^{(v − v_T)/Δ} (Touboul and Brette 2008, Biol. Cybern.
    /// 99:319).</summary>
    internal static NeuronUnits OfExponential(double leak, double a, double sharpness, double aboveRest, double tau, double tauAdaptation)
    {
        var end = 1 + Math.Min(a / leak, tau / tauAdaptation);
        var input = ((leak + a) * (aboveRest + (sharpness * Math.Log(end)))) - (leak * sharpness * end);
        return new(0, input, input, input, tau);
    }
}
