using System.Globalization;
using PlasticityLab.Analysis.Inference;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation;

namespace PlasticityLab.Tests.Analysis.Inference;

/// <summary>Rules that are known are inferred from the weights that they make, or what cannot be told is told.</summary>
public sealed class RuleInferenceTests
{
    private static readonly GroundTruth Truth = new();
    private static readonly InferenceOptions Quick = new() { Resamples = 99 };

    [Theory]
    [InlineData("hebbian", 0.1, "post.rate*pre.rate")]
    [InlineData("causal_trace_hebb", 0.2, "post.rate*pre.fast")]
    public void A_known_rule_is_named_or_is_among_the_few_that_are_equal(string rule, double noise, string term)
    {
        var (row, found) = Truth.Infer(rule, noise);
        Assert.Contains(rule, row.Equal);
        Assert.InRange(found.EqualGroups.Count, 1, 3);
        Assert.StartsWith(term, $"{Assert.Single(found.Terms).Term}", StringComparison.Ordinal);
        // What a reading errs by is what was added.
        Assert.InRange(1 - found.R2.Estimate, 0.5 * noise * noise, 2 * noise * noise);
        Assert.InRange(found.Roughness.Estimate, 1.8, 2.2);
        Assert.True(double.IsNaN(row.Rates) || row.Rates < 1.2, $"{row}");
        // The coefficient of the right rule lies near its interval.
        var eta = Settings.Values(Truth.Tuned(RuleCatalog.Create(rule)))["eta"];
        Assert.InRange(found.Terms[0].Coefficient.Estimate / eta, 0.9, 1.1);
    }

    [Fact]
    public void The_proposed_experiment_tells_rules_apart_that_the_recording_cannot()
    {
        var (row, found) = Truth.Infer("hebbian", 0.1);
        Assert.True(found.Rivals.Count > 1, $"{row}");
        Assert.NotNull(found.Next);
        var noise = found.Noise;
        double[][] predicted = [.. found.Rivals.Select(rival => NextExperiment.Flat(found.Next.Simulate(rival.Rule)))];
        for (var k = 0; k < predicted.Length; k++)
        {
            // The rule at work is this one; the readings err as those before.
            var random = new RandomStreams(7).Open(StreamPurpose.Analysis, k);
            double[] read = [.. predicted[k].Select(w => w + (noise * random.NextGaussian()))];
            var posterior = NextExperiment.Posterior(predicted, read, noise);
            Assert.True(posterior[k] > 0.95, $"{found.Rivals[k].Name}: {posterior[k]} after {found.Next.Pattern}; {found.Next.Gate}");
        }
    }

    [Theory]
    [InlineData(40, "Nothing can be told: no term of the space explains more of what these weights do than chance would")]
    [InlineData(5, "")]
    public void Weights_that_are_noise_tell_no_rule_with_certainty(int readings, string start)
    {
        var random = new RandomStreams(3).Open(StreamPurpose.Analysis, readings);
        var activity = Matrix.From(200, 6, (_, _) => random.NextDouble());
        Matrix[] weights = [.. Enumerable.Range(0, readings).Select(_ => Matrix.From(6, 6, (_, _) => 0.3 + (0.1 * random.NextGaussian())))];
        var recording = new RuleRecording(activity, activity, 0.001, [.. Enumerable.Range(0, readings).Select(k => k * 5)], weights);
        var found = RuleInference.Of(recording, Quick);
        var answer = InferenceWords.Answer(found);
        Assert.StartsWith(start, answer, StringComparison.Ordinal);
        Assert.True(found.WhyNothing is not null || answer.Contains("this stands on little", StringComparison.Ordinal), answer);
        if (readings == 40)
        {
            // Of 30 times 39 free numbers: within 2 %, three standard errors within 6 %.
            var said = double.Parse(answer.Split("standard deviation ")[1].Split(". ")[0], CultureInfo.InvariantCulture);
            Assert.InRange(said, 0.094, 0.106);
        }
    }

