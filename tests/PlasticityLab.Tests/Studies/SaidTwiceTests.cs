using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>What a study asks for twice, names that collide, and steps of learning that cannot be followed (cases 25, 37, 39).</summary>
public class SaidTwiceTests
{
    private static readonly StudySpec Plain = new()
    {
        Name = "said-twice",
        Rules =
        [
            new()
            {
                Name = "stdp",
                Learning = new LearningChoice { Rule = "rate_stdp" },
            },
        ],
    };

    private static void Told(StudySpec study, params string[] words)
    {
        var problems = StudyCheck.Problems(study);
        Assert.All(words, word => Assert.Contains(problems, problem => problem.Contains(word, StringComparison.Ordinal)));
        Assert.True(words.Length > 0 || problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private const string Noise = "perturbation.noise_factor",
        Lesion = "perturbation.lesion_share";

    private static SweepSection Sweep(string path, params string[] values) =>
        new()
        {
            Path = path,
            Values = [.. values],
            Seeds = 1,
        };

    [Fact]
    public void Values_that_stand_twice_are_refused()
    {
        Told(Plain);
        Told(Plain with { Sweeps = [Sweep(Noise, "1", "2", "4")] });
        Told(Plain with { Sweeps = [Sweep(Noise, "1", "1", "2", "2.0")] }, "sweeps[0].values: 1 and 2 stand more than once");
        Told(Plain with { Readout = new() { Inhibition = [1, 2, 1] } }, "readout.inhibition: 1 stands more than once");
        Told(Plain with { Readout = new() { Gain = [1, 1] } }, "readout.gain: 1 stands");
        Told(Plain with { Compass = new() { Eta = [3, 3] } }, "compass.eta: 3 stands");
        Told(Plain with { FunctionMap = new() { Inhibition = [2, 2] } }, "function_map.inhibition: 2 stands");
        Told(Plain with { Controls = ["shuffled", "Shuffled"] }, "controls: shuffled stands");
    }

    [Fact]
    public void Axes_that_share_values_are_refused_and_others_allowed()
    {
        Told(
            Plain with
            {
                Sweeps = [Sweep(Noise, "0", "1", "2"), Sweep(Noise, "1", "2", "4")],
            },
            "sweeps[0] and sweeps[1] both vary perturbation.noise_factor over 1 and 2"
        );
        Told(Plain with { Sweeps = [Sweep(Noise, "0", "1", "2"), Sweep(Noise, "4")] });
        Told(Plain with { Sweeps = [Sweep(Noise, "0", "1", "2"), Sweep(Lesion, "0", "0.1")] });
        Told(
            Plain with
            {
                Rules =
                [
                    .. Plain.Rules,
                    new()
                    {
                        Name = "other",
                        Learning = new LearningChoice { Rule = "hebbian" },
                    },
                ],
                Sweeps = [Sweep(Noise, "1") with { Rules = ["stdp"] }, Sweep(Noise, "1") with { Rules = ["other"] }],
            }
        );
    }

    [Theory]
    [InlineData(94, true)]
    [InlineData(95, false)]
    [InlineData(97, false)]
    [InlineData(102, false)]
    [InlineData(105, false)]
    [InlineData(106, true)]
    public void No_network_is_in_a_score_and_in_the_choice_before_it(int firstSeed, bool apart)
    {
        var study = Plain with
        {
            Seeds = new() { First = 100, Count = 6 },
            Tuning = new() { FirstSeed = firstSeed },
        };
        Told(study, apart ? [] : [$"tuning chooses on the seeds {firstSeed} to {firstSeed + 5}", "rules are scored on 100 to 105"]);
    }

    [Fact]
    public void Maps_of_the_same_axes_have_names_of_their_own_and_the_same_map_is_refused()
    {
        MapSection map =
                new()
                {
                    Rule = "stdp",
                    X = "learning.rule.eta",
                    XFrom = "1",
                    XTo = "5",
                    Y = "learning.rule.a_minus",
                    Seeds = 1,
                },
            closer = map with { XFrom = "10", XTo = "50" };
        Told(Plain with { Maps = [map, closer] });
        Told(Plain with { Maps = [map, map] }, "maps[0] and maps[1] are the same map");
        Told(Plain with { Maps = [map with { Y = "learning.rule.Eta" }] }, "x and y must be different things");
        Assert.Equal(
            ["stdp eta a_minus", "stdp eta a_minus 2", "stdp eta tau_plus"],
            Enumerable
                .Range(0, 3)
                .Select(k =>
                    PlasticityLab.Studies.Analyses.PhaseDiagrams.NameOf([map, closer, map with { Y = "learning.rule.tau_plus" }], k)
                )
        );
    }

    [Fact]
    public void Arrays_of_rules_and_conditions_have_names_of_their_own()
    {
        var plain = ArrayNames.For([("a", "b"), ("c", "b")]);
        Assert.Equal("a_b", plain("a", "b"));
        (string, string)[] pairs = [("a", "c"), ("a", "b_c"), ("a_b", "c"), ("a_b", "b_c"), ("a", "_b_c"), ("a_", "b_c")];
        var name = ArrayNames.For(pairs);
        Assert.Equal(pairs.Length, pairs.Select(pair => name(pair.Item1, pair.Item2)).Distinct().Count());
    }

    private static double Factor(ILearningRule rule, double decay = 0, bool soft = false) =>
        LearningStep.Factor(
            new RateNetwork
            {
                Units = 60,
                AssemblySize = 8,
                TimeStep = 0.001,
            },
            new()
            {
                Rule = rule,
                WeightMax = 20,
                Decay = decay,
                SoftBounds = soft,
            }
        );

    [Fact]
    public void The_step_of_a_rule_with_a_pull_is_its_rate_times_the_time_step_over_the_assembly()
    {
        // dt η/n_A for Oja and for a typed decay.
        Assert.Equal(0.625, Factor(new Oja { Eta = 5000, Alpha = 1 }), 1e-6);
        Assert.Equal(2.5, Factor(new Oja { Eta = 20000, Alpha = 1 }), 1e-6);
        var typed = PlasticityLab.Simulation.TextRules.TextRule.Compile(
            "dw = eta*(pre.rate*post.rate - w)",
            new Dictionary<string, double> { ["eta"] = 40000 }
        );
        Assert.Equal(5, Factor(typed), 1e-6);
        Assert.Equal(5.1, Factor(typed, decay: 100), 1e-6);
        // Without a pull only the decay is left.
        Assert.Equal(0, Factor(new Hebbian { Eta = 1e9 }), 1e-6);
        Assert.Equal(3, Factor(new Hebbian { Eta = 1 }, decay: 3000), 1e-6);
        // Soft bounds pull: room shrinks as 1/(2 bound), bound 20/8, so dt η/n_A/5 = 25 for η = 1e6.
        Assert.Equal(25, Factor(new Hebbian { Eta = 1e6 }, soft: true), 1e-3);
    }

    [Theory]
    [InlineData(5000, false)]
    [InlineData(20000, true)]
    [InlineData(100000, true)]
    public void A_step_that_forward_Euler_cannot_follow_is_refused(double eta, bool refused)
    {
        var learning = new LearningChoice
        {
            Rule = "oja",
            Parameters = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("eta", eta).Add("alpha", 1),
            WeightMax = 20,
        };
        var study = Plain with
        {
            Rules = [new() { Name = "oja", Learning = learning }],
            Network = new RateNetwork { Units = 60 },
            Task = new Chain { Items = 3, AssemblySize = 8 },
        };
        Told(study, refused ? ["rules[0]: a step of learning would take"] : []);
        // The same at run time, where a search or a map may ask for it: nothing is measured on such a network, and it says so.
        var result = Run.Execute(
            new()
            {
                Network = study.Network,
                Task = (Chain)study.Task with { Epochs = 2 },
                Learning = learning,
                Seed = 1,
                Readouts = [new(2, 1)],
            },
            TestContext.Current.CancellationToken
        );
        // Between the two the largest activity decides, which is below 1.
        Assert.True(eta == 20000 || refused == (result.Status == RunStatus.Unstable), $"{result.Status}");
        Assert.True(result.Status != RunStatus.Unstable || result.Detail.StartsWith("Steps of learning", StringComparison.Ordinal));
    }
}
