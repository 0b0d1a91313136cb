namespace PlasticityLab.Models.LearningRules;

/// <summary>What a trace follows.</summary>
public enum TraceKind
{
    /// <summary>No trace.</summary>
    None,

    /// <summary>dx/dt = −x/τ + S: counts spikes, settles at τ r [count].</summary>
    Spikes,

    /// <summary>τ dx/dt = −x + r: averages the activity, settles at r.</summary>
    Rate,

    /// <summary>τ dx/dt = −x + r²: averages the squared activity, settles at r².</summary>
    RateSquared,

    /// <summary>Like <see cref="Spikes"/>, but set to 1 at a spike instead of raised by 1: nearest-spike pairing. Spiking networks
    /// only.</summary>
    NearestSpike,

    /// <summary>τ dx/dt = −x + v: averages the membrane potential [V], read after a delay. Postsynaptic, spiking networks only.</summary>
    Voltage,
}

/// <summary>One low-pass trace of a neuron.</summary>
/// <param name="Kind">What it follows.</param>
/// <param name="Tau">τ, time constant [s].</param>
/// <param name="Delay">How long ago the value was that the rule reads [s]; traces of the potential only.</param>
public readonly record struct Trace(TraceKind Kind, double Tau, double Delay = 0)
{
    /// <summary>dx/dt = −x/τ + S, a count that settles at τ r.</summary>
    public static Trace OfSpikes(double tau) => new(TraceKind.Spikes, tau);

    /// <summary>τ dx/dt = −x + r, an average that settles at r.</summary>
    public static Trace OfRate(double tau) => new(TraceKind.Rate, tau);

    /// <summary>τ dx/dt = −x + r², an average that settles at r².</summary>
    public static Trace OfRateSquared(double tau) => new(TraceKind.RateSquared, tau);

    /// <summary>Decays with τ and is set to 1 at each spike.</summary>
    public static Trace OfNearestSpike(double tau) => new(TraceKind.NearestSpike, tau);

    /// <summary>τ dx/dt = −x + v, the low-passed membrane potential [V] as it was some time ago: a delay longer than a spike keeps the
    /// spike itself out of what is read at it.</summary>
    public static Trace OfVoltage(double tau, double delay = 0) => new(TraceKind.Voltage, tau, delay);
}

/// <summary>The traces that a rule reads: at most two of each neuron in each role.</summary>
public readonly record struct Traces(Trace PreFast = default, Trace PreSlow = default, Trace PostFast = default, Trace PostSlow = default)
{
    /// <summary>All four.</summary>
    public IEnumerable<Trace> All => [PreFast, PreSlow, PostFast, PostSlow];
}
