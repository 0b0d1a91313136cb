using System.Collections.Immutable;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Runs;

/// <summary>Executes one run: a pure function of its spec, so it may be repeated, moved to another machine or skipped when its result
/// exists.</summary>
public static class RunExecutor
{
    /// <summary>A network whose mean activity after the cue is below this many assemblies in every readout is called silent.</summary>
    public const double SilentBelow = 0.2;

    /// <summary>A network in which more than this share of all neurons is active is called a seizure.</summary>
    public const double SeizureAbove = 0.5;

    /// <summary>Trains, reads out and measures, in the laboratory of the run's network.</summary>
    public static RunResult Execute(RunSpec spec, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Laboratories.Laboratory.Of(spec.Network).Execute(spec, cancellation);
    }

    /// <summary>Trains, reads out and measures a rate network.</summary>
    internal static RunResult ExecuteRate(RunSpec spec, CancellationToken cancellation)
    {
        var prepared = new PreparedRun(spec);
        var trained = Train(spec, prepared, cancellation);
        if (!trained.Succeeded)
        {
            return new RunResult
            {
                Id = spec.Id(),
                Spec = spec,
                Status = "diverged",
                Detail = $"Weights or activity were no longer finite at {trained.DivergedAt:0.###} s of training.",
            };
        }

        if (trained.IsUnstable)
        {
            return Unstable(spec, trained);
        }

        var structure = Structure(trained.Weights, prepared.Assemblies, prepared.Network.AssemblySize);
        Readout? second = null;
        if (spec.LaterSeed > 0)
        {
            (trained, second) = Later(spec, prepared, trained.Weights, cancellation);
            if (!trained.Succeeded)
            {
                return new RunResult
                {
                    Id = spec.Id(),
                    Spec = spec,
                    Status = "diverged",
                    Detail =
                        $"Weights or activity were no longer finite at {trained.DivergedAt:0.###} s of training on the second sequence.",
                };
            }

            if (trained.IsUnstable)
            {
                return Unstable(spec, trained);
            }
        }

        var weights = Perturbed(spec, prepared.Random, trained.Weights, spec.Task.AssemblySize);
        var (readouts, example, replay, behaviour) = Read(spec, prepared, weights);
        var active = readouts.Max(readout => readout.ActiveAssemblies);
        var status =
            active < SilentBelow ? "silent"
            : readouts.MaxBy(r => r.S)!.ActiveAssemblies * spec.Task.AssemblySize > SeizureAbove * spec.Network.Units ? "seizure"
            : "ok";
        return new RunResult
        {
            Id = spec.Id(),
            Spec = spec,
            Status = status,
            Readouts = readouts,
            Structure = structure,
            Replay = replay,
            Later = second,
            Behaviour = behaviour,
            Example = spec.KeepExample
                ? new Example
                {
                    Overlaps = example,
                    Weights = [.. trained.Weights.Values.Select(w => (float)w)],
                    WeightsOverTime = WeightRecord.Along(trained.Snapshots, spec.WeightsEvery, spec.Task.Epochs),
                    BlocksByEpoch =
                    [
                        .. trained.Snapshots.Select(s =>
                            BlockStructure.Of(s.Weights, prepared.Assemblies, spec.Task.AssemblySize).Blocks.Values.ToImmutableArray()
                        ),
                    ],
                }
                : null,
        };
    }

    // Like a network that diverged: its weights say nothing of the rule, so nothing is measured.
    private static RunResult Unstable(RunSpec spec, TrainingResult trained) =>
        new()
        {
            Id = spec.Id(),
            Spec = spec,
            Status = "unstable",
            Behaviour = spec.Classify ? Runs.Behaviour.Unstable : null,
            Detail =
                $"Steps of learning went up to {trained.StepFactor:G3} times the way to the weight that the rule seeks; from {LearningStep.Limit} on weights swing ever further. Use a smaller eta, decay or time_step.",
        };

    /// <summary>The weights of a run before any damage; used by analyses that go deeper than the tables.</summary>
    public static TrainingResult Train(RunSpec spec, PreparedRun prepared, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(prepared);
        var choice = spec.Learning;
        if (Names.Same(choice.Rule, "oracle"))
        {
            return new(prepared.Oracle(choice), [], double.NaN, 0);
        }

        var rule = prepared.Rule;
        if (rule is NoLearning)
        {
            return new(prepared.Initial, [], double.NaN, 0);
        }

        return RateTraining.Run(
            prepared.Network,
            Learning(choice, rule),
            prepared.Task.Training(prepared.Random),
            prepared.Assemblies,
            prepared.Initial,
            prepared.Random,
            prepared.Precision,
            spec.KeepExample ? 1 : 0,
            cancellation: cancellation
        );
    }

    // The second sequence: other items, other noise, the weights that the first one left.
    private static (TrainingResult Trained, Readout? Second) Later(
        RunSpec spec,
        PreparedRun first,
        Matrix weights,
        CancellationToken cancellation
    )
    {
        var other = spec with { Seed = spec.LaterSeed, LaterSeed = 0, KeepExample = false, KeepReplay = false };
        var prepared = new PreparedRun(other);
        var trained =
            first.Rule is NoLearning
                ? new TrainingResult(weights, [], double.NaN, 0)
                : RateTraining.Run(
                    prepared.Network,
                    Learning(spec.Learning, first.Rule),
                    prepared.Task.Training(prepared.Random),
                    prepared.Assemblies,
                    weights,
                    prepared.Random,
                    prepared.Precision,
                    0,
                    first.Initial,
                    cancellation
                );
        return (
            trained,
            trained.Succeeded ? Read(other with { Readouts = [spec.Readouts[0]] }, prepared, trained.Weights).Readouts[0] : null
        );
    }

