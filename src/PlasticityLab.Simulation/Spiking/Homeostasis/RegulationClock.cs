namespace PlasticityLab.Simulation.Spiking.Homeostasis;

/// <summary>The time that has really passed between two acts of a regulation: calls come between steps, so an interval that is no multiple
/// of the step is taken now longer, now shorter.</summary>
internal sealed class RegulationClock
{
    private double _last = double.NaN;

    /// <summary>The state, for snapshots.</summary>
    public void State(StateCodec codec) => codec.Value(ref _last);

    /// <summary>Time since the last call [s]; the interval itself where they agree to rounding, before the first call, and where no time has
    /// passed.</summary>
    public double Elapsed(SpikingSimulation simulation, double interval)
    {
        var elapsed = simulation.Time - _last;
        _last = simulation.Time;
        return elapsed > 0 && Math.Abs(elapsed - interval) > 1e-9 * Math.Max(simulation.Time, interval) ? elapsed : interval;
    }
}
