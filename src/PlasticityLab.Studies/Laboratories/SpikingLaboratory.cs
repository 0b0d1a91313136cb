using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Laboratories;

/// <summary>Runs spiking networks: the same task, controls and measures as for rates. Weights of rules, bounds and limits are in units in
/// which one spike of a whole assembly raises the current by 1.</summary>
internal sealed class SpikingLaboratory : ILaboratory
{
    /// <summary>Share of w_max within which a weight counts as standing at a bound [1].</summary>
    private const double Bound = 1e-3;

    public string Network => "spiking";

    public SearchSpace Space => SearchSpace.Spiking;

    public OperatingPoint Point => new(0.5, 2.2);

    public OperatingPoint OraclePoint => new(0.5, 2.2);

    public RunResult Execute(RunSpec run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var random = new RandomStreams(run.Seed);
        var task = run.Task.ToTask(ArrayItems.Load(run.Task));
        var circuit = run.Network.ToCircuit(run.Task.AssemblySize);
        circuit = circuit with { NoiseSd = circuit.NoiseSd * run.Perturbation.NoiseFactor };
        var assemblies = task.Draw(circuit.Excitatory, random);
        var training = new SpikingSequence(run.Network.ToCircuit(run.Task.AssemblySize), assemblies, random, Precision(run));
        var trained = Train(run, training, task, assemblies, random, cancellation);
        if (trained.Outcome.Kind == SpikingOutcomeKind.Diverged || !trained.Weights.IsFinite())
        {
            return new RunResult
            {
                Id = run.Id(),
                Spec = run,
                Status = "diverged",
                Detail = $"In training: {trained.Outcome.Sentence}",
            };
        }

        var structure = RunExecutor.Structure(trained.Weights, assemblies, 1); // weights are per assembly already
        Readout? second = null;
        if (run.LaterSeed > 0)
        {
            (trained, second) = Later(run, task, circuit, trained, cancellation);
            if (!trained.Weights.IsFinite())
            {
                return new RunResult
                {
                    Id = run.Id(),
                    Spec = run,
                    Status = "diverged",
                    Detail = $"In training on the second sequence: {trained.Outcome.Sentence}",
                };
            }
        }

        var recalls = new SpikingSequence(circuit, assemblies, random, Precision(run));
        var weights = RunExecutor.Perturbed(run, random, trained.Weights, 1, least: 0);
        var read = run.Readouts.Select(point => Read(run, recalls, task, circuit, weights, point, cancellation)).ToArray();
        var readouts = read.Select(r => r.Readout).ToImmutableArray();
        var first = read[0].First;
        var (status, detail) = Status(trained.Outcome, readouts, read[readouts.IndexOf(readouts.MaxBy(r => r.S)!)].First, run);
        return new RunResult
        {
            Id = run.Id(),
            Spec = run,
            Status = status,
            Detail = detail,
            Readouts = readouts,
            Structure = structure,
            Spiking = Facts(trained, first, assemblies, run.Learning.WeightMax),
            Later = second,
            Replay = run.KeepReplay
                ? ReplayKeeper.Keep(task, SpikingSequence.SampleTime, read[0].FirstCourses, read[0].InnerCourses)
                : null,
            Example = run.KeepExample ? Keep(trained, first[0], assemblies, circuit, run) : null,
        };
    }

    public IEnumerable<string> NetworkProblems(StudySpec study)
    {
        foreach (var problem in study.Network.ToCircuit(study.Task.AssemblySize).Problems())
        {
            yield return problem;
        }

        var neurons = (double)study.Network.Spiking!.Excitatory;
        var have = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var each = study.Precision == "single" ? 12 : 16; // of a synapse: its weight, and the matrix that is read out
        if (neurons * neurons * each > 0.5 * have)
        {
            yield return $"excitatory: {neurons:0} neurons have {neurons * neurons:0.##E0} synapses and need about {neurons * neurons * each / 1073741824:0.0} GiB a run, but this machine has {have / 1073741824.0:0.0} GiB; use fewer.";
        }
    }

    public IEnumerable<string> RuleProblems(StudySpec study, LearningChoice choice)
    {
        if (choice.Decay != 0)
        {
            yield return $".decay must be 0 in a spiking network, but is {choice.Decay:R}; give the rule a loss of its own (a_dep) or a limit (cap).";
        }

        if (choice.Normalisation != "none")
        {
            yield return $".normalisation must be none in a spiking network, but is {choice.Normalisation}; the limit on a neuron's summed weights is cap.";
        }

        if (Names.Same(choice.Rule, "oracle"))
        {
            foreach (var (name, value) in choice.Parameters.Where(parameter => parameter.Value < 0))
            {
                yield return $".{name} must be at least 0, because these synapses are excitatory and keep their sign (Dale's law), but is {value:R}.";
            }

            yield break;
        }

        var rule = RuleChoice.Create(choice);
        var traces = rule.Traces;
        foreach (var trace in new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow })
        {
            if (trace is { Kind: not TraceKind.None, Tau: > 0 } && trace.Tau < study.Network.Spiking!.TimeStep)
            {
                yield return $": a trace's time constant must be at least the time step of {Quantity.Show(study.Network.Spiking.TimeStep, "s")}, but is {Quantity.Show(trace.Tau, "s")}.";
            }
        }

