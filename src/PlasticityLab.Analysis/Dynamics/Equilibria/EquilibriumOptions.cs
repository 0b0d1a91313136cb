namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>Budgets and tolerances of the search for equilibria.</summary>
public sealed record EquilibriumOptions
{
    /// <summary>Seed of the random starts.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Least number of random Newton starts in more than two dimensions.</summary>
    public int MinimumStarts { get; init; } = 600;

    /// <summary>Budget of Newton starts in more than two dimensions.</summary>
    public int MaximumStarts { get; init; } = 6000;

    /// <summary>Budget of boxes of an interval proof.</summary>
    public int MaximumBoxes { get; init; } = 200_000;

    /// <summary>Two zeros with the same index that are nearer than this are the same [share of the length of the box].</summary>
    public double Distinct { get; init; } = 5e-7;

    /// <summary>Slow points are reported when their speed is below this [state/time].</summary>
    public double SlowSpeed { get; init; } = 0.05;

    /// <summary>Told after each start of a search how far it is; null: nobody asks.</summary>
    public IProgress<SearchProgress>? Progress { get; init; }

    /// <summary>States from which Newton starts first: what is known of the network, such as its assemblies. Random starts
    /// follow.</summary>
    public IReadOnlyList<double[]> Hints { get; init; } = [];
}

/// <summary>How far a search for equilibria is.</summary>
/// <param name="Starts">Newton starts so far.</param>
/// <param name="Most">Most starts; it may end sooner.</param>
/// <param name="Found">Equilibria found so far.</param>
public readonly record struct SearchProgress(int Starts, int Most, int Found);
