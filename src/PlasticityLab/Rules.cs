using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab;

/// <summary>Rules by name or as text, and what a rule makes of activity that is given.</summary>
public static class Rules
{
    /// <summary>A rule by its name in study files, or typed: <c>Rules.Of("oja", ("eta", 5))</c>,
    /// <c>Rules.Of("dw = eta*post.rate*(pre.fast(20 ms) - w)", ("eta", 10))</c>.</summary>
    /// <param name="rule">Id or short name of a rule, or an equation; what it may say is in docs/theory/learning-rules.md.</param>
    /// <param name="values">Values of its parameters by their names in study files, in SI units.</param>
    /// <exception cref="UserError">There is no such rule or parameter, or the text is not a local rule.</exception>
    public static ILearningRule Of(string rule, params IEnumerable<(string Name, double Value)> values) =>
        RuleChoice.Create(Choice(rule, values));

    internal static LearningChoice Choice(string rule, IEnumerable<(string Name, double Value)> values)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var isName = rule.All(c => char.IsLetterOrDigit(c) || c is '_' or '-');
        return new()
        {
            Rule = isName ? RuleCatalog.Card(rule).Id : "text",
            Equation = isName ? null : rule,
            Parameters = values.ToImmutableSortedDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal),
        };
    }

    // The rule as study files say it.
    internal static LearningChoice Choice(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var id = RuleCatalog.Card(rule).Id;
        return Catalog.Of<ILearningRule>().Has(id) && RuleCatalog.TypeOf(id) == rule.GetType()
            ? new() { Rule = id, Parameters = Settings.Values(rule).ToImmutableSortedDictionary(StringComparer.Ordinal) }
            : throw new UserError(
                $"{rule.GetType().Name} is not in the catalogue of rules: give a typed rule as its equation, Learn(\"dw = ...\", (\"eta\", 10)); register a rule of another library with Catalog.Use."
            );
    }

    /// <summary>W[post, pre] after each step, with the bits that the weights have in a network in which this activity occurs.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="pre">Activity of the senders, [time, neuron]: rates [1]; for a rule that acts at spikes 1 in the step of a spike, else
    /// 0.</param>
    /// <param name="post">Activity of the receivers, [time, neuron].</param>
    /// <param name="w">The weights at the start, W[post, pre].</param>
    /// <param name="dt">Length of a step [s].</param>
    /// <param name="preChange">τ dr/dt of the senders, [time, neuron] [1], for rules that read it.</param>
    /// <param name="postChange">τ dr/dt of the receivers.</param>
    /// <param name="options">Bounds of the weights and, for rules on rates, decay, scale, precision, arithmetic.</param>
    /// <returns>The weights after each step, computed as they are asked for.</returns>
    /// <exception cref="UserError">Shapes, values or rule do not go together; one sentence a problem.</exception>
    public static IEnumerable<Matrix> Apply(
        ILearningRule rule,
        Matrix pre,
        Matrix post,
        Matrix w,
        double dt,
        Matrix? preChange = null,
        Matrix? postChange = null,
        PlasticMatrixOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(pre);
        ArgumentNullException.ThrowIfNull(post);
        return new GivenActivity(pre, post) { PreChange = preChange, PostChange = postChange }.Weights(rule, w, dt, options);
    }

    /// <summary>The weight of one synapse after each step.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="pre">Activity of the sender, [time].</param>
    /// <param name="post">Activity of the receiver, [time].</param>
    /// <param name="w">The weight at the start.</param>
    /// <param name="dt">Length of a step [s].</param>
    /// <param name="options">Bounds of the weight and the like.</param>
    /// <exception cref="UserError">Shapes, values or rule do not go together; one sentence a problem.</exception>
    public static double[] Apply(
        ILearningRule rule,
        ReadOnlySpan<double> pre,
        ReadOnlySpan<double> post,
        double w,
        double dt,
        PlasticMatrixOptions? options = null
    ) =>
        [
            .. Apply(
                    rule,
                    new Matrix(pre.Length, 1, pre.ToArray()),
                    new Matrix(post.Length, 1, post.ToArray()),
                    new Matrix(1, 1, [w]),
                    dt,
                    options: options
                )
                .Select(weights => weights[0, 0]),
        ];
}
