using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Compiler;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Tests.Compiler;

/// <summary>Trains a network by the engine and by its kernel, asks both, and holds every number equal to the bit.</summary>
internal static class KernelComparison
{
    internal const ulong Seed = 100;

    internal static RateNetwork Network(int units, int size) =>
        new()
        {
            Units = units,
            AssemblySize = size,
            Arithmetic = Arithmetic.Portable,
        };

    internal static LearningSpec Learning(ILearningRule rule) => new() { Rule = rule, Cap = 2.5 };

    internal static Chain Task(int size, int epochs) =>
        new()
        {
            AssemblySize = size,
            Overlapping = false,
            Epochs = epochs,
        };

    internal static void Agree(RateNetwork network, LearningSpec learning, int epochs, ILearningRule? read = null)
    {
        var task = Task(network.AssemblySize, epochs);
        using var machine = Train(network, learning with { Rule = read ?? learning.Rule }, task, out var assemblies, out var steps);
        var random = new RandomStreams(Seed);
        var initial = InitialWeights.Draw(network, random);
        var engine = new RateSimulation(network, learning, assemblies, initial, random);
        foreach (var trial in task.Training(random))
        {
            engine.Begin(trial);
            engine.Advance();
        }

        Assert.Equal(engine.Steps, steps);
        var n = network.Units;
        var weights = engine.Weights();
        Same(weights.Values.ToArray(), Rows(machine, n).Values.ToArray(), $"weights of {machine.Kernel.Form} at N = {n}");
        Same(engine.Rates.ToArray(), machine.Numbers("rates", n), "rates");
        Assert.Equal(engine.MeanActivity, machine.At<double>("activity") / steps);

        var probes = task.Probes().Select(probe => RateProbe.Of(probe, 2, 1)).ToArray();
        foreach (var probe in new[] { probes[0], probes[5] })
        {
            var course = RateRecall.Run(network, assemblies, weights, [probe], random, keepActivity: true)[0];
            var (from, total) = ((int)Math.Round(probe.From / network.TimeStep), probe.Trial.Steps(network.TimeStep));
            machine.At<int>("recall_length") = total;
            machine.At<int>("cue_from") = probe.Trial.Segments[0].Steps(network.TimeStep);
            machine.At<int>("cue_to") = machine.At<int>("cue_from") + probe.Trial.Segments[1].Steps(network.TimeStep);
            machine.At<int>("cue_item") = probe.Trial.Segments[1].Items[0];
            machine.At<int>("recall_stream.index") = probe.Noise;
            machine.Call("ask");
            Assert.Equal(total, machine.Call("recall", total + 5));
            var stride = machine.Kernel.RecordStride / sizeof(double);
            for (var t = from; t < total; t++)
            {
                Same(course.Activity!.Row(t - from).ToArray(), machine.Numbers("replay", n, t * stride), $"replay at step {t}");
            }
        }
    }

    internal static WasmMachine Train(RateNetwork network, LearningSpec learning, Chain task, out Assemblies assemblies, out int steps)
    {
        var random = new RandomStreams(Seed);
        assemblies = task.Draw(network.Units, random);
        var longest = task.Probes().Max(probe => probe.Trial.Steps(network.TimeStep));
        var kernel = Kernel.Write(network, learning, task.Training(random).ToImmutableArray(), assemblies, Seed, longest);
        var machine = new WasmMachine(kernel);
        machine.Call("draw");
        Same(InitialWeights.Draw(network, random).Values.ToArray(), Rows(machine, network.Units).Values.ToArray(), "drawn weights");
        machine.Call("begin");
        steps = machine.Call("step", int.MaxValue);
        return machine;
    }

    internal static Matrix Rows(WasmMachine machine, int n)
    {
        var stride = machine.Kernel.Stride / sizeof(double);
        return new(n, n, [.. Enumerable.Range(0, n).SelectMany(i => machine.Numbers("weights", n, i * stride))]);
    }

    // To the bit; the sign of 0 counts.
    internal static void Same(double[] expected, double[] found, string what)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(
                BitConverter.DoubleToInt64Bits(expected[k]) == BitConverter.DoubleToInt64Bits(found[k]),
                $"{what}: number {k} is {expected[k]:R} in the engine and {found[k]:R} in the kernel."
            );
        }
    }
}
