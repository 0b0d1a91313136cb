namespace PlasticityLab.Simulation.Spiking;

/// <summary>Times that must be whole steps of the simulation.</summary>
internal static class TimeGrid
{
    /// <summary>The whole number of steps nearest to a time.</summary>
    public static long Steps(double time, double timeStep) => (long)Math.Round(time / timeStep);

    /// <summary>A sentence when a time is no multiple of the time step but for rounding: the simulation would act on another one.</summary>
    /// <param name="time">The time [s].</param>
    /// <param name="timeStep">dt [s].</param>
    /// <param name="name">What the time is called.</param>
    public static string? Problem(double time, double timeStep, string name)
    {
        if (!double.IsFinite(time) || !(timeStep > 0))
        {
            return null; // said elsewhere
        }

        var steps = Math.Round(time / timeStep);
        if (Math.Abs(time - (steps * timeStep)) <= 1e-9 * Math.Max(Math.Abs(time), timeStep))
        {
            return null;
        }

        var below = Math.Floor(time / timeStep) * timeStep;
        return $"{name} must be a multiple of the time step of {1000 * timeStep:G6} ms, but is {1000 * time:G6} ms; {1000 * below:G6} and {1000 * (below + timeStep):G6} ms are.";
    }
}
