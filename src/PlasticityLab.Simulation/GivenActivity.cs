using System.Runtime.CompilerServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Simulation;

/// <summary>Activity that somebody recorded or made up, and what a rule makes of it: the weights after each step, with the bits that they
/// have in a network in which this activity occurs.</summary>
/// <remarks>
/// A rule that acts at every step reads rates: it sees the signals at the step's start, then the traces follow by forward Euler, as in
/// <see cref="RateSimulation"/>. A rule that acts at spikes reads trains: 1 in the step of a spike, else 0; spikes of the senders act as they
/// arrive, then those of the receivers, neither seeing the other, then the traces take them up and decay exactly, as in
/// <see cref="SpikingSimulation"/>.
/// </remarks>
/// <param name="Pre">Activity of the senders, [time, neuron]: rates [1], or 1 in the step of a spike and 0 else.</param>
/// <param name="Post">Activity of the receivers, [time, neuron].</param>
public sealed record GivenActivity(Matrix Pre, Matrix Post)
{
    /// <summary>τ dr/dt of the senders, [time, neuron] [1]; null: not known, and rules that read it are refused.</summary>
    public Matrix? PreChange { get; init; }

    /// <summary>τ dr/dt of the receivers, [time, neuron] [1].</summary>
    public Matrix? PostChange { get; init; }

    /// <summary>W[post, pre] after each step, one after the other.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="initial">The weights at the start, W[post, pre].</param>
    /// <param name="dt">Length of a step [s].</param>
    /// <param name="options">Bounds and, for rules on rates, decay, scale, precision and the like; null: none.</param>
    /// <exception cref="UserError">Shapes, values or rule do not go together; one sentence a problem.</exception>
    public IEnumerable<Matrix> Weights(ILearningRule rule, Matrix initial, double dt, PlasticMatrixOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(initial);
        UserError.ThrowIfAny([.. Problems(rule, initial, dt, options ?? new())]);
        return RuleCatalog.Card(rule).Clock == RuleClock.EveryStep
            ? OfRates(PlasticMatrix.Create(rule, initial, options), dt)
            : GivenSpikes.Weights(this, rule, initial, dt, (options ?? new()).WeightMin, (options ?? new()).WeightMax);
    }

