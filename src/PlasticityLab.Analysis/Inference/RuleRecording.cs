using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>Weights that were read now and then, and the activity of sender and receiver all the time between: what a rule is inferred
/// from.</summary>
/// <param name="Pre">Activity of the senders, [time, neuron] [1].</param>
/// <param name="Post">Activity of the receivers, [time, neuron] [1]; the same object as <paramref name="Pre"/> where they are one population,
/// which has no synapse of a neuron onto itself.</param>
/// <param name="Dt">Length of a step [s].</param>
/// <param name="Steps">How many steps had been taken when the weights were read, ascending; 0: before the first.</param>
/// <param name="Weights">W[post, pre] of each reading [weight unit].</param>
public sealed record RuleRecording(Matrix Pre, Matrix Post, double Dt, IReadOnlyList<int> Steps, IReadOnlyList<Matrix> Weights)
{
    /// <summary>Fewest readings from which something can be inferred: the first is where a weight begins, the second what became of it, the
    /// third whether what is left over is noise.</summary>
    public const int FewestReadings = 3;

    /// <summary>τ dr/dt of the senders, [time, neuron] [1]; null: the difference to the next step, which is what a network of rates that moves
    /// by forward Euler steps has.</summary>
    public Matrix? PreChange { get; init; }

    /// <summary>τ dr/dt of the receivers, [time, neuron] [1].</summary>
    public Matrix? PostChange { get; init; }

    /// <summary>τ by which the change of the activity is scaled where it is not given [s].</summary>
    public double TauChange { get; init; } = 0.010;

    /// <summary>Lower bound of the weights [weight unit]; −∞: none.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    /// <summary>Upper bound of the weights [weight unit]; ∞: none.</summary>
    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>One sentence for each reason why nothing can be inferred from it.</summary>
    public IEnumerable<string> Problems() =>
        Require.All(
            Dt > 0 && double.IsFinite(Dt) ? null : $"dt must be a time above 0 s, but is {Dt:R}.",
            TauChange > 0 && double.IsFinite(TauChange) ? null : $"tau_change must be a time above 0 s, but is {TauChange:R}.",
            Low < High ? null : $"weight_min must lie below weight_max, but they are {Low:R} and {High:R}.",
            Pre.Rows == Post.Rows ? null : $"pre and post must have the same number of steps, but have {Pre.Rows} and {Post.Rows}.",
            Weights.Count >= FewestReadings
                ? null
                : $"the weights must have been read at least {FewestReadings} times, but there are {Weights.Count} readings.",
            Steps.Count == Weights.Count
                ? null
                : $"there are {Weights.Count} readings of the weights, but {Steps.Count} times of readings.",
            Steps.Zip(Steps.Skip(1)).All(pair => pair.First < pair.Second) && (Steps.Count == 0 || Steps[0] >= 0)
                ? null
                : "the readings must be in the order of time, each later than the one before.",
            Steps.Count == 0 || Steps[^1] <= Pre.Rows
                ? null
                : $"the weights were read up to step {Steps[^1]}, but the activity has {Pre.Rows} steps: record both over the same time.",
            Weights.All(w => w.Rows == Post.Columns && w.Columns == Pre.Columns)
                ? null
                : $"the weights must have the shape [post, pre], here {Post.Columns} x {Pre.Columns}, but have {Weights[0].Rows} x {Weights[0].Columns}.",
            Fits("pre_change", PreChange, Pre),
            Fits("post_change", PostChange, Post),
            Pre.IsFinite() && Post.IsFinite() && PreChange?.IsFinite() != false && PostChange?.IsFinite() != false
                ? null
                : "the activity must be finite numbers, but some are not.",
            Weights.All(w => w.IsFinite()) ? null : "the weights must be finite numbers, but some are not."
        );

    /// <summary>The change of the senders and of the receivers, given or by differences.</summary>
    internal (Matrix Pre, Matrix Post) Changes()
    {
        var pre = PreChange ?? Differences(Pre);
        return (pre, PostChange ?? (ReferenceEquals(Pre, Post) && PreChange is null ? pre : Differences(Post)));
    }

    private Matrix Differences(Matrix rates) =>
        Matrix.From(rates.Rows, rates.Columns, (t, i) => t + 1 < rates.Rows ? TauChange * (rates[t + 1, i] - rates[t, i]) / Dt : 0);

    private static string? Fits(string name, Matrix? given, Matrix like) =>
        given is null || (given.Rows == like.Rows && given.Columns == like.Columns)
            ? null
            : $"{name} must have the shape of the activity, {like.Rows} x {like.Columns}, but has {given.Rows} x {given.Columns}.";
}
