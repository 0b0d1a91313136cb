using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Hopfield;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Memory;

/// <summary>Hopfield networks in ordinary studies: the simulator of the memory part, and what theory says of it.</summary>
public sealed class HopfieldTests
{
    [Theory]
    [InlineData("hebbian", 200, 12)]
    [InlineData("hebbian", 200, 40)] // too many
    [InlineData("anti_hebbian", 64, 6)]
    public void A_run_has_the_weights_and_states_of_the_memory_part(string rule, int units, int patterns)
    {
        var random = new RandomStreams(7);
        var alone = new HopfieldNetwork(units);
        var stream = random.Open(StreamPurpose.Patterns);
        var signs = Enumerable
            .Range(0, patterns)
            .Select(_ => Enumerable.Range(0, units).Select(_ => (stream.NextUInt32() & 1) == 0 ? -1f : 1f).ToArray())
            .ToArray();
        foreach (var pattern in signs)
        {
            alone.Add(pattern, (float)HopfieldNetwork.Imprint(RuleCatalog.Create(rule)) / units);
        }

        var (network, task) = Trained(
            new() { Units = units },
            new()
            {
                Items = patterns,
                Unbiased = true,
                Epochs = 1,
                Damage = 0.1,
                Delay = 2,
            },
            rule,
            random
        );
        Assert.Equal(alone.Weights.Values, network.Weights.Values);
        Assert.All(
            task.Probes(),
            (probe, k) =>
            {
                float[] state = [.. Enumerable.Repeat(-1f, units)];
                foreach (var i in network.Items[patterns + k])
                {
                    state[i] = 1;
                }

                Assert.Equal(units / 10, state.Zip(signs[k]).Count(pair => pair.First != pair.Second));
                alone.Relax(state, random.Open(StreamPurpose.RecallNoise, k));
                var play = network.Ask(probe, ImmutableSortedDictionary<string, double>.Empty);
                play.Advance(stop: TestContext.Current.CancellationToken);
                Assert.Equal(state.Select(s => s > 0 ? 1f : 0), play.Frame().Rates);
            }
        );
    }

    [Fact]
    public void Patterns_that_stay_are_as_many_as_in_the_dreams_of_the_memory_part_before_the_first()
    {
        var dreams = Assert.Single(DreamTest.Run(["hebbian"], 0, 4, TestContext.Current.CancellationToken));
        var kept = Enumerable
            .Range(1, 4)
            .Average(seed =>
            {
                var (network, task) = Trained(
                    new(),
                    new()
                    {
                        Items = 40,
                        Unbiased = true,
                        Epochs = 1,
                        Damage = 0,
                        Delay = 2,
                    },
                    "hebbian",
                    new((ulong)seed)
                );
                return Overlaps(network, task).Average(overlap => overlap > 0.97 ? 1.0 : 0);
            });
        Assert.InRange(dreams.Recalled, 0.2, 0.6);
        Assert.Equal(dreams.Recalled, kept, 0.08); // the same networks, other orders of the neurons
    }

    [Fact]
    public void Capacity_lies_where_theory_says()
    {
        // 0.138 N in a large network (Amit, Gutfreund & Sompolinsky 1985); with 400 neurons the edge is wide.
        Assert.All([0.05, 0.1], load => Assert.InRange(At(load, "recalled"), 0.98, 1));
        Assert.InRange(At(0.1, "final_overlap"), 0.985, 1); // 0.998
        Assert.InRange(At(0.2, "recalled"), 0, 0.5);
        Assert.InRange(At(0.3, "recalled"), 0, 0.1);
        Assert.InRange(At(0.3, "final_overlap"), 0.2, 0.6); // what is left of it: about 0.35

        static double At(double load, string measure) =>
            Result(
                    $"""
                    name: x
                    network: {"{"} kind: hopfield, units: 400 {"}"}
                    task: {"{"} kind: patterns, items: {(int)(400 * load)}, asked: 20, damage: 0.1 {"}"}
                    rules: [hebb]
                    """
                )
                .Of(measure);
    }

    [Theory]
    [InlineData(0.138, 0.0036)]
    [InlineData(0.185, 0.01)]
    [InlineData(0.37, 0.05)]
    public void Stored_bits_are_wrong_at_once_as_often_as_the_crosstalk_says(double load, double share)
    {
        // erfc(√(1/2α))/2, the table of Hertz, Krogh & Palmer 1991, section 2.2.
        const int units = 500;
        var (network, task) = Trained(
            new() { Units = units },
            new()
            {
                Items = (int)(units * load),
                Unbiased = true,
                Epochs = 1,
                Damage = 0,
            },
            "hebbian",
            new(11)
        );
        var (weights, wrong) = (network.Weights, 0);
        for (var k = 0; k < task.Items; k++)
        {
            double[] state = [.. Enumerable.Repeat(-1.0, units)];
            foreach (var i in network.Items[k])
            {
                state[i] = 1;
            }

            wrong += weights.Times(state).Zip(state).Count(pair => pair.First * pair.Second < 0);
        }

        Assert.Equal(1, (double)wrong / (units * task.Items) / share, 0.15);
    }

