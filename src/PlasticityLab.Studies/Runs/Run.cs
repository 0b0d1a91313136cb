using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

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
        var trained = Trained.Of(run, run.KeepExample, stop);
        var result = new RunResult
        {
            Id = run.Id(),
            Spec = run,
            Status = "ok",
        };
        if (trained.End is { } end)
        {
            return Ended(result, end, "");
        }

        var blocks = trained.Evidence.Once(BlockWeights.Blocks);
        result = result with
        {
            Structure = new() { LagProfile = [.. blocks.LagProfile], Blocks = [.. blocks.Blocks.Values] },
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
        var best = read.MaxBy(point => point.Result[ReplayScore.Id])!;
        var (status, detail) = Status(trained, read, best);
        var behaviour = run.Classify ? Behaviour.Of(trained.Task, trained.Network.Items.Units, read[0].First, read[0].Result) : null;
        return result with
        {
            Status = status,
            Detail = detail,
            Readouts = [.. read.Select(point => point.Result)],
            Spiking = SpikingFacts.Of(second ?? trained, trained.Network.Items, read[0].First),
            Behaviour = behaviour,
            Replay = run.KeepReplay ? ReplayKeeper.Keep(trained.Task, read[0].First, read[0].Inner) : null,
            Example = run.KeepExample ? Example.Of(trained, read[0].First[0]) : null,
        };
    }

    /// <summary>What a network with given weights does at each operating point of a run.</summary>
    internal static IReadOnlyList<PointRead> Read(Trained trained, Matrix weights, RunSpec run, CancellationToken stop = default)
    {
        trained.Network.Weights = weights;
        Probe[] probes = [.. trained.Task.Probes().Where(probe => run.Cues == AskedCues.AllCues || probe.Group == "cue")];
        var answers = trained.Network.AskAll(
            [.. run.Readouts.SelectMany(point => probes.Select(probe => (probe, point.Values(run.Perturbation.NoiseFactor))))],
            stop
        );
        return
        [
            .. run.Readouts.Select((point, p) => PointRead.Of(point, trained, [.. answers.Skip(p * probes.Length).Take(probes.Length)])),
        ];
    }

    // Its weights say nothing of the rule, so nothing is measured.
    private static RunResult Ended(RunResult result, Trouble end, string where) =>
        result with
        {
            Status = end.Kind == TroubleKind.Diverged ? "diverged" : "unstable",
            Behaviour = end.Kind == TroubleKind.Unstable && result.Spec!.Classify ? Behaviour.Unstable : null,
            Detail = where + end.Sentence,
        };

    // One rule for every kind. A replay can be over in a few tens of milliseconds: quiet afterwards, but not silent.
    private static (string Status, string Detail) Status(Trained trained, IReadOnlyList<PointRead> read, PointRead best)
    {
        if (trained.Network.Trouble is { Kind: TroubleKind.Seizure, Sentence: var training })
        {
            return ("seizure", training);
        }

        if (best.First.FirstOrDefault(recall => recall.Seizure.Length > 0) is { } recall)
        {
            return ("seizure", recall.Seizure);
        }

        if (read.Max(point => point.Result[ActiveAssemblies.Id]) < SilentBelow && read.All(point => point.Result[ReplayScore.Id] == 0))
        {
            return (
                "silent",
                "After the cue less than a fifth of an assembly is active and no step is replayed, at every operating point that was read out."
            );
        }

        var active = best.Result[ActiveAssemblies.Id] * trained.Task.AssemblySize / trained.Network.Items.Units;
        return active > SeizureAbove
            ? (
                "seizure",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Seizure after the cue: as if {100 * active:0} % of the neurons were fully active."
                )
            )
            : ("ok", "");
    }
}

/// <summary>What one operating point showed: the measures, the recalls of the first cue and those of inner cues.</summary>
internal sealed record PointRead(PointResult Result, IReadOnlyList<Recording> First, IReadOnlyList<Recording> Inner)
{
    public static PointRead Of(OperatingPoint point, Trained trained, IReadOnlyList<Recording> answers)
    {
        var evidence = new Evidence(trained.Task, trained.Evidence, point.Values(), answers);
        var measures = Catalog
            .Of<IMeasure>()
            .All.Where(measure => measure.AppliesTo(trained.Task))
            .ToImmutableSortedDictionary(measure => measure.Card.Id, measure => measure.Of(evidence), StringComparer.Ordinal);
        return new(new() { Point = point, Measures = measures }, evidence.Of("cue"), evidence.Of("inner"));
    }
}
