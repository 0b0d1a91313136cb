namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a run went.</summary>
/// <param name="Kind">The outcome.</param>
/// <param name="At">When it was seen [s].</param>
/// <param name="Sentence">For people.</param>
public sealed record SpikingOutcome(SpikingOutcomeKind Kind, double At, string Sentence)
{
    /// <summary>Of two stretches of one run: a network is silent only when it never spiked, which the later stretch tells; a seizure or a
    /// divergence anywhere counts.</summary>
    internal static SpikingOutcome Worse(SpikingOutcome earlier, SpikingOutcome later) =>
        later.Kind is SpikingOutcomeKind.Active or SpikingOutcomeKind.Silent || later.Kind <= earlier.Kind
            ? (earlier.Kind is SpikingOutcomeKind.Active or SpikingOutcomeKind.Silent ? later : earlier)
            : later;

    /// <summary>An outcome as part of a state.</summary>
    internal static SpikingOutcome? State(StateCodec codec, SpikingOutcome? outcome)
    {
        var (has, kind, at, sentence) = (outcome is not null, (int)(outcome?.Kind ?? 0), outcome?.At ?? 0, outcome?.Sentence ?? "");
        codec.Value(ref has);
        codec.Value(ref kind);
        codec.Value(ref at);
        codec.Text(ref sentence);
        return has ? new((SpikingOutcomeKind)kind, at, sentence) : null;
    }
}
