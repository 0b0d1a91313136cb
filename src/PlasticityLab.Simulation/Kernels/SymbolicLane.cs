using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>A lane that computes nothing and writes the formula down: evaluating a rule over it once yields its polynomial.</summary>
/// <param name="value">The polynomial; null when the formula left the polynomials.</param>
internal readonly struct SymbolicLane(Polynomial? value) : ILane<SymbolicLane>
{
    private static readonly Polynomial Zero = Polynomial.Constant(0);
    private readonly bool _set = true;
    private readonly Polynomial? _value = value;

    /// <summary>The polynomial, or null. A lane never assigned (a signal left out) is 0.</summary>
    public Polynomial? Value => _set ? _value : Zero;

    public static SymbolicLane Splat(double value) => new(Polynomial.Constant(value));

    public static SymbolicLane operator +(SymbolicLane a, SymbolicLane b) =>
        a.Value is { } x && b.Value is { } y ? new(Polynomial.Add(x, 1, y)) : new(null);

    public static SymbolicLane operator -(SymbolicLane a, SymbolicLane b) =>
        a.Value is { } x && b.Value is { } y ? new(Polynomial.Add(x, -1, y)) : new(null);

    public static SymbolicLane operator *(SymbolicLane a, SymbolicLane b) =>
        a.Value is { } x && b.Value is { } y ? new(Polynomial.Multiply(x, y)) : new(null);

    public static SymbolicLane operator /(SymbolicLane a, SymbolicLane b) => a * Function(b, new(SideFunction.Reciprocal));

    public static SymbolicLane operator -(SymbolicLane a) => Splat(-1) * a;

    public static SymbolicLane Min(SymbolicLane a, SymbolicLane b) => Function(a, b, SideFunction.Min);

    public static SymbolicLane Max(SymbolicLane a, SymbolicLane b) => Function(a, b, SideFunction.Max);

    public static SymbolicLane Exp(SymbolicLane x) => Function(x, new(SideFunction.Exp));

    public static SymbolicLane Tanh(SymbolicLane x) => Function(x, new(SideFunction.Tanh));

    public static SymbolicLane Pow(SymbolicLane x, double p) =>
        p switch
        {
            0 => Splat(1),
            1 => x,
            2 => x * x,
            3 => x * x * x,
            _ => Function(x, new(SideFunction.Power, p)),
        };

    /// <summary>The polynomial of a rule's dw/dt, or null when it is none.</summary>
    public static Polynomial? Of<TRule>(TRule rule)
        where TRule : struct, ILearningRule<TRule> =>
        rule.DwDt(
            new Pre<SymbolicLane>
            {
                Rate = Pre(SignalName.Rate),
                Spikes = Pre(SignalName.Spikes),
                Change = Pre(SignalName.Change),
                Fast = Pre(SignalName.Fast),
                Slow = Pre(SignalName.Slow),
            },
            new Post<SymbolicLane>
            {
                Rate = Post(SignalName.Rate),
                Spikes = Post(SignalName.Spikes),
                Change = Post(SignalName.Change),
                Fast = Post(SignalName.Fast),
                Slow = Post(SignalName.Slow),
                Voltage = Post(SignalName.Voltage),
            },
            new SymbolicLane(Polynomial.Of(Symbol.Weight))
        ).Value;

    /// <summary>The polynomial of a rule chosen by name.</summary>
    public static Polynomial? Of(ILearningRule rule) => rule.Accept(new PolynomialOf());

    private static SymbolicLane Pre(SignalName name) => new(Polynomial.Of(new(Side.Pre, $"pre.{name}", name)));

    private static SymbolicLane Post(SignalName name) => new(Polynomial.Of(new(Side.Post, $"post.{name}", name)));

    // A function of one side only is a new symbol of that side; a function that mixes sides has no low-rank form.
    private static SymbolicLane Function(SymbolicLane x, SymbolFunction function) =>
        x.Value switch
        {
            null => new(null),
            { IsConstant: true } constant => Splat(function.Of(constant.ConstantValue)),
            { Side: Side.Pre or Side.Post } argument => new(
                Polynomial.Of(new(argument.Side, $"{function.Name}({argument})", default, function, argument))
            ),
            _ => new(null),
        };

    private static SymbolicLane Function(SymbolicLane a, SymbolicLane b, SideFunction function) =>
        b.Value is { IsConstant: true } right ? Function(a, new(function, right.ConstantValue))
        : a.Value is { IsConstant: true } left ? Function(b, new(function, left.ConstantValue))
        : new(null);

    private sealed class PolynomialOf : IRuleVisitor<Polynomial?>
    {
        public Polynomial? Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => SymbolicLane.Of(rule);
    }
}