        if (choice.Rule != "text" && RuleCatalog.Card(choice.Rule) is { Clock: RuleClock.EveryStep, Family: not RuleFamily.Control } card)
        {
            yield return $": {card.Id} is a rule on rates and this network has spikes; use {SpikeForm(card)}.";
        }
    }

    public IEnumerable<string> Records(StudySpec study)
    {
        if (study.Recording is null)
        {
            yield break;
        }

        yield return study.Recording.Weights(study);
        yield return "spikes: first and last epoch of training and the first replay of each example; block means after every epoch; rates of every epoch";
    }

    private static SpikingPrecision Precision(RunSpec run) => run.Precision == "single" ? SpikingPrecision.Single : SpikingPrecision.Double;

    private static string SpikeForm(RuleCard card) =>
        card.Id switch
        {
            "hebbian" or "symmetric_window" or "covariance" => "spike_hebbian, its form on spikes",
            "anti_hebbian" or "anti_covariance" => "spike_anti_hebbian, its form on spikes",
            "causal_trace_hebb" => "spike_causal, its form on spikes",
            "rate_stdp" => "spike_stdp, its form on spikes",
            "anti_stdp" => "spike_anti_stdp, its form on spikes",
            "rate_triplet" => "spike_triplet, its form on spikes",
            _ => "a rule that acts at spikes, such as spike_stdp (plasticity rules list)",
        };

    private static SpikingTraining Train(
        RunSpec run,
        SpikingSequence sequence,
        SequenceTask task,
        Assemblies assemblies,
        RandomStreams random,
        CancellationToken cancellation
    )
    {
        var initial = sequence.InitialWeights();
        if (Names.Same(run.Learning.Rule, "oracle"))
        {
            PreparedRun.AddChain(initial, assemblies, task, run.Learning, 1);
        }

        // Block means are kept after every epoch; whole weights as often as asked.
        return Learning(run.Learning) is { } learning
            ? sequence.Train(initial, learning, [.. task.Training(random)], run.KeepExample ? 1 : 0, run.KeepExample, cancellation)
            : new(initial, Given, [], [], []);
    }

    // The second sequence: other items, other noise, the weights that the first one left.
    private static (SpikingTraining Trained, Readout Second) Later(
        RunSpec run,
        SequenceTask task,
        SpikingNetwork circuit,
        SpikingTraining first,
        CancellationToken cancellation
    )
    {
        var random = new RandomStreams(run.LaterSeed);
        var assemblies = task.Draw(circuit.Excitatory, random);
        var sequence = new SpikingSequence(circuit, assemblies, random, Precision(run));
        var trained = Learning(run.Learning) is { } learning
            ? sequence.Train(first.Weights, learning, [.. task.Training(random)], cancellation: cancellation)
            : first;
        return (trained, Read(run, sequence, task, circuit, trained.Weights, run.Readouts[0], cancellation).Readout);
    }

    // Null when the weights are given: the oracle, and no learning.
    private static SpikingLearning? Learning(LearningChoice choice)
    {
        if (Names.Same(choice.Rule, "oracle") || RuleChoice.Create(choice) is not { } rule || rule is NoLearning)
        {
            return null;
        }

        rule = choice.SoftBounds ? rule.Accept(new Soft(choice.WeightMax)) : rule;
        return new(choice.Sign < 0 ? rule.Accept(new Turned()) : rule, choice.WeightMax, choice.Cap, choice.TrainingGain);
    }

    private static SpikingOutcome Given { get; } = new(SpikingOutcomeKind.Active, 0, "Weights were given, not learned.");

    // What one operating point showed: the measures, the recalls of the first cue, and all recalls as courses of overlaps.
    private sealed record PointRead(
        Readout Readout,
        IReadOnlyList<SpikingRecall> First,
        IReadOnlyList<RecallCourse> FirstCourses,
        IReadOnlyList<RecallCourse> InnerCourses
    );

    private static PointRead Read(
        RunSpec run,
        SpikingSequence sequence,
        SequenceTask task,
        SpikingNetwork circuit,
        Matrix weights,
        OperatingPoint point,
        CancellationToken cancellation
    )
    {
        Probe[] probes = [.. task.Probes().Where(probe => run.Cues == AskedCues.AllCues || probe.Group == "cue")];
        var recalls = sequence.Recall(weights, point.Inhibition, point.Gain, probes, cancellation);
        RecallCourse Course(SpikingRecall recall) => new(recall.Overlaps, recall.ExcitatoryRate / circuit.FullRate);
        SpikingRecall[] first = [.. recalls.Take(task.CueRepeats)];
        RecallCourse[] firstCourses = [.. first.Select(Course)],
            innerCourses = [.. recalls.Skip(task.CueRepeats).Select(Course)];
        var readout = RecallMeasures.Of(
            point,
            task,
            SpikingSequence.SampleTime,
            circuit.Excitatory,
            circuit.AssemblySize,
            firstCourses,
            innerCourses.Length == 0 ? null : innerCourses
        );
        return new(readout, first, firstCourses, innerCourses);
    }

    // Silent and seizure mean the same as in a rate network; a seizure in training or near the largest possible rate is told with its time.
    private static (string Status, string Detail) Status(
        SpikingOutcome training,
        ImmutableArray<Readout> readouts,
        IReadOnlyList<SpikingRecall> best,
        RunSpec run
    )
    {
        if (training.Kind == SpikingOutcomeKind.Seizure)
        {
            return ("seizure", $"In training: {training.Sentence}");
        }

        if (best.FirstOrDefault(recall => recall.Outcome.Kind == SpikingOutcomeKind.Seizure) is { } seizure)
        {
            return (
                "seizure",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Seizure {1000 * seizure.Outcome.At:0} ms after the onset of the cue: neurons fire near their largest possible rate."
                )
            );
        }

        // A replay can be over in a few tens of milliseconds: quiet afterwards, but not silent.
        if (readouts.Max(readout => readout.ActiveAssemblies) < RunExecutor.SilentBelow && readouts.All(readout => readout.S == 0))
        {
            return (
                "silent",
                "After the cue less than a fifth of an assembly is active and no step is replayed, at every operating point that was read out."
            );
        }

        var active = readouts.MaxBy(readout => readout.S)!.ActiveAssemblies * run.Task.AssemblySize / run.Network.Plastic;
        return active > RunExecutor.SeizureAbove
            ? (
                "seizure",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Seizure after the cue: as many spikes as {100 * active:0} % of the excitatory neurons would give in full activity."
                )
            )
            : ("ok", "");
    }

    private static SpikingFacts Facts(SpikingTraining trained, IReadOnlyList<SpikingRecall> first, Assemblies assemblies, double weightMax)
    {
        var (rate, rateI) = (first.Average(r => r.ExcitatoryRate), first.Average(r => r.InhibitoryRate));
        if (trained.Epochs.Count == 0)
        {
            return new(double.NaN, double.NaN, rate, rateI, double.NaN, double.NaN); // weights were given
        }

        int[] members = [.. Enumerable.Range(0, assemblies.Count).SelectMany(k => assemblies[k].ToArray()).Distinct()];
        var (zero, most, all) = (0, 0, 0);
        foreach (var i in members)
        {
            foreach (var j in members)
            {
                if (i != j)
                {
                    all++;
                    zero += trained.Weights[i, j] <= Bound * weightMax ? 1 : 0;
                    most += trained.Weights[i, j] >= (1 - Bound) * weightMax ? 1 : 0;
                }
            }
        }

        return new(trained.Epochs[^1].Excitatory, trained.Epochs[^1].Inhibitory, rate, rateI, zero / (double)all, most / (double)all);
    }

    private static Example Keep(
        SpikingTraining trained,
        SpikingRecall replay,
        Assemblies assemblies,
        SpikingNetwork circuit,
        RunSpec run
    ) =>
        new()
        {
            Overlaps = [.. Enumerable.Range(0, replay.Overlaps.Rows).Select(t => replay.Overlaps.Row(t).ToArray().ToImmutableArray())],
            Weights = [.. trained.Weights.Values.Select(w => (float)w)],
            WeightsOverTime = WeightRecord.Along(trained.Snapshots, run.WeightsEvery, run.Task.Epochs),
            BlocksByEpoch =
            [
                .. trained.Snapshots.Select(s => BlockStructure.Of(s.Weights, assemblies, 1).Blocks.Values.ToImmutableArray()),
            ],
            Spiking = new SpikingExample
            {
                Spikes = [.. trained.Spikes.Append(replay.Spikes).Select(episode => Record(episode, circuit))],
                Rates = [.. trained.Epochs.Select(r => new EpochRate(r.Epoch, r.Excitatory, r.Inhibitory))],
                Members = [.. Enumerable.Range(0, assemblies.Count).Select(k => assemblies[k].ToArray().ToImmutableArray())],
            },
        };

    private static SpikeRecord Record(SpikeEpisode episode, SpikingNetwork circuit) =>
        new(
            episode.Name,
            Math.Round(1000 * episode.Duration, 6),
            [.. episode.Excitatory.Times.Concat(episode.Inhibitory.Times).Select(t => (int)Math.Round(t / circuit.TimeStep))],
            [.. episode.Excitatory.Neurons, .. episode.Inhibitory.Neurons.Select(n => n + circuit.Excitatory)]
        );

    private sealed class Soft(double weightMax) : IRuleVisitor<ILearningRule>
    {
        public ILearningRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new SoftBounded<TRule>(rule, 0, weightMax);
    }

    private sealed class Turned : IRuleVisitor<ILearningRule>
    {
        public ILearningRule Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> => new SignTurned<TRule>(rule);
    }
}
