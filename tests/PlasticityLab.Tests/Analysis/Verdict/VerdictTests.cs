using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Analysis.Structure;
using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Verdict;

public class VerdictTests
{
    private const int Seeds = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RandomStream Stream(int index = 0) => new RandomStreams(31).Open(StreamPurpose.Analysis, index);

    private static readonly int[] RuleOf = [.. Enumerable.Range(0, 2 * Seeds).Select(i => i / Seeds)];

    // Chain circuits on seven units, noisy and with random names; "skip" circuits are another wiring.
    private static Matrix Circuit(RandomStream random, bool skip)
    {
        var p = random.Permutation(7);
        var w = Matrix.From(
            7,
            7,
            (i, j) =>
                (
                    i == j ? 0
                    : skip ? (i == j + 2 || (i == j - 3) ? 1 : 0)
                    : i == j + 1 ? 1
                    : 0
                ) + (0.05 * random.NextGaussian())
        );
        return Weights.Reorder(w, p);
    }

    private static Matrix Between(IReadOnlyList<Matrix> networks, Func<Matrix, Matrix, double> distance)
    {
        var d = new Matrix(networks.Count, networks.Count);
        for (var i = 0; i < networks.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                d[i, j] = d[j, i] = distance(networks[i], networks[j]);
            }
        }

