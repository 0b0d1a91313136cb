using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Models.LearningRules;

/// <summary>A local learning rule, chosen by name. Every rule is a small immutable struct with one formula for dw/dt
/// (<see cref="ILearningRule{TSelf}"/>).</summary>
[Catalog("learning rule")]
public interface ILearningRule
{
    /// <summary>The low-pass traces that the formula reads.</summary>
    Traces Traces { get; }

    /// <summary>Potential of the receiver above which the rule acts without a spike [V]; rules of the clock
    /// <see cref="RuleClock.AtSpikesAndAbove"/> only.</summary>
    double ActiveAbove => double.PositiveInfinity;

    /// <summary>Weights for which the formula is a number; a power of w needs w at or above 0 [weight].</summary>
    (double Least, double Most) WeightRange => (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>One sentence for each parameter that is out of its range.</summary>
    IEnumerable<string> Problems();

    /// <summary>Turns the rule chosen by name into a type argument, so that kernels are compiled for it.</summary>
    TResult Accept<TResult>(IRuleVisitor<TResult> visitor);
}

/// <summary>A local learning rule: one formula over lanes. It receives the presynaptic neuron's signals, the postsynaptic neuron's signals
/// and this weight, and cannot see anything else: locality is enforced by the compiler.</summary>
/// <typeparam name="TSelf">The rule itself.</typeparam>
public interface ILearningRule<TSelf> : ILearningRule
    where TSelf : struct, ILearningRule<TSelf>
{
    /// <summary>What the rule is: name, equation, source.</summary>
    static abstract RuleCard Card { get; }

    /// <summary>dw/dt of the synapse from neuron j (pre) to neuron i (post) [weight unit/s].</summary>
    TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w)
        where TLane : struct, ILane<TLane>;

    TResult ILearningRule.Accept<TResult>(IRuleVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit((TSelf)this);
    }
}

/// <summary>Something done with a rule whose type is known.</summary>
public interface IRuleVisitor<out TResult>
{
    /// <summary>Called with the rule as a type argument.</summary>
    TResult Visit<TRule>(TRule rule)
        where TRule : struct, ILearningRule<TRule>;
}