    internal static LearningSpec Learning(LearningChoice choice, ILearningRule rule) =>
        new()
        {
            Rule = rule,
            Sign = choice.Sign,
            WeightMax = choice.WeightMax,
            Decay = choice.Decay,
            Cap = choice.Cap > 0 ? choice.Cap : double.PositiveInfinity,
            TrainingGain = choice.TrainingGain,
            SoftBounds = choice.SoftBounds,
            Normalisation = Enum.Parse<RowNormalisation>(choice.Normalisation.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        };

    /// <summary>Measures of the learned weights. What needs every block is NaN where an item has no neuron of its own.</summary>
    internal static StructureResult Structure(Matrix weights, Assemblies assemblies, int assemblySize)
    {
        var blocks = BlockStructure.Of(weights, assemblies, assemblySize);
        var result = new StructureResult
        {
            LagProfile = [.. blocks.LagProfile],
            Blocks = [.. blocks.Blocks.Values],
            Flow = blocks.Flow,
            AsymB = blocks.Asymmetry,
            CpxB = blocks.ComplexShare,
        };
        if (!blocks.Blocks.IsFinite())
        {
            return result;
        }

        var spectrum = Eigen.Values(blocks.Blocks);
        var singular = Svd.SingularValues(blocks.Blocks).Select(s => s * s).ToArray();
        return result with
        {
            SpectralAbscissa = spectrum[0].Real,
            Henrici = Henrici(blocks.Blocks, spectrum),
            ParticipationRatio = singular.Sum() * singular.Sum() / singular.Sum(s => s * s),
        };
    }

    private static double Henrici(Matrix matrix, System.Numerics.Complex[] spectrum)
    {
        var norm = matrix.FrobeniusNorm();
        return Math.Sqrt(Math.Max(0, (norm * norm) - spectrum.Sum(value => value.Magnitude * value.Magnitude))) / norm;
    }

    /// <summary>Lesion: all synapses of the lost neurons are cut. Weight noise is independent for every existing synapse.</summary>
    /// <param name="unit">Synapses that share a weight of 1: n_A in a rate network, whose weights are per synapse, 1 where weights are per
    /// assembly.</param>
    /// <param name="least">Lowest weight: 0 where neurons excite only.</param>
    internal static Matrix Perturbed(RunSpec spec, RandomStreams random, Matrix weights, int unit, double least = double.NegativeInfinity)
    {
        var p = spec.Perturbation;
        if (p.LesionShare <= 0 && p.WeightNoise <= 0)
        {
            return weights;
        }

        var result = weights.Copy();
        var stream = random.Open(StreamPurpose.Perturbation);
        var n = weights.Rows;
        var lost = stream.Permutation(n).Take((int)Math.Round(p.LesionShare * n)).ToHashSet();
        var sd = p.WeightNoise * spec.Learning.WeightMax / unit;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var noise = stream.NextGaussian();
                result[i, j] =
                    lost.Contains(i) || lost.Contains(j) ? 0
                    : i == j ? 0
                    : Math.Max(least, result[i, j] + (sd * noise));
            }
        }

        return result;
    }

    /// <summary>Recalls with given weights, and their measures; the course is kept when the run keeps an example.</summary>
    internal static (
        ImmutableArray<Readout> Readouts,
        ImmutableArray<ImmutableArray<double>> Example,
        Replay? Replay,
        string? Behaviour
    ) Read(RunSpec spec, PreparedRun prepared, Matrix weights)
    {
        var task = prepared.Task;
        var network = prepared.Network with { NoiseSd = prepared.Network.NoiseSd * spec.Perturbation.NoiseFactor };
        var points = spec.Readouts;
        Probe[] probes = [.. task.Probes().Where(probe => spec.Cues == AskedCues.AllCues || probe.Group == "cue")];
        var columns = points.SelectMany(point => probes.Select(probe => RateProbe.Of(probe, point.Inhibition, point.Gain))).ToArray();
        var courses = RateRecall.Run(network, prepared.Assemblies, weights, columns, prepared.Random, prepared.Precision);
        IReadOnlyList<RecallCourse> At(int point, string group) =>
            [
                .. probes
                    .Select((probe, k) => (probe, k))
                    .Where(x => x.probe.Group == group)
                    .Select(x => courses[(point * probes.Length) + x.k]),
            ];
        var hasInner = probes.Any(probe => probe.Group == "inner");
        var readouts = points
            .Select(
                (point, p) =>
                    RecallMeasures.Of(
                        point,
                        task,
                        network.TimeStep,
                        network.Units,
                        network.AssemblySize,
                        At(p, "cue"),
                        hasInner ? At(p, "inner") : null
                    )
            )
            .ToImmutableArray();
        var example = courses[0].Overlaps;
        var replay = spec.KeepReplay ? ReplayKeeper.Keep(task, network.TimeStep, At(0, "cue"), At(0, "inner")) : null;
        return (
            readouts,
            [.. Enumerable.Range(0, spec.KeepExample ? example.Rows : 0).Select(t => example.Row(t).ToArray().ToImmutableArray())],
            replay,
            spec.Classify ? Behaviour.Of(task, network, At(0, "cue"), readouts[0]) : null
        );
    }
}
