using System.Globalization;
using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Tests.TextRules;

/// <summary>Any equation, written out and read, means what it was made to mean.</summary>
public class AnyEquationTests
{
    // What stands in an equation, and what it is worth at a place where every signal is known.
    private sealed record Term(string Text, double Value);

    private static readonly Term[] Leaves =
    [
        new("pre.rate", 0.75),
        new("post.rate", 0.8125),
        new("pre.change", 0.25),
        new("post.change", -0.125),
        new("pre.fast(20 ms)", 0.625),
        new("post.slow(0.1 s)", 0.53125),
        new("w", 0.3125),
        new("alpha", 1.5),
        new("2", 2),
    ];

    private static readonly Gen<Term> Any = Gen.Recursive<Term>(
        (depth, smaller) =>
            depth >= 4
                ? Gen.Int[0, Leaves.Length - 1].Select(leaf => Leaves[leaf])
                : Gen.Select(Gen.Int[0, 6], smaller, smaller)
                    .Select(
                        (kind, a, b) =>
                            kind switch
                            {
                                0 => new Term($"({a.Text} + {b.Text})", a.Value + b.Value),
                                1 => new($"({a.Text} - {b.Text})", a.Value - b.Value),
                                2 => new($"{a.Text}*{b.Text}", a.Value * b.Value),
                                3 => new($"min({a.Text}, {b.Text})", Math.Min(a.Value, b.Value)),
                                4 => new($"max({a.Text}, {b.Text})", Math.Max(a.Value, b.Value)),
                                5 => new($"(-{a.Text})", -a.Value),
                                _ => Leaves[Math.Abs(a.Text.Length + b.Text.Length) % Leaves.Length],
                            }
                    )
    );

    [Fact]
    public void An_equation_is_worth_what_it_says() =>
        Any.Sample(
            term =>
            {
                var text = $"dw = {term.Text} + 0*alpha";
                var rule = TextRule.Interpret(text, new Dictionary<string, double> { ["alpha"] = 1.5 });
                Assert.Equal(term.Value, rule.Accept(new At()), (a, b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a)));
            },
            iter: 1000,
            print: term => string.Create(CultureInfo.InvariantCulture, $"{term.Text} = {term.Value}")
        );

    private sealed class At : IRuleVisitor<double>
    {
        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> =>
            Synapse.DwDt(rule, Synapse.Pre(0.75, 0.625, 0, 0.25), Synapse.Post(0.8125, 0, 0.53125, -0.125), 0.3125);
    }
}
