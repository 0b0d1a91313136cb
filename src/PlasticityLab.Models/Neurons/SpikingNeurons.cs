using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Neurons;

/// <summary>The spiking neuron models, found by scanning this assembly.</summary>
public static class SpikingNeurons
{
    /// <summary>Every model with its default parameters, by id.</summary>
    public static IReadOnlyList<ISpikingNeuron> All { get; } =
    [
        .. typeof(SpikingNeurons)
            .Assembly.GetTypes()
            .Where(type => type is { IsValueType: true, IsGenericType: false } && typeof(ISpikingNeuron).IsAssignableFrom(type))
            .Select(Parameters.Create<ISpikingNeuron>)
            .OrderBy(neuron => neuron.Card.Id, StringComparer.Ordinal),
    ];

    /// <summary>A model with given parameters.</summary>
    /// <exception cref="UserError">The model or a parameter is unknown.</exception>
    public static ISpikingNeuron Create(string id, IEnumerable<KeyValuePair<string, double>> parameters)
    {
        var neuron =
            All.FirstOrDefault(x => Names.Same(x.Card.Id, id))
            ?? throw new UserError($"There is no spiking neuron \"{id}\". {Names.Known(id, All.Select(x => x.Card.Id))}");
        return (ISpikingNeuron)Parameters.With(neuron, parameters, $"neuron {neuron.Card.Id}");
    }

    /// <summary>What a synaptic current with decay τ_s adds to the potential in one step: (1/τ) ∫ e^{−s/τ_s} e^{−(dt−s)/τ} ds, with its
    /// limit at τ_s = τ.</summary>
    internal static double CurrentToVoltage(double dt, double tau, double tauSynapse)
    {
        var difference = (1 / tau) - (1 / tauSynapse);
        var decay = Math.Exp(-dt / tau);
        return Math.Abs(difference) * dt < 1e-9 ? dt / tau * decay : (Math.Exp(-dt / tauSynapse) - decay) / difference / tau;
    }

    internal static IEnumerable<string> ResetBelowThreshold(ISpikingNeuron neuron) =>
        neuron.Reset < neuron.Threshold
            ? []
            : [$"reset must lie below threshold {neuron.Threshold:R}, but is {neuron.Reset:R}: the neuron would never stop spiking."];
}
