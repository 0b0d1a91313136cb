using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>One rule learns persistent activity from long items with long gaps and sequences from short items with gaps near its own
/// delay.</summary>
/// <remarks>The model is <see cref="DelayedAssociation"/>. The weights compared were recomputed from the paper's equations; this is a test
/// of the phase diagram, so the tolerance is that of telling its phases apart.</remarks>
public sealed class S10PersistentOrSequential : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S10",
            "Persistent or sequential activity from one unsupervised rule",
            "Pereira & Brunel 2020, Front. Comput. Neurosci. 13:97, Figs 3-4",
            3
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var (self, next) = DelayedAssociation.Learn(30, 40, 60, cancellation);
        yield return new("S10", "items 30 ms, gaps 40 ms: weight within a population (persistent activity)", 0.92, self, 0.1);
        yield return new("S10", "items 30 ms, gaps 40 ms: weight to the next population", 0.23, next, 0.1);
        (self, next) = DelayedAssociation.Learn(6, 15, 60, cancellation);
        yield return new("S10", "items 6 ms, gaps 15 ms: weight within a population", 0.00, self, 0.1);
        yield return new("S10", "items 6 ms, gaps 15 ms: weight to the next population (sequence)", 0.57, next, 0.1);
        (self, next) = DelayedAssociation.Learn(20, 2, 60, cancellation);
        yield return new("S10", "items 20 ms, gaps 2 ms: weight within a population", 1.49, self, 0.1);
        yield return new("S10", "items 20 ms, gaps 2 ms: weight to the next population", 1.49, next, 0.1);
    }
}
