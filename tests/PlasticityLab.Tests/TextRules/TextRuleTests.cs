using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Tests.LearningRules;

namespace PlasticityLab.Tests.TextRules;

public class TextRuleTests
{
    private static Dictionary<string, double> P(params (string, double)[] values) => values.ToDictionary(v => v.Item1, v => v.Item2);

    public static TheoryData<string, string, string> Pairs =>
        new()
        {
            { "hebbian", "dw = eta*post.rate*pre.rate", "eta=10" },
            { "oja", "dw = eta*(post.rate*pre.rate - alpha*post.rate^2*w)", "eta=10 alpha=1" },
            { "rate_stdp", "dw/dt = eta*(post.rate*pre.fast(20 ms) - a*post.fast(20 ms)*pre.rate)", "eta=10 a=1" },
            { "covariance", "eta*(post.rate - post.slow(500 ms))*(pre.rate - pre.slow(tau))", "eta=10 tau=0.5" },
            { "bcm", "dw = eta*(post.rate*(post.rate - (1/r0)*post.slow(300 ms, rate^2)))*pre.rate", "eta=10 r0=0.3" },
            { "differential_hebb", "dw = eta*post.change*pre.rate", "eta=10" },
            { "symmetric_window", "dw = eta*(post.rate*pre.fast(20 ms) + post.fast(20 ms)*pre.rate)", "eta=10" },
            {
                "pair_stdp",
                "dw = eta*(ap*pre.fast(20 ms, spikes)*post.spikes - am*post.fast(20 ms, spikes)*pre.spikes)",
                "eta=1 ap=0.005 am=0.00525"
            },
        };

    private static ILearningRule Text(string equation, string parameters) =>
        TextRule.Compile(equation, parameters.Split(' ').Select(p => p.Split('=')).ToDictionary(p => p[0], p => double.Parse(p[1])));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_typed_rule_and_its_class_give_the_same_bits(string id, string equation, string parameters)
    {
        var (start, activity) = (RuleBench.Start(13, 1), RuleBench.Smooth(13, 2));
        var options = new PlasticMatrixOptions
        {
            WeightMin = -0.3,
            WeightMax = 0.4,
            Scale = 0.05,
            Decay = 0.1,
            NoSelfConnections = true,
        };
        foreach (var kind in new[] { PassKind.Oracle, PassKind.Formula, PassKind.Fastest })
        {
            var typed = RuleBench.Run<double>(Text(equation, parameters), start, activity, 0.002, 0, 0.1, kind, options);
            var built = RuleBench.Run<double>(RuleCatalog.Create(id), start, activity, 0.002, 0, 0.1, kind, options);
            Assert.Equal(built.ToMatrix().Values, typed.ToMatrix().Values);
            Assert.Equal(built.Form, typed.Form);
        }

        Assert.Equal(RuleCatalog.Create(id).Traces, Text(equation, parameters).Traces);
    }

    [Theory]
    [InlineData("dw = eta*(tanh(post.rate)*pre.rate - max(w, 0)^2 + min(pre.fast(10 ms), 0.3)*exp(-w))", "eta=0.5")]
    [InlineData("dw = a*(1 - w)*pre.rate*post.rate - b*w*(pre.rate - 0.1)^3", "a=2 b=1")]
    [InlineData("dw = a*post.rate/(0.1 + post.slow(100 ms))*pre.rate - -0.3*w", "a=2")]
    [InlineData("dw = (post.rate^1.5 - c)*pre.rate", "c=0.4")]
    public void Any_typed_rule_passes_the_tests_of_the_catalogue(string equation, string parameters)
    {
        var rule = Text(equation, parameters);
        ConformanceTests.SameBits(rule);
        ConformanceTests.FastIsRight(rule);
        ConformanceTests.Converges(rule);
        Assert.Empty(rule.Problems());
    }

