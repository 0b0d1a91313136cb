using PlasticityLab.Analysis.Inference;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>The training of a run as a recording from which its rule can be inferred: the activity of every neuron in every step, the weights after
/// every trial.</summary>
public static class TrainingRecording
{
    /// <summary>Trains the network of a run once more, to the same bits, and watches.</summary>
    /// <param name="run">What was run; a network of rates whose rule learns.</param>
    /// <param name="stop">Looked at while training.</param>
    /// <exception cref="UserError">Nothing can be watched: another kind of network, or weights that are given.</exception>
    public static RuleRecording Of(RunSpec run, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Network is not RateNetwork kind)
        {
            throw new UserError($"A rule is inferred from networks of rates, but this run has {run.Network.Card.Name}.");
        }

        if (run.Learning.IsGiven || run.Learning.Rule == "no_learning")
        {
            throw new UserError($"The weights of this run were not learned ({run.Learning.Rule}), so there is no rule to infer.");
        }

        var network = Trained.Untrained(run).Network;
        var (rates, steps, weights) = (new List<float[]>(), new List<int> { 0 }, new List<Matrix> { Scaled(network) });
        foreach (var trial in run.Task.Training(new RandomStreams(run.Seed)))
        {
            Watch(network, trial, rates, stop);
            steps.Add(rates.Count);
            weights.Add(Scaled(network));
        }

        var activity = Matrix.From(rates.Count, kind.Neurons, (t, i) => rates[t][i]);
        return new(activity, activity, kind.TimeStep, steps, weights)
        {
            TauChange = kind.Tau,
            Low = -run.Learning.WeightMax,
            High = run.Learning.WeightMax,
        };
    }

    /// <summary>What changed the weights of a run besides its rule, in words; null: nothing. An inference that leaves it out may name another
    /// rule.</summary>
    public static string? Beside(RunSpec run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var learning = run.Learning;
        string[] parts =
        [
            .. new[]
            {
                learning.Decay > 0
                    ? $"a decay of {learning.Decay.Text("G3")}/s (a term of the space, but of no rule of the catalogue)"
                    : null,
                learning.Cap > 0 ? $"a cap of {learning.Cap.Text("G3")} on the sum of a neuron's input weights" : null,
                learning.SoftBounds ? "soft bounds" : null,
                learning.Normalisation == "none" ? null : $"{learning.Normalisation.Replace('_', ' ')} normalisation",
            }.OfType<string>(),
        ];
        return parts.Length == 0
            ? null
            : $"Besides its rule this run's weights were changed by {string.Join(", ", parts)}: the formula found is of all that together.";
    }

    private static void Watch(INetwork network, Trial trial, List<float[]> rates, CancellationToken stop)
    {
        var playback = network.Learn(trial);
        while (!playback.IsOver)
        {
            stop.ThrowIfCancellationRequested();
            var before = (float[])playback.Frame().Rates.Clone();
            if (!playback.Step())
            {
                break;
            }

            rates.Add(before);
        }
    }

    // In units in which one fully active item delivers the weight, as the coefficients of the space of rules are.
    private static Matrix Scaled(INetwork network)
    {
        var (weights, unit) = (network.Weights, network.Unit);
        return Matrix.From(weights.Rows, weights.Columns, (i, j) => unit * weights[i, j]);
    }
}
