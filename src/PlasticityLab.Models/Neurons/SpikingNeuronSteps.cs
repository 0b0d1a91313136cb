namespace PlasticityLab.Models.Neurons;

/// <summary>What several spiking neurons share.</summary>
internal static class SpikingNeuronSteps
{
    /// <summary>What a synaptic current with decay τ_s adds to the potential in one step: (1/τ) ∫ e^{−s/τ_s} e^{−(dt−s)/τ} ds, with its
    /// limit at τ_s = τ.</summary>
    public static double CurrentToVoltage(double dt, double tau, double tauSynapse)
    {
        var difference = (1 / tau) - (1 / tauSynapse);
        var decay = Math.Exp(-dt / tau);
        return Math.Abs(difference) * dt < 1e-9 ? dt / tau * decay : (Math.Exp(-dt / tauSynapse) - decay) / difference / tau;
    }

    public static IEnumerable<string> ResetBelowThreshold(ISpikingNeuron neuron) =>
        neuron.Reset < neuron.Threshold
            ? []
            : [$"reset must lie below threshold {neuron.Threshold:R}, but is {neuron.Reset:R}: the neuron would never stop spiking."];
}