        return d;
    }

    private static Matrix Scores(RandomStream random, double shift) =>
        FeatureDistances.Standardised(
            Matrix.From(2 * Seeds, 3, (i, f) => random.NextGaussian() + (f == 0 && i >= Seeds ? shift : 0)),
            RuleOf
        );

    private static StudyVerdict Decide(bool otherWiring, double functionShift, bool otherDynamics = false)
    {
        var random = Stream(1);
        var networks = Enumerable.Range(0, 2 * Seeds).Select(i => Circuit(random, otherWiring && i >= Seeds)).ToArray();
        var structure = Between(
            networks,
            (a, b) => GraphMatching.Of(a, b, Stream(2), exactUpTo: 0, starts: 3, cancellation: Cancel).Distance
        );
        return VerdictEngine.Decide(
            new(
                ["stdp", "hebb"],
                RuleOf,
                [
                    new(Aspect.Function, "scores", Scores(Stream(3), functionShift)),
                    new(Aspect.Dynamics, "operators", Scores(Stream(4), otherDynamics ? 8 : 0)),
                    new(Aspect.Structure, "matching", structure),
                ],
                Performance: [.. Enumerable.Repeat(0.9, 2 * Seeds)]
            ),
            Stream(5),
            Cancel
        );
    }

    [Fact]
    public void The_same_circuit_under_other_names_is_universal()
    {
        var verdict = Decide(otherWiring: false, functionShift: 0);
        Assert.Equal(SolutionClass.Universal, verdict.Class);
        var pair = Assert.Single(verdict.Pairs);
        Assert.Equal(Answer.Same, pair.On(Aspect.Structure));
        Assert.StartsWith("The rules converge to one universal solution: 1 universal", verdict.Sentence, StringComparison.Ordinal);
        Assert.All(pair.WouldChange, sentence => Assert.Contains("take \"same\" back", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_function_by_another_circuit_is_degenerate()
    {
        var verdict = Decide(otherWiring: true, functionShift: 0, otherDynamics: true);
        Assert.Equal(SolutionClass.Degenerate, verdict.Class);
        var pair = Assert.Single(verdict.Pairs);
        Assert.Equal(
            (Answer.Same, Answer.Different, Answer.Different, Answer.Undecided),
            (pair.On(Aspect.Function), pair.On(Aspect.Dynamics), pair.On(Aspect.Structure), pair.On(Aspect.Representation))
        );
        Assert.Contains(verdict.Cautions, x => x == "Representation was not measured.");
        var structure = pair.Aspects.Single(x => x.Aspect == Aspect.Structure);
        Assert.True(structure.R2.Low > 0.3 && structure.PHolm < 0.05 && structure.Between.Estimate > structure.Margin);
    }

    [Fact]
    public void Another_wiring_alone_is_degenerate_and_another_function_is_different()
    {
        Assert.Equal(SolutionClass.Degenerate, Decide(otherWiring: true, functionShift: 0).Class);
        Assert.Equal(SolutionClass.Different, Decide(otherWiring: false, functionShift: 8).Class);
    }

    [Fact]
    public void Too_few_seeds_never_decide()
    {
        var d = Matrix.From(6, 6, (i, j) => i / 3 == j / 3 ? (i == j ? 0 : 0.1) : 5);
        var verdict = VerdictEngine.Decide(new(["a", "b"], [0, 0, 0, 1, 1, 1], [new(Aspect.Function, "x", d)]), Stream(), Cancel);
        Assert.Equal(SolutionClass.Undecided, verdict.Class);
        Assert.Equal(Answer.Undecided, verdict.Pairs[0].Aspects[0].Answer);
        Assert.Contains(verdict.Cautions, x => x.StartsWith("Too few seeds", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_known_of_undecided_pairs_is_said()
    {
        var differ = Undecided(Answer.Undecided, Answer.Different);
        var open = Undecided(Answer.Undecided, Answer.Undecided);
        const string job = "but whether they do the same job (function) these networks cannot tell.";
        Assert.EndsWith(
            $"The two differ in structure, {job}",
            VerdictWords.Study(SolutionClass.Undecided, [differ]),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"Undecided pairs differ in structure (1 of 2), {job}",
            VerdictWords.Study(SolutionClass.Undecided, [differ, open]),
            StringComparison.Ordinal
        );
        Assert.EndsWith("1 undecided of 1 pair of rules.", VerdictWords.Study(SolutionClass.Undecided, [open]), StringComparison.Ordinal);
    }

    private static PairVerdict Undecided(Answer function, Answer structure)
    {
        var none = new Interval(double.NaN, double.NaN, double.NaN, 0.9);
        PairAspect Row(Aspect aspect, Answer answer) => new(aspect, "measure", answer, (6, 6), none, 0, 0, none, 1, 1, 1, 20, []);
        return new(
            "a",
            "b",
            SolutionClass.Undecided,
            [Row(Aspect.Function, function), Row(Aspect.Structure, structure)],
            true,
            false,
            "",
            []
        );
    }

    [Fact]
    public void Missing_and_constant_measures_are_said()
    {
        var d = new Matrix(12, 12);
        for (var k = 0; k < 12; k++)
        {
            (d[3, k], d[k, 3]) = (double.NaN, double.NaN);
        }

        var rules = Enumerable.Range(0, 12).Select(i => i / 6).ToArray();
        var row = VerdictEngine.Decide(new(["a", "b"], rules, [new(Aspect.Function, "x", d)]), Stream(), Cancel).Pairs[0].Aspects[0];
        Assert.Equal((5, 6), row.Networks);
        Assert.Contains(row.Cautions, x => x.StartsWith("1 of 12 networks have no such measure", StringComparison.Ordinal));
        Assert.Contains(row.Cautions, x => x.StartsWith("The measure is constant", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_that_fail_and_controls_do_not_count()
    {
        var rules = Enumerable.Range(0, 24).Select(i => i / 8).ToArray();
        var x = Enumerable.Range(0, 24).Select(_ => Stream(9).NextGaussian()).ToArray();
        var random = Stream(10);
        var features = Matrix.From(24, 2, (_, _) => random.NextGaussian());
        var d = FeatureDistances.Standardised(features, rules);
        var verdict = VerdictEngine.Decide(
            new(
                ["a", "b", "frozen"],
                rules,
                [new(Aspect.Function, "x", d)],
                Performance: [.. rules.Select(r => r == 1 ? 0.1 : 0.9)],
                Controls: [2]
            ),
            Stream(),
            Cancel
        );
        Assert.Equal(3, verdict.Pairs.Count);
        Assert.Equal(2, verdict.Pairs.Count(p => p.HasControl));
        Assert.Equal("No two rules solve the task, so there is no solution to compare.", verdict.Sentence);
    }

    [Fact]
    public void Bad_input_is_refused_all_at_once()
    {
        var error = Assert.Throws<UserError>(() =>
            VerdictEngine.Decide(new(["a"], [0, 5], [new(Aspect.Function, "x", new Matrix(3, 3))]), Stream(), Cancel)
        );
        Assert.Contains("names 5", error.Message);
        Assert.Contains("\"x\" must be 2 x 2", error.Message);
    }

    private static PairAspect Score(double[] first, double[] second, double margin, bool paired = true)
    {
        int[] rules = [.. first.Select(_ => 0), .. second.Select(_ => 1)];
        ulong[] seeds = [.. first.Select((_, k) => (ulong)k), .. second.Select((_, k) => (ulong)(paired ? k : k + 100))];
        return Assert.Single(
            VerdictEngine
                .Decide(
                    new(["a", "b"], rules, [], Scores: [new(Aspect.Function, "S", [.. first, .. second], margin)], Seeds: seeds),
                    Stream(11),
                    Cancel
                )
                .Pairs[0]
                .Aspects
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stated_margin_decides_about_scores(bool paired)
    {
        var random = Stream(12);
        double[] a = [.. Enumerable.Range(0, 20).Select(_ => 0.9 + (0.01 * random.NextGaussian()))],
            near = [.. a.Select(x => x - 0.02 + (0.002 * random.NextGaussian()))],
            far = [.. a.Select(x => x - 0.2 + (0.01 * random.NextGaussian()))];
        // A difference that a test can see, but that does not matter.
        var same = Score(a, near, 0.05, paired);
        Assert.Equal((Answer.Same, true), (same.Answer, same.Equivalent));
        Assert.True(same.P < 0.01);
        Assert.Equal(0.02, same.Between.Estimate, 0.005);
        Assert.Equal(Answer.Different, Score(a, far, 0.05, paired).Answer);
        // Neither: spread too wide for the margin.
        double[] wide = [.. Enumerable.Range(0, 20).Select(_ => 0.9 + (0.3 * random.NextGaussian()))];
        Assert.Equal(Answer.Undecided, Score(a, wide, 0.05, paired).Answer);
    }

    [Fact]
    public void Scores_that_are_missing_constant_or_few_are_said()
    {
        double[] one = [.. Enumerable.Repeat(1.0, 8)];
        var constant = Score(one, one, 0.05);
        Assert.Equal((Answer.Same, 1.0), (constant.Answer, constant.P));
        Assert.Contains(constant.Cautions, x => x.StartsWith("The measure is constant", StringComparison.Ordinal));
        var missing = Score([double.NaN, .. one.Skip(1)], one, 0.05);
        Assert.Equal((7, 7), missing.Networks);
        Assert.Contains(missing.Cautions, x => x.StartsWith("1 of 16 networks have no such measure", StringComparison.Ordinal));
        var few = Score([1, 1, 1], [0, 0, 0], 0.05);
        Assert.Equal(Answer.Undecided, few.Answer);
        Assert.Contains(few.Cautions, x => x.StartsWith("Too few seeds", StringComparison.Ordinal));
        Assert.True(double.IsNaN(Score([1], [0], 0.05).P));
    }

    [Fact]
    public void A_pair_with_a_control_does_not_weaken_the_pairs_of_rules()
    {
        var random = Stream(13);
        var rules = Enumerable.Range(0, 24).Select(i => i / 8).ToArray();
        double[] values = [.. rules.Select(rule => (rule == 1 ? 1 : 0) + (0.1 * random.NextGaussian()))];
        var d = Matrix.From(24, 24, (i, j) => Math.Abs(values[i] - values[j]));
        var alone = VerdictEngine
            .Decide(new(["a", "b"], rules[..16], [new(Aspect.Structure, "x", Matrix.From(16, 16, (i, j) => d[i, j]))]), Stream(14), Cancel)
            .Pairs[0]
            .Aspects[0];
        var beside = VerdictEngine
            .Decide(new(["a", "b", "oracle"], rules, [new(Aspect.Structure, "x", d)], Controls: [2]), Stream(14), Cancel)
            .Pairs.Single(pair => !pair.HasControl)
            .Aspects[0];
        Assert.Equal(alone.PHolm, beside.PHolm);
    }
}
