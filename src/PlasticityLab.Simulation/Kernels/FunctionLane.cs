using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>A lane that computes nothing and tells whether a formula calls a function of the mathematical library, whose last digits are the
/// processor's or the system's.</summary>
internal readonly struct FunctionLane(bool calls) : ILane<FunctionLane>
{
    private readonly bool _calls = calls;

    /// <summary>Whether a rule's dw/dt calls exp, tanh or a power.</summary>
    public static bool Calls(ILearningRule rule) => rule.Accept(new Visitor());

    public static FunctionLane Splat(double value) => default;

    public static FunctionLane operator +(FunctionLane a, FunctionLane b) => new(a._calls || b._calls);

    public static FunctionLane operator -(FunctionLane a, FunctionLane b) => new(a._calls || b._calls);

    public static FunctionLane operator *(FunctionLane a, FunctionLane b) => new(a._calls || b._calls);

    public static FunctionLane operator /(FunctionLane a, FunctionLane b) => new(a._calls || b._calls);

    public static FunctionLane operator -(FunctionLane a) => a;

    public static FunctionLane Min(FunctionLane a, FunctionLane b) => new(a._calls || b._calls);

    public static FunctionLane Max(FunctionLane a, FunctionLane b) => new(a._calls || b._calls);

    public static FunctionLane Exp(FunctionLane x) => new(true);

    public static FunctionLane Tanh(FunctionLane x) => new(true);

    public static FunctionLane Pow(FunctionLane x, double p) => new(true);

    private sealed class Visitor : IRuleVisitor<bool>
    {
        public bool Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> =>
            rule.DwDt(default(Pre<FunctionLane>), default(Post<FunctionLane>), default(FunctionLane))._calls;
    }
}