    [Fact]
    public void A_rule_outside_the_space_is_said_to_lack_a_term()
    {
        var (row, found) = Truth.Infer("bcm", 0.05);
        Assert.Equal(TruthOutcome.ToldMissing, row.Outcome);
        Assert.Null(found.Next);
        Assert.Contains("a term is missing", InferenceWords.Answer(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Weights_at_a_bound_are_left_out_and_counted(bool said)
    {
        var free = Truth.Recording(RuleCatalog.Create("hebbian"), 0);
        double[] last = [.. Pairs(free).Select(s => free.Weights[^1][s.Post, s.Pre]).Order()];
        var bound = last[last.Length / 2];
        var clipped = free with
        {
            Weights = [.. free.Weights.Select(w => Matrix.From(w.Rows, w.Columns, (i, j) => Math.Min(bound, w[i, j])))],
            High = said ? bound : double.PositiveInfinity,
        };
        var found = RuleInference.Of(clipped, Quick);
        Assert.Equal(!said, found.Used.BoundsSeen);
        Assert.InRange(found.Used.AtBound, last.Length / 2, (last.Length / 2) + 4);
        Assert.Equal("post.rate*pre.rate", $"{Assert.Single(found.Terms).Term}");
        Assert.Contains($"{found.Used.AtBound} at a bound", InferenceWords.Used(found), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_told_where_nothing_can_be()
    {
        var free = Truth.Recording(RuleCatalog.Create("hebbian"), 0);
        var clipped = free with
        {
            Weights = [.. free.Weights.Select(w => Matrix.From(w.Rows, w.Columns, (i, j) => i == j ? 0 : 1))],
            High = 1,
        };
        Assert.StartsWith(
            "Nothing can be told: 56 of 56 synapses are at a bound",
            RuleInference.Of(clipped, Quick).WhyNothing,
            StringComparison.Ordinal
        );
        var still = free with { Weights = [.. free.Weights.Select(_ => free.Weights[0])] };
        Assert.StartsWith("Nothing can be told: no weight changes", RuleInference.Of(still, Quick).WhyNothing, StringComparison.Ordinal);
    }

    [Fact]
    public void Activity_of_another_length_than_the_weights_is_refused_with_both_sizes()
    {
        var free = Truth.Recording(RuleCatalog.Create("hebbian"), 0);
        var half = Matrix.From(free.Pre.Rows / 2, free.Pre.Columns, (t, i) => free.Pre[t, i]);
        var error = Assert.Throws<UserError>(() => RuleInference.Of(free with { Pre = half, Post = half }));
        Assert.Contains($"{free.Pre.Rows}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{half.Rows} steps", error.Message, StringComparison.Ordinal);
    }

    // All neurons do the same, so that no product of two can be told from another or from one neuron alone.
    [Fact]
    public void A_recording_of_low_rank_says_what_it_cannot_tell()
    {
        const int steps = 4000;
        var rates = Matrix.From(steps, 4, (t, _) => t % 1000 < 300 ? 1 : 0);
        int[] readings = [0, 1000, 2000, 3000, 4000];
        var first = Matrix.From(4, 4, (i, j) => i == j ? 0 : 0.1 * (i + 1));
        var recording = new RuleRecording(rates, rates, 0.001, readings, [.. readings.Select(_ => first)]);
        var learned = RatesRule.Weights(RuleCatalog.Create("hebbian", [new("eta", 0.1)]), recording);
        var found = RuleInference.Of(recording with { Weights = [.. learned] }, Quick);
        Assert.Contains(found.Confusions, c => $"{c.Term}" == "pre.rate" && c.Sum.Count > 0);
        Assert.True(found.SingularValues[^1] < 1e-6 * found.SingularValues[0]);
        Assert.True(found.EqualRules.Count() > 1, string.Join(", ", found.EqualRules.Select(fit => fit.Rule)));
        Assert.Contains("hebbian", found.EqualRules.Select(fit => fit.Rule));
    }

    // The recordings that rules are asked about are those that the network's own kernel makes of the same activity.
    [Theory]
    [InlineData("oja")]
    [InlineData("hebb_plus_differential")]
    [InlineData("bcm")]
    public void Weights_of_a_known_rule_are_those_of_the_kernel(string id)
    {
        const int steps = 500;
        var rates = Matrix.From(steps, 3, (t, i) => 0.5 + (0.4 * Math.Sin((0.03 + (0.02 * i)) * t)));
        var first = Matrix.From(3, 3, (i, j) => i == j ? 0 : 0.1 * (1 + i + j));
        var rule = RuleCatalog.Create(id);
        int[] readings = [.. Enumerable.Range(0, steps + 1)];
        var recording = new RuleRecording(rates, rates, 0.001, readings, [.. readings.Select(_ => first)]);
        var (pre, post) = recording.Changes();
        var expected = new GivenActivity(rates, rates) { PreChange = pre, PostChange = post }.Weights(
            rule,
            first,
            0.001,
            new() { NoSelfConnections = true }
        );
        foreach (var (kernel, made) in expected.Zip(RatesRule.Weights(rule, recording).Skip(1)))
        {
            foreach (var (i, j) in Pairs(recording))
            {
                Assert.Equal(kernel[i, j], made[i, j], 1e-12);
            }
        }
    }

    // Two rules far apart are one bit, rules that predict the same none; half of four alike in pairs one bit of two.
    [Fact]
    public void The_information_of_an_experiment_has_its_limits()
    {
        Assert.Equal(
            1,
            NextExperiment.Bits(
                [
                    [0.0],
                    [100.0],
                ],
                1
            ),
            9
        );
        Assert.Equal(
            0,
            NextExperiment.Bits(
                [
                    [3.0, 1],
                    [3.0, 1],
                    [3.0, 1],
                ],
                1
            ),
            9
        );
        Assert.Equal(
            1,
            NextExperiment.Bits(
                [
                    [0.0],
                    [0.0],
                    [100.0],
                    [100.0],
                ],
                1
            ),
            9
        );
        // Kolchinsky and Tracey's bound for two Gaussians: 1 - log2(1 + e^(-d^2/8)).
        Assert.Equal(
            1 - Math.Log2(1 + Math.Exp(-0.5)),
            NextExperiment.Bits(
                [
                    [0.0],
                    [2.0],
                ],
                1
            ),
            9
        );
        Assert.Equal(
            1 / (1 + Math.Exp(-2)),
            NextExperiment.Posterior(
                [
                    [0.0],
                    [2.0],
                ],
                [0],
                1
            )[0],
            9
        );
    }

    // Against the pseudo-inverse by singular values.
    [Fact]
    public void Least_squares_from_products_are_least_squares()
    {
        var random = new RandomStreams(3).Open(StreamPurpose.Analysis);
        double[][] columns =
        [
            .. Enumerable.Range(0, 4).Select(k => Enumerable.Range(0, 30).Select(_ => random.NextGaussian() * Math.Pow(10, k)).ToArray()),
        ];
        double[] y = [.. Enumerable.Range(0, 30).Select(_ => random.NextGaussian())];
        var fit = new GramFit(columns, y);
        var found = new double[3];
        var left = fit.Residual([0, 2, 3], found);
        var svd = Svd.Decompose(Matrix.From(30, 3, (row, k) => columns[k == 0 ? 0 : k + 1][row]));
        for (var k = 0; k < 3; k++)
        {
            var expected = Enumerable
                .Range(0, 3)
                .Sum(s => svd.Vt[s, k] / svd.Values[s] * Enumerable.Range(0, 30).Sum(row => svd.U[row, s] * y[row]));
            Assert.Equal(expected, found[k], 1e-9 * Math.Abs(expected) + 1e-12);
        }

        var rest = Enumerable
            .Range(0, 30)
            .Sum(row => Math.Pow(y[row] - (found[0] * columns[0][row]) - (found[1] * columns[2][row]) - (found[2] * columns[3][row]), 2));
        Assert.Equal(rest, left, 1e-9);
    }

    [Fact]
    public void Subsets_leave_what_least_squares_leave()
    {
        var random = new RandomStreams(4).Open(StreamPurpose.Analysis);
        double[][] columns = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 20).Select(_ => random.NextGaussian()).ToArray())];
        var fit = new GramFit(columns, [.. Enumerable.Range(0, 20).Select(_ => random.NextGaussian())]);
        var seen = 0;
        fit.EachSubset(
            4,
            (subset, left) =>
            {
                seen++;
                Assert.Equal(fit.Residual(subset.Span, new double[subset.Length]), left, 1e-9);
            }
        );
        Assert.Equal(1 + 6 + 15 + 20 + 15, seen);
    }

    // Those of the grid are integrals; between them lies a polynomial.
    [Theory]
    [InlineData(0.005)]
    [InlineData(0.0237)]
    [InlineData(0.09)]
    public void Features_between_the_time_constants_of_the_grid_are_the_integrals(double tau)
    {
        var recording = Truth.Recording(RuleCatalog.Create("hebbian"), 0);
        var (pairs, readings) = (Pairs(recording).ToArray(), Enumerable.Range(0, recording.Steps.Count).ToArray());
        double[] grid = [.. Enumerable.Range(0, 10).Select(k => 0.004 * Math.Pow(1.5, k))];
        var term = new SpaceTerm(2, 2, tau, 1.3 * tau);
        var between = new FeatureBank(recording, pairs, readings, grid).Column(term);
        var exact = new FeatureBank(recording, pairs, readings, [tau, 1.3 * tau]).Column(term);
        var (error, size) = (between.Zip(exact, (a, b) => (a - b) * (a - b)).Sum(), exact.Sum(a => a * a));
        Assert.True(error < 1e-5 * size, $"{error / size}");
    }

    private static IEnumerable<(int Post, int Pre)> Pairs(RuleRecording recording) =>
        from i in Enumerable.Range(0, recording.Post.Columns)
        from j in Enumerable.Range(0, recording.Pre.Columns)
        where i != j
        select (i, j);
}
