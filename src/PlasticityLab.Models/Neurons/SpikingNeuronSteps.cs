namespace PlasticityLab.Models.Neurons;

/// <summary>What several spiking neurons share.</summary>
internal static class SpikingNeuronSteps
{
    /// <summary>What a synaptic current with decay τ_s adds to the potential in one step: (1/τ) ∫ e^{−s/τ_s} e^{−(dt−s)/τ} ds, by its
    /// series where τ_s is near τ.</summary>
    public static double CurrentToVoltage(double dt, double tau, double tauSynapse)
    {
        var difference = (1 / tau) - (1 / tauSynapse);
        var decay = Math.Exp(-dt / tau);
        return Math.Abs(difference) * dt < 1e-3
            ? dt / tau * decay * Phi.One(difference * dt)
            : (Math.Exp(-dt / tauSynapse) - decay) / difference / tau;
    }

    /// <summary>What an explicit step cannot follow: it must be at most half of the shortest time constant that it takes explicitly.</summary>
    public static IEnumerable<string> StepAtMostHalf(double dt, double shortest) =>
        dt <= 0.5 * shortest || !(dt > 0) || !(shortest > 0)
            ? []
            : [$"time_step must be at most half of the shortest time constant ({1000 * shortest:G6} ms), but is {1000 * dt:G6} ms."];

    public static IEnumerable<string> ResetBelowThreshold(ISpikingNeuron neuron) =>
        neuron.Reset < neuron.Threshold
            ? []
            : [$"reset must lie below threshold {neuron.Threshold:R}, but is {neuron.Reset:R}: the neuron would never stop spiking."];
}
