using PlasticityLab.Studies.Memory;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>A homeostatic rule that knows nothing of timing makes a sequence in which every neuron fires once; STDP beside it makes it more
/// precise and shorter.</summary>
/// <remarks>The claims are the paper's; its parameters were not at hand, so the rows ask for the claims and not for its numbers. One means
/// yes.</remarks>
public sealed class S31PresynapticScaling : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new("S31", "Sequences without STDP: presynaptic-dependent scaling", "Liu & Buonomano 2009, J. Neurosci. 29:13172", 4);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var rows = ScalingTest.Run(4, 31, cancellation);
        var (alone, beside) = (rows.Single(row => !row.Stdp), rows.Single(row => row.Stdp));
        yield return new("S31", "scaling alone: share of neurons that fire exactly once a trial", 1, alone.FiredOnce, 0.05);
        yield return new(
            "S31",
            "scaling alone: the order of first spikes comes again (rank correlation above 0.8; 1 = yes)",
            1,
            alone.Order > 0.8 ? 1 : 0,
            0
        );
        yield return new("S31", "with STDP the trajectory varies less (1 = yes)", 1, beside.Jitter < alone.Jitter ? 1 : 0, 0);
        yield return new("S31", "with STDP the trajectory is shorter (1 = yes)", 1, beside.Span < alone.Span ? 1 : 0, 0);
    }
}
