using PlasticityLab.Figures.Spiking;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.Spiking.Recorders;

namespace PlasticityLab.Tests.Spiking;

/// <summary>Networks that are run and recorded: the forecast before, the same record on any number of threads, and the figure.</summary>
public class SpikingRunTests
{
    [Fact]
    public void What_a_run_needs_is_said_before_it_begins_and_too_much_is_refused()
    {
        var run = new SpikingRun { Workload = SpikingWorkload.Create("S2s") };
        Assert.Contains("156,250 synapses (100,000 plastic)", run.Forecast());
        Assert.Contains("20,000 weights every 20 ms", run.Forecast());
        var large = new SpikingRun { Workload = SpikingWorkload.Create("S2s", 1, new() { Scale = 100000 }) };
        Assert.Contains("this machine has", Assert.Throws<UserError>(() => large.Run()).Message);
        var wide = run with { Seconds = 5000, Every = 1e-4, Synapses = 100000 };
        Assert.Contains("of recording", Assert.Throws<UserError>(wide.Forecast).Message);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var run = new SpikingRun
        {
            Workload = SpikingWorkload.Create("S2s", 1, new() { Delay = 4e-5, Rule = new VoltageStdp() }),
            Seconds = -1,
            Every = 1e-6,
            Synapses = 0,
        };
        var text = Assert.Throws<UserError>(() => run.Run()).Message;
        Assert.All(
            new[]
            {
                "seconds must lie",
                "records of the weights must be",
                "synapses must be",
                "delay must be at least one time step (0.0001 s), but is 4E-05 s.",
                "voltage_stdp reads the potential during a spike",
            },
            part => Assert.Contains(part, text)
        );
        Assert.Contains(
            "S1 has no synapses that learn",
            Assert.Throws<UserError>(() => SpikingWorkload.Create("S1", 1, new() { Rule = new PairStdp() })).Message
        );
        Assert.Contains("scale must lie", Assert.Throws<UserError>(() => SpikingWorkload.Create("S2s", 1, new() { Scale = 0 })).Message);
        Assert.Contains("Known: S1, S2s, S2d, S3", Assert.Throws<UserError>(() => SpikingWorkload.Create("S9")).Message);
    }

    [Theory]
    [InlineData("S2s")]
    [InlineData("S2d")]
    public void The_record_does_not_depend_on_the_number_of_threads(string id)
    {
        SpikingRecording Record(int threads) =>
            new SpikingRun
            {
                Workload = SpikingWorkload.Create(id, 1, new() { Scale = 0.25 }),
                Seconds = 0.1,
                Every = 0.02,
                Synapses = 500,
                Threads = threads,
            }.Run();
        var (one, two) = (Record(1), Record(2));
        Assert.NotEmpty(one.Populations[0].Spikes.Times);
        Assert.Equal(one.Populations[0].Spikes.Times, two.Populations[0].Spikes.Times);
        Assert.Equal(one.Weights!.Values.Values, two.Weights!.Values.Values);
        Assert.Equal(one.Weights.Pre, two.Weights.Pre);
        Assert.Equal(6, one.Weights.Times.Length);
        Assert.InRange(one.Weights.Pre.Length, 350, 650);
        Assert.All(one.Weights.Values.Values, w => Assert.InRange(w, 0, one.Weights.WeightMax));
        Assert.NotEqual(one.Weights.Values.Row(0).ToArray(), one.Weights.Values.Row(5).ToArray());
    }

    [Fact]
    public void A_rule_in_units_of_the_largest_weight_leaves_the_network_as_it_is()
    {
        double Rate(WorkloadOptions options)
        {
            var workload = SpikingWorkload.Create("S2s", 3, options);
            var simulation = workload.Build();
            simulation.Run(0.5);
            return simulation.SpikeCount(workload.Excitatory) / 1000.0 / 0.5;
        }

        var defined = Rate(new());
        Assert.InRange(
            Rate(
                new()
                {
                    Rule = new PairStdp { APlus = 0.001, AMinus = 0.00105 },
                }
            ),
            0.85 * defined,
            1.15 * defined
        );
        var twice = SpikingWorkload.Create("S2s", 3, new() { Scale = 2 }).Network.Forecast();
        Assert.Equal(2 * 156250, twice.Synapses);
    }

    [Fact]
    public void The_figure_says_in_words_what_it_shows()
    {
        var run = new SpikingRun
        {
            Workload = SpikingWorkload.Create("S2s", 1, new() { Scale = 0.25 }),
            Seconds = 0.1,
            Every = 0.02,
        }.Run();
        var figure = SpikingRecordingFigure.Draw(run);
        Assert.Contains("population E fires at", figure.Alt);
        Assert.Contains("median weight goes from 0.50", figure.Alt);
        Assert.Equal(["rates", "weights", "distribution"], figure.Data.Select(table => table.Name));
        Assert.Contains("<svg", figure.Svg());
        Assert.DoesNotContain("weight", SpikingRecordingFigure.Draw(run with { Weights = null }).Alt);
    }
}
