using System.Collections.Immutable;
using CsCheck;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Compiler;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.TextRules;
using PlasticityLab.Tests.LearningRules;
using static PlasticityLab.Tests.Compiler.KernelComparison;

namespace PlasticityLab.Tests.Compiler;

/// <summary>A written kernel gives the bits of the engine: weights, activity and replays, for every rule that can be written.</summary>
public class KernelBitsTests
{
    public static TheoryData<string> Ids =>
        [.. RuleCatalog.Cards.Select(card => card.Id).Where(id => !PlasticMatrix.PortableProblems(RuleCatalog.Create(id)).Any())];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_trains_to_the_engine_s_weights(string id)
    {
        // The other sizes, over more epochs, are among the long tests (KernelTrainingTests).
        Agree(Network(24, 3), Learning(RulePoints.Named(id)), epochs: 2);
        Agree(Network(64, 8) with { Adaptation = 1 }, Learning(RulePoints.Named(id)), epochs: 1);
    }

    [Fact]
    public void A_rule_whose_coefficients_are_data_trains_to_the_engine_s_weights() =>
        RulePoints.Any.Sample(point => Agree(Network(24, 3), Learning(point with { Eta = 0.5 }), epochs: 1), iter: 6);

    public static TheoryData<string> Equations =>
        [
            "dw = 10*(pre.rate*post.rate - post.rate^2*w)",
            "dw = 10*(pre.rate*post.rate - 0.5*post.rate*pre.rate*w^2)",
            "dw = 10*(post.rate*pre.fast(12 ms) - 0.4*post.fast(20 ms)*pre.rate) - 0.2*w",
            "dw = 10*max(post.rate*pre.slow(30 ms, spikes), 0.001)*(1 - w)/(1 + w^2)",
            "dw = 10*min(post.rate, 0.3)*pre.rate/(0.2 + post.slow(100 ms, rate^2)) - pre.rate*w",
            "dw = 10*post.change*(pre.rate - 0.1)",
            "dw = -3*w^3 + pre.rate*post.fast(5 ms)*post.rate*pre.rate",
        ];

    [Theory]
    [MemberData(nameof(Equations))]
    public void Rules_typed_as_text_train_to_the_engine_s_weights(string equation)
    {
        var empty = new Dictionary<string, double>();
        var (compiled, read) = (TextRule.Compile(equation, empty), TextRule.Interpret(equation, empty));
        Agree(Network(64, 8), Learning(compiled), epochs: 2, read);
        Agree(Network(25, 3) with { Adaptation = 0.5 }, Learning(compiled) with { Decay = 0.3 }, epochs: 2, read);
    }

    [Theory]
    [InlineData("causal_trace_hebb")]
    [InlineData("oja")]
    [InlineData("bcm")]
    public void Constraints_neurons_and_odd_sizes_keep_the_bits(string id)
    {
        var learning = Learning(RuleCatalog.Create(id));
        var network = Network(27, 3) with { Adaptation = 0.3 };
        Agree(network, learning with { SoftBounds = true }, 2);
        Agree(network, learning with { Cap = double.PositiveInfinity, Decay = 0.7, Sign = -1 }, 2);
        Agree(network, learning with { Normalisation = RowNormalisation.Subtractive, Cap = 1.1 }, 2);
        Agree(network with { Neuron = new TanhRate { Beta = 0.7 } }, learning, 2);
        Agree(
            network with
            {
                Neuron = new ThresholdLinear { Beta = 1.2, Theta = 0.1 },
            },
            learning,
            2
        );
        Agree(network with { TimeStep = 0.0005, InitialGain = 3 }, learning with { CapEvery = 0.013 }, 1);
    }

    [Fact]
    public void A_network_without_a_rule_keeps_its_weights_and_runs() => Agree(Network(64, 8), Learning(new NoLearning()), 2);

    [Fact]
    public void A_state_put_back_goes_on_with_the_same_bits()
    {
        var (network, learning, task) = (Network(64, 8), Learning(new CausalTraceHebb()), Task(8, 3));
        var random = new RandomStreams(Seed);
        var kernel = Kernel.Write(network, learning, task.Training(random), task.Draw(64, random), Seed, 10);
        using var machine = new WasmMachine(kernel);
        machine.Call("draw");
        machine.Call("begin");
        machine.Call("step", 300);
        var state = machine.Numbers("key", kernel.Map["state_end"] / sizeof(double));
        machine.Call("step", 500);
        var first = machine.Numbers("weights", 64 * 64);
        state.CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref machine.At<double>("key"), state.Length));
        for (var k = 0; k < 500; k++)
        {
            machine.Call("step", 1);
        }

        Assert.Equal(first, machine.Numbers("weights", 64 * 64));
    }

    [Fact]
    public void What_diverges_is_seen()
    {
        // Infinite coefficients: infinity less infinity where the weight is positive.
        const string Equation = "dw = 1e308*1e308*post.rate*pre.rate*w^2 - 1e308*1e308*post.rate*pre.rate*w^3";
        var learning = Learning(TextRule.Interpret(Equation, new Dictionary<string, double>()));
        using var machine = Train(Network(24, 3), learning, Task(3, 1), out _, out _);
        Assert.Contains(Rows(machine, 24).Values.ToArray(), double.IsNaN);
    }

    [Fact]
    public void The_step_is_told_in_words_where_it_cannot_be_written()
    {
        var (network, learning) = (Network(24, 3), Learning(new Hebbian()));
        string[] Told(RateNetwork n, LearningSpec l) => [.. Kernel.Problems(n, l, [])];
        Assert.Empty(Told(network, learning));
        Assert.Contains("absent synapses", Assert.Single(Told(network with { Density = 0.5 }, learning)), StringComparison.Ordinal);
        Assert.Contains("Dale", Assert.Single(Told(network with { DaleInhibitory = 0.2 }, learning)), StringComparison.Ordinal);
        Assert.Contains("2000", Assert.Single(Told(network with { Units = 3000 }, learning)), StringComparison.Ordinal);
        Assert.Contains(
            "synaptic_scaling",
            Assert.Single(Told(network, learning with { Normalisation = RowNormalisation.SynapticScaling })),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "tanh or a power",
            Assert.Single(Told(network, Learning(RuleCatalog.Create("guetig_stdp")))),
            StringComparison.Ordinal
        );
        Assert.Contains("error_function", Told(network with { Neuron = new ErrorFunction() }, learning)[0], StringComparison.Ordinal);
    }
}
