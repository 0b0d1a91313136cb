using PlasticityLab.Analysis.Dynamics.Continuation;

namespace PlasticityLab.Analysis.Dynamics.Training;

/// <summary>Equilibria and cycles followed through training.</summary>
/// <param name="Snapshots">What exists at each stored time.</param>
/// <param name="Events">Bifurcations in the order of time.</param>
/// <param name="Branches">Branches of equilibria, their parameter is training time; cut at the snapshots.</param>
/// <param name="Cycles">Pieces of families of cycles, their parameter is training time; cut at the snapshots.</param>
public sealed record TrainingBifurcations(
    IReadOnlyList<TrainingSnapshot> Snapshots,
    IReadOnlyList<TrainingEvent> Events,
    IReadOnlyList<EquilibriumBranch> Branches,
    IReadOnlyList<IReadOnlyList<CycleNode>> Cycles
);

/// <summary>What is followed through training and how finely.</summary>
public sealed record TrainingOptions
{
    /// <summary>Whether cycles are followed too. Cost grows with the cube of the number of units; above about 60 units leave it
    /// out.</summary>
    public bool FollowCycles { get; init; } = true;

    /// <summary>Starts of simulations that look for cycles at each snapshot.</summary>
    public IReadOnlyList<double[]> CycleStarts { get; init; } = [];

    /// <summary>Simulated time of the first look for a cycle [time unit of the field].</summary>
    public double Window { get; init; } = 100;

    /// <summary>Largest step of arclength within one interval between snapshots.</summary>
    public double LargestStep { get; init; } = 0.1;
}
