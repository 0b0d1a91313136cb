using System.Collections.Immutable;
using PlasticityLab.Models.Networks;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>A kind of network gives the bits that runs of studies give.</summary>
public sealed class KindsAndRunsTests
{
    [Theory]
    [InlineData("rate-double")]
    [InlineData("rate-single")]
    [InlineData("rate-portable")]
    [InlineData("spiking-double")]
    [InlineData("spiking-single")]
    public void The_networks_of_a_golden_study_are_those_of_its_kind(string name)
    {
        var study = StudyFile.Parse(File.ReadAllText(TestData.Path("golden", name, "study.yaml")));
        foreach (var rule in study.Rules)
        {
            var run = new PlasticityLab.Studies.Execution.StudyEntry(rule.Name, study.Conditions.Keys.First(), rule.For("A")).Run(study, 7);
            run = run with { KeepExample = true };
            var result = RunExecutor.Execute(run, TestContext.Current.CancellationToken);
            var network = Make(run);
            var task = run.Task.ToTask(ArrayItems.Load(run.Task));
            var heard = task.Training(new RandomStreams(run.Seed)).Select(trial => network.Learn(trial).ToEnd()).ToArray();
            Assert.Equal(result.Example!.Weights, network.Weights.Values.Select(w => (float)w));
            var (probe, at) = (task.Probes()[0], run.Readouts[0]);
            var answer = network.Ask(probe, Values(at)).ToEnd();
            Assert.Equal(result.Example.Overlaps.SelectMany(row => row), answer.Overlaps.Values);
            var cues = network.AskAll([.. task.Probes().Where(asked => asked.Group == "cue").Select(asked => (asked, Values(at)))]);
            Assert.Equal(
                result.Readouts[0].ActiveAssemblies,
                cues.Average(cue => cue.MeanActivity) * network.Items.Units / task.AssemblySize
            );
            if (result.Spiking is { } facts)
            {
                Assert.Equal(facts.ReplayRate, cues.Average(cue => cue.Facts["excitatory_rate"]));
                Assert.Equal(facts.ReplayRateInhibitory, cues.Average(cue => cue.Facts["inhibitory_rate"]));
                Assert.Equal(facts.TrainingRate, heard[^2].Facts["excitatory_rate"]);
                var last = result.Example.Spiking!.Spikes.Single(spikes => spikes.Phase == "training_last");
                Assert.Equal(last.Steps, heard[^2].Inside["spike_steps"]);
                Assert.Equal(last.Neurons, heard[^2].Inside["spike_neurons"]);
                var replay = result.Example.Spiking.Spikes.Single(spikes => spikes.Phase == "replay");
                Assert.Equal(replay.Steps, cues[0].Inside["spike_steps"]);
            }
        }
    }

    private static ImmutableSortedDictionary<string, double> Values(OperatingPoint at) =>
        ImmutableSortedDictionary<string, double>.Empty.Add(RateNetwork.Inhibition, at.Inhibition).Add(RateNetwork.Gain, at.Gain);

    private static INetwork Make(RunSpec run)
    {
        var (task, random) = (run.Task.ToTask(ArrayItems.Load(run.Task)), new RandomStreams(run.Seed));
        INetworkKind kind = run.Network.Spiking is null
            ? run.Network.ToNetwork(task.AssemblySize)
            : run.Network.ToCircuit(task.AssemblySize);
        return kind.Make(
            new(
                RunExecutor.Learning(run.Learning, RuleChoice.Create(run.Learning)),
                task.Draw(kind.Neurons, random),
                task.AssemblySize,
                random,
                run.Precision == "single"
            )
            {
                Inside = true,
            }
        );
    }
}
