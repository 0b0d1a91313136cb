using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

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

        result = result with { Structure = Structure(trained.Learned, trained.Network) };
        var weights = trained.Damaged();
        var second = run.LaterSeed > 0 ? trained.Later(run.LaterSeed, stop) : null;
        if (second is not null)
        {
            if (second.End is { } later)
            {
                return Ended(result with { Structure = new() }, later, "On the second sequence: ");
            }

            var points = second.Run with { Readouts = [run.Readouts[0]] };
            result = result with { Later = Read(second, second.Network.Weights, points, stop)[0].Readout };
            trained.Network.Weights = second.Network.Weights;
            weights = trained.Damaged();
        }

        var read = Read(trained, weights, run, stop);
        var best = read.MaxBy(point => point.Readout.S)!;
        var (status, detail) = Status(trained, read, best);
        var behaviour = run.Classify ? Behaviour.Of(trained.Task, trained.Network.Items.Units, read[0].First, read[0].Readout) : null;
        return result with
        {
            Status = status,
            Detail = detail,
            Readouts = [.. read.Select(point => point.Readout)],
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

    /// <summary>Measures of the learned weights. What needs every block is NaN where an item has no neuron of its own.</summary>
    internal static StructureResult Structure(Matrix weights, INetwork network)
    {
        var blocks = BlockStructure.Of(weights, network.Items, network.Unit);
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

        if (read.Max(point => point.Readout.ActiveAssemblies) < SilentBelow && read.All(point => point.Readout.S == 0))
        {
            return (
                "silent",
                "After the cue less than a fifth of an assembly is active and no step is replayed, at every operating point that was read out."
            );
        }

        var active = best.Readout.ActiveAssemblies * trained.Task.AssemblySize / trained.Network.Items.Units;
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
internal sealed record PointRead(Readout Readout, IReadOnlyList<Recording> First, IReadOnlyList<Recording> Inner)
{
    public static PointRead Of(OperatingPoint point, Trained trained, IReadOnlyList<Recording> answers)
    {
        Recording[] first = [.. answers.Where(answer => answer.Probe.Group == "cue")];
        Recording[] inner = [.. answers.Where(answer => answer.Probe.Group == "inner")];
        return new(RecallMeasures.Of(point, trained.Task, trained.Network.Items.Units, first, inner), first, inner);
    }
}
