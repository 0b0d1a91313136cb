using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>A group of neurons, or of spike sources.</summary>
public sealed class Population
{
    private readonly double _timeStep;
    private double _rate;

    internal Population(int index, string name, int count, ISpikingNeuron? neuron, double timeStep, double rate = 0) =>
        (Index, Name, Count, Neuron, _timeStep, _rate) = (index, name, count, neuron, timeStep, rate);

    /// <summary>Its number in the network.</summary>
    public int Index { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many neurons.</summary>
    public int Count { get; }

    /// <summary>Its neuron model; null for spike sources.</summary>
    public ISpikingNeuron? Neuron { get; }

    /// <summary>Rate of each Poisson source [Hz]; may change while running.</summary>
    /// <exception cref="UserError">The rate is not finite, below 0, or above one spike a step.</exception>
    public double Rate
    {
        get => _rate;
        set
        {
            UserError.ThrowIfAny(RateProblems(value).Select(text => $"population {Name}: {text}"));
            _rate = value;
        }
    }

    /// <summary>Standard deviation of white noise on the input, per step.</summary>
    public double NoisePerStep { get; set; }

    /// <summary>Whether its spikes are kept.</summary>
    public bool Record { get; set; } = true;

    internal IReadOnlyList<(long Step, int Neuron)>? Train { get; init; }

    /// <summary>What is wrong with the population, one sentence each.</summary>
    internal IEnumerable<string> Problems()
    {
        foreach (var text in (Neuron?.Problems() ?? []).Concat(Neuron?.StepProblems(_timeStep) ?? []))
        {
            yield return text;
        }

        if (Count < 1)
        {
            yield return $"it must have at least one neuron, but has {Count}.";
        }

        foreach (var text in Require.All(Require.NotNegative(NoisePerStep)).Concat(Neuron is null ? RateProblems(_rate) : []))
        {
            yield return text;
        }

        if (Neuron is not null && TimeGrid.Problem(Neuron.RefractoryPeriod, _timeStep, "refractory_period") is { } refractory)
        {
            yield return refractory;
        }

        if (Neuron?.Shape is { } shape && TimeGrid.Problem(shape.Width, _timeStep, "spike_width") is { } width)
        {
            yield return width;
        }

        foreach (var (rate, weight, _) in Background)
        {
            foreach (var text in Require.All(Require.NotNegative(rate, "background rate"), Require.Finite(weight, "background weight")))
            {
                yield return text;
            }
        }

        if (Train?.Count(spike => spike.Step < 0 || spike.Neuron < 0 || spike.Neuron >= Count) is { } lost and > 0)
        {
            yield return $"{lost} of {Train.Count} spikes are of neurons that do not exist ({Count} sources) or come before the start.";
        }
    }

    private IEnumerable<string> RateProblems(double rate) =>
        Require.All(
            Require.NotNegative(rate, "rate"),
            rate * _timeStep >= 1
                ? $"a source of {rate:R} Hz would spike more than once in a step of {_timeStep:R} s; use a smaller step."
                : null
        );

    internal List<(double Rate, double Weight, Receptor Receptor)> Background { get; } = [];
}
