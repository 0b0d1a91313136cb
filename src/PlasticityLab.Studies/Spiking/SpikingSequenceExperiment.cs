using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Spiking;

/// <summary>The sequence task on spikes as a function of rule, configuration and seed: train, read out on the declared grid, score with the measures of the rate networks.</summary>
public static class SpikingSequenceExperiment
{
    /// <summary>Rules that are compared on spikes, by their ids.</summary>
    public static IReadOnlyList<string> Rules { get; } = ["no_learning", "spike_hebbian", "spike_causal", "spike_stdp", "spike_triplet", "spike_anti_hebbian", "spike_anti_stdp", "oracle"];

    /// <summary>w_IE of the readout grid.</summary>
    public static IReadOnlyList<double> Inhibitions { get; } = [0.25, 0.5, 1, 2];

    /// <summary>γ of the readout grid.</summary>
    public static IReadOnlyList<double> Gains { get; } = [1, 1.5, 2.2, 3];

    /// <summary>A random configuration: η log-U[0.003, 0.3]/24, w_max log-U[0.7, 3]/24, row sum off, 1.5, 2.5 or 4, τ± log-U[8, 40] ms, A U[0, 1], A_dep 0, 0.05 or 0.2, κ 0, 0.3 or 1; for the oracle self and forward U[0, 2.4].</summary>
    public static IReadOnlyDictionary<string, double> Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new Dictionary<string, double>
        {
            ["eta"] = random.NextLogUniform(0.003, 0.3) / 24,
            ["weight_max"] = random.NextLogUniform(0.7, 3) / 24,
            ["row_sum"] = new[] { 0, 1.5, 2.5, 4 }[random.NextInt(4)],
            ["tau_plus"] = random.NextLogUniform(0.008, 0.040),
            ["tau_minus"] = random.NextLogUniform(0.008, 0.040),
            ["a"] = random.NextDouble(),
            ["a_dep"] = new[] { 0, 0.05, 0.2 }[random.NextInt(3)],
            ["kappa"] = new[] { 0, 0.3, 1 }[random.NextInt(3)],
            ["self"] = random.NextDouble(0, 2.4),
            ["forward"] = random.NextDouble(0, 2.4),
        };
    }

    /// <summary>Trains one network; W[post, pre].</summary>
    /// <exception cref="UserError">The rule is unknown.</exception>
    public static (Matrix Weights, SpikingOutcome Outcome) Train(string rule, IReadOnlyDictionary<string, double> values, SpikingSequence task, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(task);
        var fixedWeights = new SpikingOutcome(SpikingOutcomeKind.Active, 0, "Weights were given, not learned.");
        if (Names.Same(rule, "no_learning"))
        {
            return (task.InitialWeights(new RandomStreams(seed)), fixedWeights);
        }

        if (Names.Same(rule, "oracle"))
        {
            return (task.Oracle(new RandomStreams(seed), values["self"], values["forward"]), fixedWeights);
        }

        // A configuration holds the union of all parameters; a rule takes those that it has.
        var own = Models.Parameters.Values(RuleCatalog.Create(rule)).Keys.ToHashSet();
        var parameters = values.Where(x => own.Contains(x.Key)).ToDictionary();
        if (own.Contains("tau"))
        {
            parameters["tau"] = values["tau_plus"];
        }

        return task.Train(new(RuleCatalog.Create(rule, parameters), values["weight_max"], values["row_sum"], values["kappa"]), seed, cancellation: cancellation);
    }

    /// <summary>Reads a network out at every point of the grid, or at one point.</summary>
    /// <param name="innerCues">Whether inner items are cued as well, for D.</param>
    public static IReadOnlyList<SpikingReadout> Read(SpikingSequence task, Matrix weights, ulong seed, bool innerCues, (double Inhibition, double Gain)? only = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var points = only is { } point ? [point] : Inhibitions.SelectMany(w => Gains.Select(g => (w, g))).ToArray();
        return [.. points.Select(x => One(task, weights, seed, innerCues, x.Item1, x.Item2, cancellation))];
    }

    private static SpikingReadout One(SpikingSequence task, Matrix weights, ulong seed, bool innerCues, double inhibition, double gain, CancellationToken cancellation)
    {
        const double Sample = 0.001;
        int[] inner = innerCues ? [.. Enumerable.Range(1, task.Items - 2)] : [];
        var courses = task.Recall(weights, inhibition, gain, [0, 0, 0, 0, .. inner], seed, cancellation);
        int[] order = [.. Enumerable.Range(0, task.Items)];
        var scores = courses.Take(4).Select(course => SequenceScore.Of(Visits.Of(course, Sample), order, Sample)).ToArray();
        var cueEnd = (int)Math.Round(task.ItemDuration / Sample);
        var direction = inner.Select((cue, k) =>
        {
            // The next visit within 300 ms of the end of the cue.
            var next = Visits.Of(courses[4 + k], Sample).FirstOrDefault(visit => visit.Item != cue && visit.End > cueEnd && visit.Start < cueEnd + 300, new Visit(-1, 0, 0, 0)).Item;
            return next == cue + 1 ? 1.0 : next == cue - 1 && next >= 0 ? -1 : 0;
        }).ToArray();
        var speeds = scores.Select(x => x.Speed).Where(double.IsFinite).ToArray();
        return new(inhibition, gain, scores.Average(x => x.S), direction.Length == 0 ? double.NaN : direction.Average(), scores.Average(x => x.Bounced ? 1.0 : 0), speeds.Length == 0 ? double.NaN : speeds.Average());
    }
}