    [Theory]
    [InlineData(0.5, 0.9575)]
    [InlineData(0.8, 0.7104)]
    [InlineData(1.5, 0)]
    public void At_a_temperature_a_few_patterns_are_held_as_far_as_the_mean_field_says(double temperature, double overlap)
    {
        // m = tanh(m/T)
        var (network, task) = Trained(
            new() { Units = 2000, Temperature = temperature },
            new()
            {
                Items = 2,
                Unbiased = true,
                Epochs = 1,
                Damage = 0.1,
                Delay = 1,
            },
            "hebbian",
            new(3)
        );
        var late = task.Probes()
            .SelectMany(
                (probe, k) =>
                {
                    var seen = network.Ask(probe, ImmutableSortedDictionary<string, double>.Empty).ToEnd().Overlaps;
                    return Enumerable.Range(seen.Rows / 2, seen.Rows / 2).Select(t => seen[t, k]);
                }
            );
        Assert.Equal(overlap, late.Average(), 0.04);
    }

    [Theory]
    [InlineData("hebbian", 1)]
    [InlineData("anti_hebbian", -1)]
    [InlineData("rate_stdp", 0)]
    public void A_rule_imprints_what_it_does_between_neurons_that_stay_active(string rule, double imprint) =>
        Assert.Equal(imprint, HopfieldNetwork.Imprint(RuleCatalog.Create(rule)));

    [Fact]
    public void The_shipped_study_holds_few_patterns_and_loses_many()
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;
        try
        {
            var spec = StudyFile.Read(
                Path.Combine(TestData.Repository, "studies", "patterns.yaml"),
                ["seeds.count=2", "sweeps=[{ path: task.items, values: [50], seeds: 2 }]"]
            );
            var opened = StudyFolder.Open(spec, folder);
            opened.Run(1);
            var rows = StudyResults.Load(opened.Path).Rows<OutcomeRow>();
            Assert.All(rows.Where(row => row.Rule == "hebb"), row => Assert.Equal(1, row.Values[row.Values.Columns[0]]));
            Assert.All(rows.Where(row => row.Rule != "hebb"), row => Assert.Equal(0, row.Values[row.Values.Columns[0]]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("network: { kind: hopfield, units: 2 }", "network.units must lie in 4 .. 8000, but is 2.")]
    [InlineData("network: { kind: hopfield, temperature: -1 }", "network.temperature must")]
    [InlineData("network: hopfield\ntask: undisturbed", "task undisturbed cannot run on network hopfield: nothing is heard")]
    [InlineData("network: hopfield\ntask: { kind: patterns, damage: 0.7 }", "task.damage must lie in 0 .. 0.5")]
    [InlineData(
        "network: hopfield\ntask: { kind: patterns, items: 30, asked: 31 }",
        "task.asked must lie between 0, for all, and items (30)"
    )]
    [InlineData(
        "network: hopfield\ntask: { kind: patterns, unbiased: false, assembly_size: 190 }",
        "a pattern of 190 neurons, of which a damaged copy has 19 others, needs at least 209 neurons, but there are 200"
    )]
    [InlineData(
        "network: { kind: rate, units: 100 }\ntask: { kind: patterns, unbiased: true }",
        "unbiased patterns hold half of the neurons, so that task.assembly_size must be 50, but is 20."
    )]
    [InlineData(
        "network: { kind: hopfield, units: 100 }\ntask: { kind: patterns, items: 60 }",
        "task.items, with a damaged copy of each pattern that is asked for, must be at most network.units (100), but is 120."
    )]
    public void What_does_not_fit_is_refused(string text, string sentence) =>
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => StudyFile.Parse($"name: x\nrules: [hebb]\n{text}\n")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_such_a_network_has_no_place_for_is_refused()
    {
        INetworkKind kind = new HopfieldKind();
        Assert.Equal(["recorded activity is graded, and states are +1 or −1."], kind.Problems(new RecordedActivity()));
        var learning = new LearningSpec
        {
            Rule = RuleCatalog.Create("hebbian"),
            Decay = 0.1,
            Cap = 2,
            SoftBounds = true,
            Normalisation = RowNormalisation.Divisive,
        };
        Assert.Equal(
            ["decay", "cap", "soft_bounds", "normalisation"],
            kind.Problems(learning, 20).Select(sentence => sentence.Split(' ')[0])
        );
        var spikes = Assert.Single(kind.Problems(new() { Rule = RuleCatalog.Create("nearest_presynaptic_stdp") }, 20));
        Assert.Contains("pairs single spikes", spikes, StringComparison.Ordinal);
    }

    private static double[] Overlaps(INetwork network, Patterns task) =>
        [
            .. task.Probes()
                .Select(
                    (probe, k) =>
                    {
                        var seen = network.Ask(probe, ImmutableSortedDictionary<string, double>.Empty).ToEnd().Overlaps;
                        return (double)seen[seen.Rows - 1, k];
                    }
                ),
        ];

    private static (INetwork Network, Patterns Task) Trained(HopfieldKind kind, Patterns task, string rule, RandomStreams random)
    {
        Assert.Empty(kind.Problems().Concat(task.Problems()));
        var network = kind.Make(new(new() { Rule = RuleCatalog.Create(rule) }, task.Draw(kind.Units, random), task.AssemblySize, random));
        Assert.All(task.Training(random), trial => network.Learn(trial).ToEnd());
        return (network, task);
    }

    private static RunResult Result(string text)
    {
        var study = StudyFile.Parse(text);
        return Run.Execute(new StudyEntry("x", "A", study.Rules[0].For("A")).Run(study, 1), TestContext.Current.CancellationToken);
    }
}
