using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Discovery;

/// <summary>What a rate network with a rule will do on a chain of items, told without the network.</summary>
/// <remarks>
/// Two predictors. The closed form adds the drift of ideal items (<see cref="HandOver"/>) epoch after epoch, with decay and bounds: it
/// knows the weights. The population model is the network with a few units for each item, without overlap, noise and initial weights, its
/// inhibition lowered by what the resting units would add: it trains and recalls with the same kernels, grid and score, at a hundredth of
/// the synapses.
/// </remarks>
public static class RulePredictor
{
    /// <summary>Units of an item in the population model.</summary>
    public const int UnitsPerItem = 5;

    /// <summary>The operating points of the sequence experiment: w_I in 1, 2, 4 by gain in 0.7, 1, 1.4, 2.</summary>
    public static ImmutableArray<OperatingPoint> Grid { get; } =
    [.. from inhibition in new[] { 1.0, 2, 4 } from gain in new[] { 0.7, 1, 1.4, 2 } select new OperatingPoint(inhibition, gain)];

    /// <summary>The sequence experiment as one run: 300 units, 8 items, one seed.</summary>
    /// <param name="learning">The rule and its values.</param>
    /// <param name="adaptation">Strength of adaptation: 0 in the first condition, 1 in the second [1].</param>
    /// <param name="seed">Seed of the network.</param>
    public static RunSpec Experiment(LearningChoice learning, double adaptation, ulong seed = 9001)
    {
        var task = new Chain();
        return new()
        {
            Network = new RateNetwork { Adaptation = adaptation },
            Task = task,
            Learning = learning,
            Seed = seed,
            Readouts = Grid,
            Cues = AskedCues.FirstCue,
            Measures = MeasureSet.Some(task, [Analysis.Measures.WeightFlow.Id]),
            Precision = "single",
        };
    }

    /// <summary>The population model of a run.</summary>
    /// <exception cref="UserError">The run is no chain in a rate network, or has a limit that the model does not have.</exception>
    public static RunSpec Population(RunSpec run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Network is not RateNetwork network || run.Task is not Chain task)
        {
            throw new UserError("The population model is of a chain of items in a rate network; this run is another one.");
        }

        UserError.ThrowIfAny(
            Require.All(
                run.Learning.Cap > 0
                    ? "The population model has no initial weights, in units of which a cap is given: set cap to 0 (off)."
                    : null,
                run.Learning.Normalisation == "none"
                    ? null
                    : $"The population model has no normalisation of input weights, but the run has {run.Learning.Normalisation}."
            )
        );
        var rest = ((network.Units / (double)task.AssemblySize) - task.Items) * network.Neuron.Rate(0);
        return run with
        {
            Network = network with
            {
                Units = task.Items * UnitsPerItem,
                InitialGain = 0,
                Initial = null,
                NoiseSd = 0,
                Density = 1,
                DaleInhibitory = 0,
                InhibitionThreshold = Math.Max(0, network.InhibitionThreshold - rest),
            },
            Task = task with { AssemblySize = UnitsPerItem, Overlapping = false, CueRepeats = 1 },
        };
    }

    /// <summary>What the population model says of many rules in one experiment, in the order of the runs; four bilinear rules go side by
    /// side, at less than a tenth of the time that the run of <see cref="Population"/> takes.</summary>
    /// <param name="runs">Runs that differ in their learning alone.</param>
    /// <param name="stop">Looked at between rules.</param>
    /// <exception cref="UserError">A run is no chain in a rate network, or has a limit that the model does not have.</exception>
    public static IReadOnlyList<PopulationOutcome> Outcomes(IReadOnlyList<RunSpec> runs, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var outcomes = new PopulationOutcome[runs.Count];
        int[] lanes = [.. Enumerable.Range(0, runs.Count).Where(k => PopulationModel.Takes(runs[k]))];
        foreach (var (k, outcome) in lanes.Zip(PopulationModel.Predict([.. lanes.Select(k => runs[k])], stop)))
        {
            outcomes[k] = outcome;
        }

        foreach (var k in Enumerable.Range(0, runs.Count).Except(lanes))
        {
            var result = Run.Execute(Population(runs[k]), stop);
            var score = result.AtBest(result.Score);
            outcomes[k] = new(
                double.IsFinite(score) ? score : 0,
                result.Readouts.IsDefaultOrEmpty ? 0 : result.Readouts.Average(point => point[result.Score]),
                result.AtBest(Analysis.Measures.WeightFlow.Id),
                result.Best?.Point ?? runs[k].Readouts[0]
            );
        }

        return outcomes;
    }

    /// <summary>The blocks L(−2) … L(2) after training, from the drifts of ideal items in closed form [weight unit]; null for a rule that
    /// is no bilinear one.</summary>
    /// <param name="run">A chain in a rate network.</param>
    /// <remarks>After each epoch of length E a weight is multiplied by e^(−λE − (η/n_A)(κ₁E + κ₂T + κ₃T)), gains its drift and stops at
    /// ±w_max.</remarks>
    public static IReadOnlyList<double>? Profile(RunSpec run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (
            run.Network is not RateNetwork network
            || run.Task is not Chain task
            || BilinearForm.Of(RuleChoice.Create(run.Learning), out _) is not { } point
        )
        {
            return null;
        }

        var ideal = new HandOver { Item = task.Item, Tau = network.Tau };
        var form = NormalForm.Of(point, network.Tau);
        var epoch = task.TrainingTime / task.Epochs;
        var loss = LossOfEpoch(run, form);
        return
        [
            .. RulePrediction.Distances.Select(d =>
            {
                var (w, drift) = (0.0, run.Learning.Sign * (ideal.Drift(form, d) + (form.Rule.OneOne * epoch)));
                for (var k = 0; k < task.Epochs; k++)
                {
                    w = Math.Clamp((w * Math.Exp(-loss)) + drift, -run.Learning.WeightMax, run.Learning.WeightMax);
                }

                return w;
            }),
        ];
    }

    /// <summary>λE + (η/n_A)(κ₁E + κ₂T + κ₃T), what decays take of the logarithm of a weight in one epoch [1].</summary>
    internal static double LossOfEpoch(RunSpec run, NormalForm form)
    {
        var task = (Chain)run.Task;
        var (epoch, kappa) = (task.TrainingTime / task.Epochs, form.Rule.Kappa);
        return (run.Learning.Decay * epoch)
            + (((kappa[0] * epoch) + ((kappa[1] + kappa[2]) * task.Item)) * run.Learning.Sign / task.AssemblySize);
    }

    /// <summary>(L(1) − L(−1)) over the sum of the sizes of L(1), L(−1) and L(0) of a profile; NaN when all are 0.</summary>
    public static double Flow(IReadOnlyList<double> profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var (back, self, ahead) = (profile[1], profile[2], profile[3]);
        return (ahead - back) / (Math.Abs(ahead) + Math.Abs(back) + Math.Abs(self));
    }
}
