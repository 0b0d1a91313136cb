namespace PlasticityLab.Analysis.Inference;

/// <summary>How a rule is inferred.</summary>
public sealed record InferenceOptions
{
    /// <summary>Most synapses that are used; of more, some are drawn.</summary>
    public int Synapses { get; init; } = 400;

    /// <summary>Most readings that are used; of more, some are taken at even distances.</summary>
    public int Readings { get; init; } = 40;

    /// <summary>Resamples of the bootstrap.</summary>
    public int Resamples { get; init; } = 999;

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Terms that are looked for, and rules of the catalogue that have no others; null: all of the space.</summary>
    public Func<SpaceTerm, bool>? Offered { get; init; }

    /// <summary>Compare the rules of the catalogue and propose an experiment.</summary>
    public bool Compare { get; init; } = true;
}
