using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>The low-pass traces of a rate network, forward Euler; in a rate network the spike train is the activity itself, S =
/// r.</summary>
public sealed class SignalTraces
{
    private readonly (TraceStep Step, double[] Values)[] _traces;

    /// <summary>Traces at 0.</summary>
    public SignalTraces(Traces traces, int units, double timeStep)
    {
        (PreFast, PreSlow, PostFast, PostSlow) = (new double[units], new double[units], new double[units], new double[units]);
        _traces =
        [
            .. new[] { (traces.PreFast, PreFast), (traces.PreSlow, PreSlow), (traces.PostFast, PostFast), (traces.PostSlow, PostSlow) }
                .Where(x => x.Item1.Kind != TraceKind.None)
                .Select(x => (TraceStep.Euler(x.Item1, timeStep), x.Item2)),
        ];
    }

    /// <summary>Fast trace of each neuron as a sender.</summary>
    public double[] PreFast { get; }

    /// <summary>Slow trace of each neuron as a sender.</summary>
    public double[] PreSlow { get; }

    /// <summary>Fast trace of each neuron as a receiver.</summary>
    public double[] PostFast { get; }

    /// <summary>Slow trace of each neuron as a receiver.</summary>
    public double[] PostSlow { get; }

    /// <summary>What a synapse sees of its sender: in a rate network the spike train is the activity itself.</summary>
    public SignalSpans Pre(ReadOnlySpan<double> rates, ReadOnlySpan<double> change) =>
        new()
        {
            Rate = rates,
            Spikes = rates,
            Change = change,
            Fast = PreFast,
            Slow = PreSlow,
        };

    /// <summary>What a synapse sees of its receiver.</summary>
    public SignalSpans Post(ReadOnlySpan<double> rates, ReadOnlySpan<double> change) =>
        new()
        {
            Rate = rates,
            Spikes = rates,
            Change = change,
            Fast = PostFast,
            Slow = PostSlow,
        };

    /// <summary>Moves one step on, with the activity at the step's start.</summary>
    public void Step(ReadOnlySpan<double> rates)
    {
        foreach (var (step, values) in _traces)
        {
            step.Advance(values, rates);
        }
    }

    internal void State(StateCodec codec)
    {
        foreach (var values in new[] { PreFast, PreSlow, PostFast, PostSlow })
        {
            codec.Values(values.AsSpan());
        }
    }
}
