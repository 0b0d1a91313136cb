namespace PlasticityLab.Analysis.Dynamics.Attractors;

/// <summary>Budgets of the search for attractors.</summary>
public sealed record AttractorOptions
{
    /// <summary>Seed of random starts.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Longest orbit, in units of the field's own slowest relaxation time.</summary>
    public double Patience { get; init; } = 60;

    /// <summary>Relative and absolute tolerance of the orbits.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
