using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Simulation.Compiler.Wasm;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>Two synapses side by side that are not computed but written down: evaluating a rule over it once yields the WebAssembly of its
/// formula, operation by operation in the rule's own order.</summary>
/// <param name="node">The expression; null (a lane never assigned, a signal left out) is 0.</param>
internal readonly struct WasmLane(Node? node) : ILane<WasmLane>
{
    private readonly Node? _node = node;

    /// <summary>The expression.</summary>
    public Node Node => _node ?? Node.Both(0.0);

    /// <summary>The formula of a rule.</summary>
    public static Node Of(ILearningRule rule, Pre<WasmLane> pre, Post<WasmLane> post, Node weight) =>
        rule.Accept(new Visitor(pre, post, weight));

    public static WasmLane Splat(double value) => new(Node.Both(value));

    public static WasmLane operator +(WasmLane a, WasmLane b) => new(a.Node + b.Node);

    public static WasmLane operator -(WasmLane a, WasmLane b) => new(a.Node - b.Node);

    public static WasmLane operator *(WasmLane a, WasmLane b) => new(a.Node * b.Node);

    public static WasmLane operator /(WasmLane a, WasmLane b) => new(a.Node / b.Node);

    public static WasmLane operator -(WasmLane a) => new(-a.Node);

    public static WasmLane Min(WasmLane a, WasmLane b) => new(Node.LaneMin(a.Node, b.Node));

    public static WasmLane Max(WasmLane a, WasmLane b) => new(Node.LaneMax(a.Node, b.Node));

    // WebAssembly has none of these; portable arithmetic refuses rules that call them before a kernel is asked for.
    public static WasmLane Exp(WasmLane x) => throw new NotSupportedException("A kernel has no exponential function.");

    public static WasmLane Tanh(WasmLane x) => throw new NotSupportedException("A kernel has no hyperbolic tangent.");

    public static WasmLane Pow(WasmLane x, double p) => throw new NotSupportedException("A kernel has no powers.");

    private sealed class Visitor(Pre<WasmLane> pre, Post<WasmLane> post, Node weight) : IRuleVisitor<Node>
    {
        public Node Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => rule.DwDt(in pre, in post, new WasmLane(weight)).Node;
    }
}
