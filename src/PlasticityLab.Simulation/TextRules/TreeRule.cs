using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.TextRules;

/// <summary>A rule typed as text, evaluated from its syntax tree: the same operations in the same order as the compiled rule, so the same
/// bits, without a compiler. For asking the formula; a simulation takes the compiled rule, which is far faster.</summary>
/// <param name="tree">The checked equation.</param>
/// <param name="traces">Traces it reads.</param>
/// <param name="parameters">Value of each named parameter.</param>
internal readonly struct TreeRule(Syntax tree, Traces traces, IReadOnlyDictionary<string, double> parameters) : ILearningRule<TreeRule>
{
    /// <inheritdoc/>
    public static RuleCard Card =>
        new(
            "text",
            "text",
            "Rule typed as text",
            "dw/dt as typed",
            "this study",
            RuleFamily.Temporal,
            TimeReversal.Broken,
            "A rule of your own."
        );

    /// <inheritdoc/>
    public Traces Traces => traces;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => [];

    /// <inheritdoc/>
    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane> => Lane(tree, in pre, in post, w);

    // As TextRule.Lane writes it.
    private TLane Lane<TLane>(Syntax syntax, in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>
    {
        if (syntax.IsNumber)
        {
            return TLane.Splat(Number(syntax));
        }

        switch (syntax)
        {
            case SignalSyntax signal:
                return signal.IsPre ? Signal(signal.Member, in pre) : Signal(signal.Member, in post);
            case NegativeSyntax negative:
                return -Lane(negative.Inner, in pre, in post, w);
            case OperationSyntax { Operator: not '/' } operation when operation.Left.IsNumber:
                return Combine(operation.Operator, Number(operation.Left), Lane(operation.Right, in pre, in post, w));
            case OperationSyntax operation:
                return Combine(operation.Operator, Lane(operation.Left, in pre, in post, w), Lane(operation.Right, in pre, in post, w));
            case PowerSyntax power:
                var x = Lane(power.Base, in pre, in post, w);
                return power.Exponent switch
                {
                    2 => x * x,
                    3 => x * x * x,
                    _ => TLane.Pow(x, power.Exponent),
                };
            case CallSyntax call:
                var first = Lane(call.Arguments[0], in pre, in post, w);
                return call.Function switch
                {
                    "exp" => TLane.Exp(first),
                    "tanh" => TLane.Tanh(first),
                    "min" => TLane.Min(first, Lane(call.Arguments[1], in pre, in post, w)),
                    _ => TLane.Max(first, Lane(call.Arguments[1], in pre, in post, w)),
                };
            default:
                return w;
        }
    }

    private static TLane Combine<TLane>(char @operator, TLane a, TLane b)
        where TLane : struct, ILane<TLane> =>
        @operator switch
        {
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            _ => a / b,
        };

    private static TLane Combine<TLane>(char @operator, double a, TLane b)
        where TLane : struct, ILane<TLane> =>
        @operator switch
        {
            '+' => a + b,
            '-' => a - b,
            _ => a * b,
        };

    private static TLane Signal<TLane>(string member, in Pre<TLane> pre)
        where TLane : struct, ILane<TLane> =>
        member switch
        {
            nameof(pre.Rate) => pre.Rate,
            nameof(pre.Spikes) => pre.Spikes,
            nameof(pre.Change) => pre.Change,
            nameof(pre.Fast) => pre.Fast,
            _ => pre.Slow,
        };

    private static TLane Signal<TLane>(string member, in Post<TLane> post)
        where TLane : struct, ILane<TLane> =>
        member switch
        {
            nameof(post.Rate) => post.Rate,
            nameof(post.Spikes) => post.Spikes,
            nameof(post.Change) => post.Change,
            nameof(post.Fast) => post.Fast,
            nameof(post.Slow) => post.Slow,
            _ => post.Voltage,
        };

    private double Number(Syntax syntax) =>
        syntax switch
        {
            NumberSyntax number => number.Value,
            ParameterSyntax parameter => parameters[parameter.Name],
            NegativeSyntax negative => -Number(negative.Inner),
            OperationSyntax operation => (operation.Operator, Number(operation.Left), Number(operation.Right)) switch
            {
                ('+', var a, var b) => a + b,
                ('-', var a, var b) => a - b,
                ('*', var a, var b) => a * b,
                (_, var a, var b) => a / b,
            },
            PowerSyntax power => Math.Pow(Number(power.Base), power.Exponent),
            CallSyntax call => (call.Function, Number(call.Arguments[0])) switch
            {
                ("exp", var x) => Math.Exp(x),
                ("tanh", var x) => Math.Tanh(x),
                ("min", var x) => Math.Min(x, Number(call.Arguments[1])),
                (_, var x) => Math.Max(x, Number(call.Arguments[1])),
            },
            _ => throw new InvalidOperationException(),
        };
}
