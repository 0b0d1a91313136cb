namespace My_Lab;

/// <summary>A rule: what a receiver's activity finds in the sender's recent past is strengthened, and everything fades.</summary>
public readonly record struct MyRule() : ILearningRule<MyRule>
{
    public static RuleCard Card =>
        new(
            "my_rule",
            "mine",
            "my rule",
            "dw/dt = η r_i x̄_j − λ w",
            "My-Lab",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "Grows with the sender's past and fades."
        );

    /// <summary>η, learning rate [weight unit/s at unit activity].</summary>
    [Search(1, 100, log: true)]
    public double Eta { get; init; } = 10;

    /// <summary>τ₊, how far it reaches back [s].</summary>
    [Unit("s"), Search(0.008, 0.040, log: true)]
    public double TauPlus { get; init; } = 0.020;

    /// <summary>λ, forgetting [1/s].</summary>
    public double Lambda { get; init; } = 0.05;

    public Traces Traces => new(PreFast: Trace.OfRate(TauPlus));

    public IEnumerable<string> Problems() => Require.All(Require.NotNegative(Eta), Require.Positive(TauPlus), Require.NotNegative(Lambda));

    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => (Eta * post.Rate * pre.Fast) - (Lambda * w);
}
