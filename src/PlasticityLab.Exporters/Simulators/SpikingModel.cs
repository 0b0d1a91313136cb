using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Exporting;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Exporters.Simulators;

/// <summary>A network of a spiking study with everything that another simulator needs to build it, taken from the very network that this
/// program simulates.</summary>
internal sealed class SpikingModel
{
    /// <summary>Length of the activity that simulators are compared by [s].</summary>
    public const double ActivitySeconds = 10;

    private readonly List<double[]> _patterns = [];

    private SpikingModel(KeptNetwork network, RunSpec run, NpyArray learned)
    {
        (Network, Run) = (network, run);
        var untrained = Trained.Untrained(run);
        (Items, Before, After) = (untrained.Network.Items, untrained.Network.InitialWeights, learned.ToMatrix());
        Circuit = (SpikingNetwork)run.Network with { AssemblySize = run.Task.AssemblySize };
        LearningSpec = run.Learning.ToSpec();
        var precision = run.Precision == "single" ? SpikingPrecision.Single : SpikingPrecision.Double;
        Learner = Circuit.Learner(LearningSpec, Items, Before, run.Seed, precision);
        var readout = run.Readouts[0].Values(Circuit.Card, run.Perturbation.NoiseFactor);
        Answering = Circuit.Answering(readout, Items, After, run.Seed, precision);
        Training = Schedule(run.Task.Training(new(run.Seed)));
        Replay = Schedule([run.Task.Probes()[0].Trial]);
    }

    /// <summary>Which network.</summary>
    public KeptNetwork Network { get; }

    /// <summary>What was run.</summary>
    public RunSpec Run { get; }

    /// <summary>The circuit.</summary>
    public SpikingNetwork Circuit { get; }

    /// <summary>How it learns.</summary>
    public LearningSpec LearningSpec { get; }

    /// <summary>Whether it learns at all.</summary>
    public bool Learns => LearningSpec.Rule is not NoLearning;

    /// <summary>Which neurons stand for which item.</summary>
    public Assemblies Items { get; }

    /// <summary>The weights before training, W[post, pre].</summary>
    public Matrix Before { get; }

    /// <summary>The weights after training, W[post, pre].</summary>
    public Matrix After { get; }

    /// <summary>The network as it hears training.</summary>
    public SpikingPlayer Learner { get; }

    /// <summary>The network as it answers, with the weights that it learned.</summary>
    public SpikingPlayer Answering { get; }

    /// <summary>Different inputs of the excitatory neurons, [pattern, neuron], in the unit of the neuron.</summary>
    public Matrix Patterns => new(_patterns.Count, Circuit.Excitatory, [.. _patterns.SelectMany(pattern => pattern)]);

    /// <summary>All training: pattern and steps of each stretch of constant input.</summary>
    public IReadOnlyList<(int Pattern, int Steps)> Training { get; }

    /// <summary>The first question: settling, cue, free run.</summary>
    public IReadOnlyList<(int Pattern, int Steps)> Replay { get; }

    /// <summary>The models that can be written of a study's examples, and a sentence for each that cannot.</summary>
    /// <param name="kept">The networks of the study.</param>
    /// <param name="problems">Why a network cannot be written.</param>
    public static IEnumerable<(SpikingModel? Model, string Problem)> Of(KeptNetworks kept, Func<SpikingModel, IEnumerable<string>> problems)
    {
        foreach (var network in kept.All.Where(kept.IsExample))
        {
            var what = $"{network.Rule} in {network.Condition}";
            var run = kept.Run(network);
            if (run.Network is not SpikingNetwork spiking)
            {
                yield return (
                    null,
                    $"{what} is {run.Network.Card.Name}, whose neurons send no spikes; simulators are given spiking networks."
                );
            }
            else if (spiking.Neuron is { } neuron)
            {
                yield return (
                    null,
                    $"{what} has the neuron {neuron.Card.Id}, for which there are no equations to write; leave network.neuron out of the study, which is adaptive_lif."
                );
            }
            else if (kept.Weights(network) is not { } weights)
            {
                yield return (null, $"{what} diverged, so there are no learned weights to write.");
            }
            else
            {
                var model = new SpikingModel(network, run, weights);
                string[] reasons = [.. problems(model).Select(problem => $"{what} cannot be written: {problem}")];
                if (reasons.Length == 0)
                {
                    yield return (model, "");
                }

                foreach (var reason in reasons)
                {
                    yield return (null, reason);
                }
            }
        }
    }

