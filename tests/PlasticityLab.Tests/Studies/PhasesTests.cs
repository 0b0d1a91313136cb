using System.Text.Json;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>Several rules in turn on one network: <c>learn: [{ rule, presentations }, ...]</c>.</summary>
public class PhasesTests
{
    private const string Small =
        "name: x\nnetwork: { units: 32, arithmetic: portable }\ntask: { items: 4, assembly_size: 8, overlapping: false, epochs: 3 }\nseeds: { first: 7, count: 1 }\n";

    private static RunSpec Run(string rule)
    {
        var study = StudyFile.Parse($"{Small}rules:\n  - {rule}\n");
        return new StudyEntry("a", "A", study.Rules[0].For("A")).Run(study, 7);
    }

    [Fact]
    public void One_phase_of_all_presentations_is_the_rule_alone() =>
        Assert.Equal(
            Trained.Of(Run("{ name: a, rule: causal_trace_hebb, eta: 20 }")).Learned.Values,
            Trained.Of(Run("{ name: a, learn: [{ rule: causal_trace_hebb, presentations: 3, eta: 20 }] }")).Learned.Values
        );

    // The same by hand, from the parts of the simulation: each phase from rest, on the weights that were left, limits of the first ones.
    [Fact]
    public void A_phase_goes_on_with_the_weights_that_were_left_and_noise_of_its_own()
    {
        var run = Run(
            "{ name: a, learn: [{ rule: causal_trace_hebb, presentations: 3, eta: 20, cap: 1.3 }, { rule: anti_hebbian, presentations: 2, eta: 5, cap: 1.3 }] }"
        );
        var (network, chain, random) = ((RateNetwork)run.Network with { AssemblySize = 8 }, (Chain)run.Task, new RandomStreams(7));
        var items = chain.Draw(32, random);
        var initial = Trained.Untrained(run).Network.InitialWeights;
        var first = new RateSimulation(network, run.Learning.Phases.First().ToSpec(), items, initial, random);
        Play(first, chain.Training(random));
        var second = new RateSimulation(
            network,
            run.Learning.Phases.Last().ToSpec(),
            items,
            first.Weights(),
            random.Phase(1),
            reference: initial
        );
        Play(second, (chain with { Epochs = 2 }).Training(random.Phase(1)));
        Assert.Equal(second.Weights().Values, Trained.Of(run).Learned.Values);
        Assert.NotEqual(first.Weights().Values, second.Weights().Values);

        static void Play(RateSimulation simulation, IEnumerable<Trial> trials)
        {
            foreach (var trial in trials)
            {
                simulation.Begin(trial);
                simulation.Advance();
            }
        }
    }

    [Fact]
    public void Phases_have_random_numbers_of_their_own()
    {
        double[] First(RandomStreams random) =>
            [.. Enumerable.Range(0, 4).Select(_ => random.Open(StreamPurpose.TrainingNoise).NextDouble())];
        var random = new RandomStreams(3);
        Assert.Equal(First(random), First(random.Phase(0)));
        Assert.NotEqual(First(random)[0], First(random.Phase(1))[0]);
        Assert.NotEqual(First(random.Phase(1))[0], First(random.Phase(2))[0]);
        Assert.NotEqual(
            random.Phase(1).Open(StreamPurpose.RecallNoise, 0).NextDouble(),
            random.Open(StreamPurpose.RecallNoise, 1).NextDouble()
        );
    }

    [Fact]
    public void A_run_with_phases_is_named_by_all_of_them_and_read_back_the_same()
    {
        string Two(int presentations, string eta = "5") =>
            $"{{ name: a, learn: [{{ rule: hebbian, presentations: 3 }}, {{ rule: oja, presentations: {presentations}, eta: {eta} }}] }}";
        Assert.Equal(3, new[] { Run(Two(1)), Run(Two(2)), Run(Two(1, "6")) }.Select(run => run.Id()).Distinct().Count());
        var spec = StudyFile.Parse($"{Small}rules:\n  - {Two(2)}\n");
        var back = JsonSerializer.Deserialize<StudySpec>(spec.ToCanonicalJson(), Json.Canonical)!;
        Assert.Equal(spec.Hash(), back.Hash());
        Assert.Equal(2, back.Rules[0].Learning.Then[0].Presentations);
        Assert.DoesNotContain("then", Run("{ name: a, rule: hebbian }").ToCanonicalJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_name_it_is_called_by_its_rules() =>
        Assert.Equal("hebb_then_oja", StudyFile.Parse($"{Small}rules:\n  - learn: [hebb, oja]\n").Rules[0].Name);

    [Theory]
    [InlineData("{ name: a, learn: [] }", "must be a list of phases")]
    [InlineData("{ name: a, learn: hebb }", "must be a list of phases")]
    [InlineData("{ name: a, rule: hebb, learn: [hebb] }", "rules[0].rule cannot stand beside learn")]
    [InlineData("{ name: a, learn: [hebb, { rule: oja, presentations: -1 }] }", "rules[0].learn[1].presentations must be at least 1")]
    [InlineData("{ name: a, learn: [hebb, { rule: oja, gain: 2 }] }", "rules[0].learn[1].gain is not said of a phase")]
    [InlineData("{ name: a, learn: [hebb, oracle] }", "is no phase")]
    [InlineData("{ name: a, learn: [hebb, nothing_like_it] }", "nothing_like_it")]
    [InlineData("{ name: a, learn: [hebb, { rule: oja, presentations: two }] }", "presentations")]
    [InlineData("{ name: a, learn: [hebb, oja] }\ntuning: { configurations: 8 }", "leave tuning out")]
    [InlineData("{ name: a, learn: [hebb, oja] }\nsweeps: [{ path: learning.weight_max, values: [1], seeds: 1 }]", "learns in phases")]
    public void What_is_no_phase_is_told(string rule, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"{Small}rules:\n  - {rule}\n")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_print_of_weights_is_told_only_where_bits_are_the_same_everywhere()
    {
        var portable = Run("{ name: a, rule: hebbian }");
        Assert.Matches("^[0-9a-f]{12}$", PlasticityLab.Studies.Runs.Run.Execute(portable).Print);
        var fast = portable with { Network = (RateNetwork)portable.Network with { Arithmetic = Arithmetic.Fast } };
        Assert.Null(PlasticityLab.Studies.Runs.Run.Execute(fast).Print);
    }

    // SHA-256 of eight zero bytes, computed elsewhere: printf '\0\0\0\0\0\0\0\0' | sha256sum.
    [Fact]
    public void The_print_is_the_hash_of_the_weights_as_doubles() => Assert.Equal("af5570f5a181", WeightPrint.Of(new Matrix(1, 1)));
}
