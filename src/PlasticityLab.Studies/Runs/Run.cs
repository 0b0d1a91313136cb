using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Runs;

/// <summary>Executes one run, of any kind of network on any task: a pure function of its spec, so it may be repeated, moved to another
/// machine or skipped when its result exists.</summary>
public static class Run
{
    /// <summary>A network whose mean activity after the cue is below this many assemblies and that replays nothing, wherever it is read
    /// out, is called silent.</summary>
    public const double SilentBelow = 0.2;

    /// <summary>A network in which more than this share of all neurons is active is called a seizure.</summary>
    public const double SeizureAbove = 0.5;

    /// <summary>Trains, asks and measures.</summary>
    public static RunResult Execute(RunSpec run, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Measure(Trained.Of(run, run.KeepExample, stop), stop);
    }

    /// <summary>Asks and measures a network that was trained.</summary>
    public static RunResult Measure(Trained trained, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(trained);
        var run = trained.Run;
        var result = new RunResult
        {
            Id = run.Id(),
            Spec = run,
            Status = RunStatus.Ok,
        };
        if (trained.End is { } end)
        {
            return Ended(result, end, "");
        }

        var blocks = trained.Evidence.Once(BlockWeights.Blocks);
        result = result with
        {
            Structure = new() { LagProfile = [.. blocks.LagProfile], Blocks = [.. blocks.Blocks.Values] },
            Print = run.Network is RateNetwork { Arithmetic: Arithmetic.Portable } ? WeightPrint.Of(trained.Learned) : null,
        };
        var weights = trained.Damaged();
        var second = run.LaterSeed > 0 ? trained.Later(run.LaterSeed, stop) : null;
        if (second is not null)
        {
            if (second.End is { } later)
            {
                return Ended(result with { Structure = new() }, later, "On the second sequence: ");
            }

            var points = second.Run with { Readouts = [run.Readouts[0]] };
            result = result with { Later = Read(second, second.Network.Weights, points, stop)[0].Result };
            trained.Network.Weights = second.Network.Weights;
            weights = trained.Damaged();
        }

        var read = Read(trained, weights, run, stop);
        var score = run.Task.Card.Score;
        var best = read.MaxBy(point => point.Result[score])!;
        var (status, detail) = Status(trained, read, best, score);
        var behaviour =
            run.Classify && trained.Task is IOrderedTask ordered
                ? Behaviour.Of(ordered, trained.Network.Items.Units, read[0].First, read[0].Result)
                : null;
        return result with
        {
            Status = status,
            Detail = detail,
            Readouts = [.. read.Select(point => point.Result)],
            Spiking = SpikingFacts.Of(second ?? trained, trained.Network.Items, read[0].First),
            Behaviour = behaviour,
            Replay = run.KeepReplay && trained.Task is IOrderedTask kept ? ReplayKeeper.Keep(kept, read[0].First, read[0].Inner) : null,
            Example = run.KeepExample ? Example.Of(trained, read[0].First[0]) : null,
        };
    }

    /// <summary>What a network with given weights does at each operating point of a run.</summary>
    internal static IReadOnlyList<PointRead> Read(Trained trained, Matrix weights, RunSpec run, CancellationToken stop = default)
    {
        trained.Network.Weights = weights;
        var (probes, wanted) = (Asked(trained.Task, run), run.Wanted);
        var answers = trained.Network.AskAll(
            [
                .. run.Readouts.SelectMany(point =>
                    probes.Select(probe => (probe, point.Values(run.Network.Card, run.Perturbation.NoiseFactor)))
                ),
            ],
            stop
        );
        return
        [
            .. run.Readouts.Select(
                (point, p) => PointRead.Of(point, trained, wanted, [.. answers.Skip(p * probes.Length).Take(probes.Length)])
            ),
        ];
    }

    // The first group tells whether a network is silent; of the others only what is read.
    private static Probe[] Asked(ITask task, RunSpec run)
    {
        var all = task.Probes();
        var read = run.Cues == AskedCues.AllCues ? run.Wanted.Groups : MeasureSet.Some(task, []).Groups;
        return [.. all.Where(probe => run.KeepReplay || probe.Group == all[0].Group || read.Contains(probe.Group))];
    }

    // Its weights say nothing of the rule, so nothing is measured.
    private static RunResult Ended(RunResult result, Trouble end, string where) =>
        result with
        {
            Status = end.Kind == TroubleKind.Diverged ? RunStatus.Diverged : RunStatus.Unstable,
            Behaviour = end.Kind == TroubleKind.Unstable && result.Spec!.Classify ? Behaviour.Unstable : null,
            Detail = where + end.Sentence,
        };

    // One rule for every kind. A replay can be over in a few tens of milliseconds: quiet afterwards, but not silent.
    private static (RunStatus Status, string Detail) Status(Trained trained, IReadOnlyList<PointRead> read, PointRead best, string score)
    {
        if (trained.Trouble is { Kind: TroubleKind.Seizure, Sentence: var training })
        {
            return (RunStatus.Seizure, training);
        }

        if (best.First.FirstOrDefault(recall => recall.Seizure.Length > 0) is { } recall)
        {
            return (RunStatus.Seizure, recall.Seizure);
        }

        if (read.Max(point => point.Active) < SilentBelow && read.All(point => point.Result[score] == 0))
        {
            return (
                RunStatus.Silent,
                "After the cue less than a fifth of an assembly is active and no step is replayed, at every operating point that was read out."
            );
        }

        var active = best.Active * trained.Task.AssemblySize / trained.Network.Items.Units;
        return active > SeizureAbove
            ? (
                RunStatus.Seizure,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Seizure after the cue: as if {100 * active:0} % of the neurons were fully active."
                )
            )
            : (RunStatus.Ok, "");
    }
}

/// <summary>What one operating point showed: the measures, the answers to the task's first group of probes and to cues at inner items, and
/// how many assemblies were active.</summary>
internal sealed record PointRead(PointResult Result, IReadOnlyList<Recording> First, IReadOnlyList<Recording> Inner, double Active)
{
    public static PointRead Of(OperatingPoint point, Trained trained, MeasureSet wanted, IReadOnlyList<Recording> answers)
    {
        var evidence = new Evidence(trained.Task, trained.Evidence, point.Values(trained.Run.Network.Card), answers);
        var measures = MeasureNumbers.Of(
            wanted.Measures.Select(measure => KeyValuePair.Create(measure.Card.Id, Measured(measure, evidence)))
        );
        return new(
            new() { Point = point, Measures = measures },
            evidence.Of(answers[0].Probe.Group),
            evidence.Of(Chain.Inner),
            new ActiveAssemblies().Of(evidence)
        );
    }

    private static double Measured(IMeasure measure, Evidence evidence)
    {
        try
        {
            return measure.Of(evidence);
        }
        catch (Exception error) when (error is not (UserError or OperationCanceledException or OutOfMemoryException))
        {
            throw new UserError(
                $"The measure {measure.Card.Id} ({measure.GetType().FullName}) failed on a network of the task {evidence.Task.Card.Id}: {error.Message}"
            );
        }
    }
}
