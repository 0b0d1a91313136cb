using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Models.Synapses;

/// <summary>One time step of a low-pass trace that follows an activity, as every rate network, probe and test takes it. What counts spikes
/// follows S = r, so a trace of nearest spikes counts like one of all spikes.</summary>
/// <remarks>
/// Euler: x ← x + dt ẋ, with the share dt/τ held at 1 at most, so that a trace faster than the step is the activity itself.
/// Exact: the solution over the step with the activity held, x ← e^{−dt/τ} x + (1 − e^{−dt/τ}) x∞, with x∞ = r, r² or τ r.
/// </remarks>
public readonly struct TraceStep
{
    private readonly TraceKind _kind;
    private readonly double _gain,
        _share;
    private readonly bool _exact;

    private TraceStep(TraceKind kind, double gain, double share, bool exact) => (_kind, _gain, _share, _exact) = (kind, gain, share, exact);

    /// <summary>Whether the trace counts spikes [Hz], and not an activity.</summary>
    public bool CountsSpikes => _kind is TraceKind.Spikes or TraceKind.NearestSpike;

    /// <summary>Forward Euler.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="timeStep">dt [s].</param>
    public static TraceStep Euler(Trace trace, double timeStep) =>
        trace.Kind == TraceKind.None ? default : new(trace.Kind, timeStep, Math.Min(1, timeStep / trace.Tau), false);

    /// <summary>The exact solution for an activity that is constant over the step.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="timeStep">dt [s].</param>
    public static TraceStep Exact(Trace trace, double timeStep)
    {
        var decay = trace.Kind == TraceKind.None ? 0 : Math.Exp(-timeStep / trace.Tau);
        return new(trace.Kind, trace.Tau * (1 - decay), decay, true);
    }

    /// <summary>The four traces of a rule, forward Euler: fast and slow of the sender, fast and slow of the receiver.</summary>
    public static TraceStep[] Euler(in Traces traces, double timeStep) =>
        [
            Euler(traces.PreFast, timeStep),
            Euler(traces.PreSlow, timeStep),
            Euler(traces.PostFast, timeStep),
            Euler(traces.PostSlow, timeStep),
        ];

    /// <summary>The four traces of a rule, exact.</summary>
    public static TraceStep[] Exact(in Traces traces, double timeStep) =>
        [
            Exact(traces.PreFast, timeStep),
            Exact(traces.PreSlow, timeStep),
            Exact(traces.PostFast, timeStep),
            Exact(traces.PostSlow, timeStep),
        ];

    /// <summary>The right side of a trace's equation [1/s]: −x/τ + r, or (−x + r)/τ, or (−x + r²)/τ; for integrators of one's own.</summary>
    public static double Flow(Trace trace, double value, double rate) =>
        trace.Kind switch
        {
            TraceKind.None => 0,
            TraceKind.Spikes => rate - (value / trace.Tau),
            TraceKind.Rate => (rate - value) / trace.Tau,
            TraceKind.RateSquared => ((rate * rate) - value) / trace.Tau,
            _ => throw new NotSupportedException($"A trace of kind {trace.Kind} has no rate equation."),
        };

    /// <summary>The trace after the step; 0 where there is no trace.</summary>
    /// <param name="value">The trace before it.</param>
    /// <param name="rate">Activity during the step.</param>
    public double Next(double value, double rate) =>
        _kind switch
        {
            TraceKind.None => 0,
            TraceKind.Rate => _exact ? (_share * value) + ((1 - _share) * rate) : value + (_share * (rate - value)),
            TraceKind.RateSquared => _exact ? (_share * value) + ((1 - _share) * rate * rate) : value + (_share * ((rate * rate) - value)),
            _ => _exact ? (_share * value) + (_gain * rate) : value + ((_gain * rate) - (_share * value)),
        };

    /// <summary>The traces of many neurons after the step.</summary>
    /// <param name="values">The traces, replaced.</param>
    /// <param name="rates">Their activities.</param>
    public void Advance(Span<double> values, ReadOnlySpan<double> rates)
    {
        // A copy of the struct in registers; the kind is the same for all, so its branch is foreseen.
        var step = this;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = step.Next(values[i], rates[i]);
        }
    }
}