    /// <summary>One sentence for each reason why the rule cannot act on this activity.</summary>
    public IEnumerable<string> Problems(ILearningRule rule, Matrix initial, double dt, PlasticMatrixOptions options)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(options);
        var card = RuleCatalog.Card(rule);
        var shapes = Require.All(
            Pre.Rows == Post.Rows ? null : $"pre and post must have the same number of steps, but have {Pre.Rows} and {Post.Rows}.",
            initial.Rows == Post.Columns && initial.Columns == Pre.Columns
                ? null
                : $"w must have the shape [post, pre], here {Post.Columns} x {Pre.Columns}, but has {initial.Rows} x {initial.Columns}.",
            Fits("pre_change", PreChange, Pre),
            Fits("post_change", PostChange, Post),
            initial.IsFinite() ? null : "w must be finite numbers.",
            Finite("pre", Pre),
            Finite("post", Post),
            Finite("pre_change", PreChange),
            Finite("post_change", PostChange),
            dt > 0 && double.IsFinite(dt) ? null : $"dt must be a time above 0 s, but is {dt:R}.",
            card.Clock == RuleClock.AtSpikesAndAbove
                ? $"{card.Id} reads the potential of the receiver, which is not given here; watch it in a network (plasticity spikes)."
                : null
        );
        return card.Clock == RuleClock.EveryStep
            ?
            [
                .. shapes,
                .. rule.Problems(),
                .. options.Problems(initial.Rows, initial.Columns),
                .. Traces(rule, dt),
                .. Changes(rule, card),
            ]
            : [.. shapes, .. rule.Problems(), .. Trains(card), .. OnSpikes(card, options)];
    }

    private IEnumerable<Matrix> OfRates(PlasticMatrix weights, double dt)
    {
        var (senders, receivers) = (
            new SignalTraces(weights.Rule.Traces, Pre.Columns, dt),
            new SignalTraces(weights.Rule.Traces, Post.Columns, dt)
        );
        var (still, quiet) = (new double[Pre.Columns], new double[Post.Columns]);
        for (var t = 0; t < Pre.Rows; t++)
        {
            weights.Update(
                dt,
                senders.Pre(Pre.Row(t), PreChange is null ? still : PreChange.Row(t)),
                receivers.Post(Post.Row(t), PostChange is null ? quiet : PostChange.Row(t))
            );
            senders.Step(Pre.Row(t));
            receivers.Step(Post.Row(t));
            yield return weights.ToMatrix();
        }
    }

    private static string? Fits(string name, Matrix? given, Matrix like) =>
        given is null || (given.Rows == like.Rows && given.Columns == like.Columns)
            ? null
            : $"{name} must have the shape of the activity, {like.Rows} x {like.Columns}, but has {given.Rows} x {given.Columns}.";

    private static string? Finite(string name, Matrix? given)
    {
        var bad = given is null ? -1 : Array.FindIndex(given.Values, x => !double.IsFinite(x));
        return bad < 0
            ? null
            : $"{name} must be finite numbers, but the one at time {bad / given!.Columns}, neuron {bad % given.Columns} is {given.Values[bad]:R}.";
    }

    private static IEnumerable<string> Traces(ILearningRule rule, double dt) =>
        rule
            .Traces.All.Where(trace => trace.Kind != TraceKind.None && trace.Tau < dt)
            .Select(trace =>
                $"a trace's time constant must be at least dt ({Quantity.Show(dt, "s")}), but is {Quantity.Show(trace.Tau, "s")}."
            );

    private IEnumerable<string> Changes(ILearningRule rule, RuleCard card)
    {
        var (pre, post) = rule.Accept(new ChangesRead());
        return Require.All(Missing("pre_change", pre && PreChange is null), Missing("post_change", post && PostChange is null));

        string? Missing(string name, bool missing) =>
            missing ? $"{card.Id} reads how fast the activity changes: give {name}, tau dr/dt, of the shape of the activity." : null;
    }

    private IEnumerable<string> Trains(RuleCard card) => Require.All(Train("pre", Pre, card), Train("post", Post, card));

    private static string? Train(string name, Matrix train, RuleCard card)
    {
        var bad = Array.FindIndex(train.Values, x => x is not (0 or 1));
        return bad < 0
            ? null
            : $"{card.Id} acts at spikes: {name} must be 1 in the step of a spike and 0 else, but is {train.Values[bad]:R} at time {bad / train.Columns}, neuron {bad % train.Columns}.";
    }

    // What belongs to networks of rates would be passed over in silence.
    private static IEnumerable<string> OnSpikes(RuleCard card, PlasticMatrixOptions options) =>
        Require.All(
            options with { WeightMin = 0, WeightMax = 0 } == new PlasticMatrixOptions { WeightMin = 0, WeightMax = 0 }
                ? null
                : $"{card.Id} acts at spikes: of the options only the bounds of the weights hold.",
            options.WeightMin <= options.WeightMax
                ? null
                : $"weight_min must not exceed weight_max, but they are {options.WeightMin:R} and {options.WeightMax:R}."
        );

    // Whether the formula reads the change of sender and receiver, seen at a few places where nothing vanishes.
    private sealed class ChangesRead : IRuleVisitor<(bool Pre, bool Post)>
    {
        public (bool Pre, bool Post) Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            var still = At(rule, 0, 0);
            return (
                At(rule, 0.375, 0) != still || At(rule, -0.25, 0.125) != At(rule, 0, 0.125),
                At(rule, 0, 0.375) != still || At(rule, 0.125, -0.25) != At(rule, 0.125, 0)
            );
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static double At<TRule>(TRule rule, double pre, double post)
            where TRule : struct, ILearningRule<TRule> =>
            Synapse.DwDt(rule, Synapse.Pre(0.75, 0.625, 0.5625, pre), Synapse.Post(0.8125, 0.6875, 0.53125, post), 0.3125);
    }
}
