using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Exporters.Simulators;

/// <summary>A rule that acts at spikes, as text: how much a weight changes at a spike of either side, by the traces x, x2 of the sender and
/// y, y2 of the receiver and the weight w.</summary>
/// <param name="AtPre">Change when a spike of the sender arrives.</param>
/// <param name="AtPost">Change when the receiver fires.</param>
/// <param name="Traces">The traces that it reads.</param>
internal sealed record SpikeRule(string AtPre, string AtPost, IReadOnlyList<SpikeTrace> Traces)
{
    /// <summary>The rule as text.</summary>
    /// <param name="rule">The rule, with its bounds and sign.</param>
    /// <param name="problem">Why it has no such form; empty when it has.</param>
    public static SpikeRule? Of(ILearningRule rule, out string problem)
    {
        SpikeTrace[] traces =
        [
            .. new[] { ("x", true), ("x2", true), ("y", false), ("y2", false) }
                .Zip(rule.Traces.All, (name, trace) => new SpikeTrace(name.Item1, name.Item2, trace))
                .Where(trace => trace.Trace.Kind != TraceKind.None),
        ];
        problem = rule.Accept(new Reason(traces));
        return problem.Length > 0 ? null : rule.Accept(new Writer(traces));
    }

    /// <summary>What additive pair STDP adds to a weight at a spike of the receiver and takes from it at one of the sender, by a pair at no
    /// delay [weight]; null: the rule is another.</summary>
    public static (double Plus, double Minus)? Pair(ILearningRule rule)
    {
        var traces = rule.Traces;
        return
            traces
                is {
                    PreFast.Kind: TraceKind.Spikes,
                    PostFast.Kind: TraceKind.Spikes,
                    PreSlow.Kind: TraceKind.None,
                    PostSlow.Kind: TraceKind.None
                }
            ? rule.Accept(new PairOf())
            : null;
    }

    private sealed class PairOf : IRuleVisitor<(double, double)?>
    {
        // At post the change must be plus x, at pre −minus y, whatever the other trace and the weight.
        public (double, double)? Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            double At(bool sent, double x, double y, double w) =>
                Change(
                    rule,
                    sent,
                    new Lane1(1),
                    name => new Lane1(
                        name == "x" ? x
                        : name == "y" ? y
                        : 0
                    ),
                    new Lane1(w)
                ).Value;
            var (plus, minus) = (At(false, 1, 0, 0.3), -At(true, 0, 1, 0.3));
            var same = new[] { (0.0, 0.0, 0.1), (0.7, 0.2, 0.3), (1.9, 1.3, 0.9) }.All(at =>
                Math.Abs(At(false, at.Item1, at.Item2, at.Item3) - (plus * at.Item1)) <= 1e-12
                && Math.Abs(At(true, at.Item1, at.Item2, at.Item3) + (minus * at.Item2)) <= 1e-12
            );
            return same && plus >= 0 && minus >= 0 && TRule.Card.Clock == RuleClock.AtSpikes ? (plus, minus) : null;
        }
    }

    // Both forms of an event: that of the sender's spike, and that of the receiver's.
    private static TLane Change<TRule, TLane>(TRule rule, bool sent, TLane height, Func<string, TLane> trace, TLane w)
        where TRule : struct, ILearningRule<TRule>
        where TLane : struct, ILane<TLane> =>
        rule.DwDt(
            new Pre<TLane>
            {
                Spikes = sent ? height : TLane.Splat(0),
                Fast = trace("x"),
                Slow = trace("x2"),
                Rate = TLane.Splat(0),
                Change = TLane.Splat(0),
            },
            new Post<TLane>
            {
                Spikes = sent ? TLane.Splat(0) : height,
                Fast = trace("y"),
                Slow = trace("y2"),
                Rate = TLane.Splat(0),
                Change = TLane.Splat(0),
                Voltage = TLane.Splat(0),
            },
            w
        );

    private sealed class Reason(SpikeTrace[] traces) : IRuleVisitor<string>
    {
        public string Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> =>
            TRule.Card.Clock != RuleClock.AtSpikes ? $"{TRule.Card.Name} changes weights between spikes as well ({TRule.Card.Equation})"
            : traces.FirstOrDefault(trace => trace.Increment is null) is { } other
                ? $"{TRule.Card.Name} follows {other.Trace.Kind switch { TraceKind.Voltage => "the membrane potential", _ => "the squared rate" }} ({TRule.Card.Equation})"
            : new[] { true, false }.Any(sent => !IsProportional(rule, sent))
                ? $"the change by {TRule.Card.Name} is not proportional to the spike ({TRule.Card.Equation})"
            : "";

        // dt times the change at S = 1/dt must be the change at S = 1.
        private static bool IsProportional<TRule>(TRule rule, bool sent)
            where TRule : struct, ILearningRule<TRule>
        {
            const double Dt = 1.0 / 1024;
            double At(double height) =>
                Change(rule, sent, new Lane1(height), name => new Lane1(0.3 + (0.1 * name.Length)), new Lane1(0.4)).Value;
            var (one, many) = (At(1), Dt * At(1 / Dt));
            return Math.Abs(one - many) <= 1e-9 * Math.Abs(one);
        }
    }

    private sealed class Writer(SpikeTrace[] traces) : IRuleVisitor<SpikeRule>
    {
        public SpikeRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new(At(rule, sent: true), At(rule, sent: false), traces);

        private string At<TRule>(TRule rule, bool sent)
            where TRule : struct, ILearningRule<TRule> =>
            Change(
                    rule,
                    sent,
                    PythonLane.Splat(1),
                    name => traces.Any(trace => trace.Name == name) ? PythonLane.Of(name) : PythonLane.Splat(0),
                    PythonLane.Of("w")
                )
                .ToString();
    }
}

/// <summary>A trace of spikes.</summary>
/// <param name="Name">Its variable.</param>
/// <param name="OfPre">Whether it follows the sender; else the receiver.</param>
/// <param name="Trace">What it follows and how long.</param>
internal sealed record SpikeTrace(string Name, bool OfPre, Trace Trace)
{
    /// <summary>What a spike does to it; null: it follows something else than spikes.</summary>
    public string? Increment =>
        Trace.Kind switch
        {
            TraceKind.Spikes => $"{Name} += 1",
            TraceKind.NearestSpike => $"{Name} = 1",
            TraceKind.Rate => $"{Name} += {Python.Number(1 / Trace.Tau)}",
            _ => null,
        };
}