    /// <summary>The excitatory neuron.</summary>
    public AdaptiveLif Excitatory => (AdaptiveLif)Answering.Excitatory.Neuron!;

    /// <summary>The inhibitory neuron.</summary>
    public AdaptiveLif Inhibitory => (AdaptiveLif)Answering.Inhibitory.Neuron!;

    /// <summary>What one spike delivers from one population to another with one weight for all [threshold].</summary>
    public static double Pool(SpikingPlayer player, Population from, Population to) =>
        player.Network.Projections.First(projection => projection.Pre == from && projection.Post == to).Weight;

    /// <summary>The activity that simulators are compared by: the learned network with fixed weights at its operating point hears the
    /// training over and over, for <see cref="ActivitySeconds"/>. Driven as it is by its task, it neither falls silent nor stays where a
    /// cue put it, so that rates and irregularity say something about neurons, synapses and noise together.</summary>
    /// <returns>Mean rate [Hz] and mean coefficient of variation of the intervals between spikes [1], of both populations.</returns>
    public (double RateE, double RateI, double CvE, double CvI) Activity()
    {
        var (player, left) = (Answering, (int)Math.Round(ActivitySeconds / Circuit.TimeStep));
        while (left > 0)
        {
            foreach (var trial in Run.Task.Training(new(Run.Seed)))
            {
                player.Begin(trial);
                left -= left > 0 ? player.Advance(left) : 0;
            }
        }

        double Rate(Population population) => player.Simulation.SpikeCount(population) / (population.Count * ActivitySeconds);
        double Cv(Population population) => player.Simulation.Spikes(population).MeanCv(population.Count);
        return (Rate(player.Excitatory), Rate(player.Inhibitory), Cv(player.Excitatory), Cv(player.Inhibitory));
    }

    /// <summary>Weights, inputs and the activity to compare with, as an archive beside a script.</summary>
    public byte[] Archive()
    {
        static NpyArray Row(params double[] values) => new([values.Length], values);
        static NpyArray Of(IReadOnlyList<(int Pattern, int Steps)> schedule) =>
            new([schedule.Count, 2], [.. schedule.SelectMany(stretch => new double[] { stretch.Pattern, stretch.Steps })]);
        var (rateE, rateI, cvE, cvI) = Activity();
        return Npz.ToBytes([
            new("weights_before", NpyArray.Of(Before)),
            new("weights_after", NpyArray.Of(After)),
            new("inputs", NpyArray.Of(Patterns)),
            new("training", Of(Training)),
            new("replay", Of(Replay)),
            new("reference_rates", Row(rateE, rateI)),
            new("reference_cv", Row(cvE, cvI)),
        ]);
    }

    private List<(int, int)> Schedule(IEnumerable<Trial> trials)
    {
        var schedule = new List<(int, int)>();
        foreach (var segment in trials.SelectMany(trial => trial.Segments))
        {
            var steps = segment.Steps(Circuit.TimeStep);
            var begin = 0;
            for (var step = 1; step <= steps; step++)
            {
                // A recording has an input of its own for each of its frames.
                if (step == steps || (segment.Frames is not null && segment.Frame(step, steps) != segment.Frame(begin, steps)))
                {
                    schedule.Add((PatternOf(segment, segment.Frames is null ? 0 : segment.Frame(begin, steps)), step - begin));
                    begin = step;
                }
            }
        }

        return schedule;
    }

    private int PatternOf(Segment segment, int frame)
    {
        double[] pattern = [.. Enumerable.Range(0, Circuit.Excitatory).Select(n => Learner.Input(n, segment, frame))];
        var known = _patterns.FindIndex(pattern.SequenceEqual);
        if (known < 0)
        {
            _patterns.Add(pattern);
            known = _patterns.Count - 1;
        }

        return known;
    }
}