    [Theory]
    [InlineData("dw = eta*(tanh(post.rate)*pre.rate - max(w, 0)^2 + min(pre.fast(10 ms), 0.3)*exp(-w))", "eta=0.5")]
    [InlineData("dw = a*(1 - w)*pre.rate*post.rate - b*w*(pre.rate - 0.1)^3/(a + 2^b)", "a=2 b=1")]
    [InlineData("dw = (post.rate^1.5 - c)*pre.rate*-max(c, 2)", "c=0.4")]
    public void From_its_tree_or_compiled_a_typed_rule_gives_the_same_bits(string equation, string parameters)
    {
        var values = parameters.Split(' ').Select(p => p.Split('=')).ToDictionary(p => p[0], p => double.Parse(p[1]));
        var (tree, traces, _, _) = TextRuleParser.Parse(equation, values);
        var (start, activity) = (RuleBench.Start(9, 1), RuleBench.Smooth(9, 2));
        double[] Weights(ILearningRule rule) =>
            [.. RuleBench.Run<double>(rule, start, activity, 0.002, 0, 0.1, PassKind.Oracle).ToMatrix().Values];
        Assert.Equal(Weights(TextRule.Compile(equation, values)), Weights(new TreeRule(tree, traces, values)));
    }

    [Theory]
    [InlineData("dw = eta*pre.rate*mean(post.rate)", "character 19", "cannot see \"mean\"")]
    [InlineData("dw = eta*pre.rat*post.rate", "character 10", "shows no \"rat\"")]
    [InlineData("dw = eta*pre.rate*", "character 19", "ends where a value was expected")]
    [InlineData("dw = eta*(pre.rate", "character 19", "to close the bracket")]
    [InlineData("dr = eta", "character 1", "begins with")]
    [InlineData("dw = eta*pre.fast", "character 18", "names its time constant")]
    [InlineData("dw = eta*pre.fast(-1)", "character 19", "")]
    [InlineData("dw = eta*pre.fast(10 ms)*pre.fast(20 ms)", "character 26", "another time constant")]
    [InlineData("dw = eta*w^w", "character 12", "exponent must be a number")]
    [InlineData("dw = eta*w; System.Exit()", "character 11", "\";\" cannot stand here")]
    [InlineData("dw = eta*1.2.3", "character 10", "is not a number")]
    [InlineData("dw = eta*pre", "character 10", "needs a signal")]
    [InlineData("dw = etaa*w", "character 6", "did you mean \"eta\"")]
    public void What_is_not_local_or_not_an_equation_is_refused_with_its_place_and_the_list_of_what_is_allowed(
        string equation,
        string place,
        string what
    )
    {
        var error = Assert.Throws<UserError>(() => TextRule.Compile(equation, P(("eta", 1))));
        Assert.Contains(place + ":", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("Allowed are pre.rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_cannot_be_are_all_told_at_once()
    {
        var error = Assert.Throws<UserError>(() => TextRule.Compile("dw = a*w", P(("a", double.NaN), ("w", 1), ("1x", 2))));
        Assert.Equal(3, error.Message.Split(Environment.NewLine).Length);
        Assert.Contains(
            "not used",
            Assert.Throws<UserError>(() => TextRule.Compile("dw = w", P(("a", 1)))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_same_equation_is_compiled_once()
    {
        var first = Text("dw = a*pre.rate", "a=1.25");
        Assert.Same(first.GetType(), Text("dw = a*pre.rate", "a=1.25").GetType()); // a second compilation would make another type
    }

    [Fact]
    public void Whatever_is_typed_is_answered_with_a_rule_or_a_sentence()
    {
        var stream = new PlasticityLab.Numerics.Random.RandomStreams(4).Open(PlasticityLab.Numerics.Random.StreamPurpose.Analysis);
        string[] pieces =
        [
            "pre",
            "post",
            ".rate",
            ".fast",
            "(",
            ")",
            "0.02",
            "w",
            "eta",
            "*",
            "+",
            "-",
            "/",
            "^",
            "2",
            "exp(",
            "min(",
            ",",
            "=",
            "dw",
            " ",
            ";",
            "\"",
            "é",
            "1e",
            "{",
            "\\",
        ];
        for (var k = 0; k < 5000; k++)
        {
            var text = string.Concat(Enumerable.Range(0, stream.NextInt(12)).Select(_ => pieces[stream.NextInt(pieces.Length)]));
            try
            {
                TextRule.Check(text, P(("eta", 1)));
            }
            catch (UserError error)
            {
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.Throws<UserError>(() => TextRule.Check("dw = " + new string('(', 1900), P()));
        Assert.Throws<UserError>(() => TextRule.Check("dw = " + new string('-', 1900) + "w", P()));
    }
}
