using System.Text.Json;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Runs;
using RateNetwork = PlasticityLab.Simulation.Rate.RateNetwork;

namespace PlasticityLab.Studies.Dynamics;

/// <summary>A run of a study, read back from its file, as a dynamical system: its final weights or those of every epoch, whole or reduced
/// to assemblies.</summary>
/// <remarks>A run is a pure function of its spec, so weights that were not stored are computed again, to the same bits.</remarks>
public sealed class StoredRun
{
    private const int MostUnits = 5000;

    private static readonly JsonSerializerOptions Options = new(Json.Canonical) { RespectNullableAnnotations = true };

    private readonly RunResult _result;
    private readonly Trained _drawn;

    private StoredRun(string id, RunResult result, RunSpec spec) =>
        (Id, _result, Spec, _drawn) = (id, result, spec, Trained.Untrained(spec));

    /// <summary>Name of the run.</summary>
    public string Id { get; }

    /// <summary>What was run.</summary>
    public RunSpec Spec { get; }

    /// <summary>Which neurons stand for which item.</summary>
    public Assemblies Assemblies => _drawn.Network.Items;

    /// <summary>The run in a file, or null when the file holds something else.</summary>
    /// <exception cref="UserError">It is a run, but one that cannot be analysed: diverged, of another kind of neuron, or written by a
    /// version that did not keep what was run.</exception>
    public static StoredRun? Read(string path)
    {
        if (!string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        (bool, RunResult?) Look(JsonElement root) => (IsRun(root), IsRun(root) ? Deserialize(root, path) : null);
        var (isRun, result) = FolderStore.At(path) is { } part
            ? JsonFile.Parse(path, System.Text.Encoding.UTF8.GetString(part.Bytes.Span), Look)
            : JsonFile.Read(path, Look);
        if (!isRun)
        {
            return null;
        }

        if (result?.Spec is not { } spec)
        {
            throw new UserError(
                $"{path} is a stored run, but does not say what was run: it was written by an older version. "
                    + "Run its study again in a new folder."
            );
        }

        UserError.ThrowIfAny(Problems(result, spec).Select(problem => $"{path} is a stored run that cannot be read: {problem}"));
        return spec.Network is RateNetwork { Neuron: Logistic }
            ? result.Status == RunStatus.Diverged
                ? throw new UserError($"{path}: this run diverged, so there is no network to analyse. {result.Detail}")
                : new(result.Id, result, spec)
            : throw new UserError(
                $"{path}: the dynamics of stored runs are analysed for logistic neurons, but this run has {(spec.Network is RateNetwork rates ? rates.Neuron.Card.Id : spec.Network.Card.Name)}."
            );
    }

    private static bool IsRun(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && !root.TryGetProperty("model", out _)
        && root.TryGetProperty("readouts", out _)
        && root.TryGetProperty("status", out _);

    private static RunResult? Deserialize(JsonElement root, string path)
    {
        if (
            root.TryGetProperty("spec", out var was)
            && was.ValueKind == JsonValueKind.Object
            && was.TryGetProperty("network", out var of)
            && of.ValueKind == JsonValueKind.Object
            && of.TryGetProperty("adaptation_tau_ms", out _)
        )
        {
            throw new UserError($"{path} was written by version 0.1, which this version does not read; run its study again.");
        }

        try
        {
            return root.Deserialize<RunResult>(Options);
        }
        catch (JsonException error)
        {
            throw new UserError($"{path} is a stored run that cannot be read: {error.Message}");
        }
    }

    // What a file may say that no run wrote: the network is built from it.
    private static IEnumerable<string> Problems(RunResult result, RunSpec spec)
    {
        if (spec.Network is null || spec.Task is null || spec.Learning?.Rule is null)
        {
            yield return "its network, task or learning is null.";
            yield break;
        }

        var (units, task) = (spec.Network.Neurons, spec.Task);
        if (units is < 1 or > MostUnits)
        {
            yield return $"network.{spec.Network.Card.Size} must lie in 1 .. {MostUnits}, but is {units}.";
        }
        else if (task.Items < 1 || task.AssemblySize < 1 || (long)task.Items * task.AssemblySize > 100L * units)
        {
            yield return $"{task.Items} items of {task.AssemblySize} neurons do not fit {units} neurons.";
        }
        else if (result.Example is { Weights.Length: > 0 } kept && kept.Weights.Length != units * units)
        {
            yield return $"its example must have {units} x {units} weights, but has {kept.Weights.Length}.";
        }
        else if (spec.Readouts.IsDefaultOrEmpty && result.Best is null)
        {
            yield return "it has no operating point.";
        }
    }

    /// <summary>W after training, [post, pre].</summary>
    public Matrix Weights(CancellationToken cancellation = default)
    {
        var n = Spec.Network.Neurons;
        return _result.Example is { Weights.Length: > 0 } kept
            ? new Matrix(n, n, [.. kept.Weights.Select(w => (double)w)])
            : Trained.Of(Spec, stop: cancellation).Learned;
    }

    /// <summary>W at the end of every epoch, the initial ones first as epoch 0; of rules that do not learn step by step (the oracle, no
    /// learning) the first and the last only.</summary>
    public IReadOnlyList<(double Epoch, Matrix Weights)> Course(CancellationToken cancellation = default)
    {
        var trained = Trained.Of(Spec, keepCourse: true, cancellation);
        return trained.Snapshots.Count > 1
            ? [.. trained.Snapshots.Select(s => ((double)s.Epoch, s.Weights))]
            : [(0, _drawn.Network.InitialWeights), (1, trained.Learned)];
    }

    /// <summary>The network with given weights at the run's operating point, time in units of τ.</summary>
    public AssemblyNetwork Network(Matrix weights) => new(weights, Point(0), Spec.Task.AssemblySize);

    /// <summary>The same, reduced to the assemblies: block-averaged weights, all other units at their resting rate.</summary>
    public AssemblyNetwork Reduced(Matrix weights)
    {
        var outside = Math.Max(0, ((double)Spec.Network.Neurons / Spec.Task.AssemblySize) - Assemblies.Count);
        var blocks = BlockStructure.Of(weights, Assemblies, Spec.Task.AssemblySize).Blocks;
        UserError.ThrowIfAny(
            Enumerable
                .Range(0, blocks.Rows)
                .Where(item => Assemblies.Exclusive[item].Length == 0)
                .Select(item =>
                    $"--reduce assemblies: item {item + 1} has no neuron of its own, all {Assemblies[item].Length} belong to other items too, so its weights cannot be told apart; analyse the whole network."
                )
        );
        var neuron = (Logistic)((RateNetwork)Spec.Network).Neuron;
        return new(blocks, Point(outside * AssemblyField.RestingRate(neuron.Beta, neuron.Theta)));
    }

    /// <summary>Each assembly active alone, and each together with the next of the sequence: where equilibria are expected,
    /// [state].</summary>
    public IReadOnlyList<double[]> Hints(AssemblyNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var (units, order) = (network.Field.Assemblies, Order(_drawn.Task));
        var whole = units == Spec.Network.Neurons;
        double[] State(params IEnumerable<int> items)
        {
            var x = new double[network.Dimension];
            foreach (var i in items.SelectMany(item => whole ? Assemblies[item].ToArray() : [item]))
            {
                x[i] = 1;
                x[^(units - i)] = 1;
            }

            return x;
        }

        return [.. order.Select(item => State(item)), .. order.Zip(order.Skip(1), (a, b) => State(a, b))];
    }

    // The order of the items; where a task has none, that of their numbers.
    private static int[] Order(ITask task) =>
        task is IOrderedTask ordered ? [.. ordered.Order.Distinct()] : [.. Enumerable.Range(0, task.Items)];

    private AssemblyPoint Point(double outside) => AssemblyPoints.Of(Spec.Network, _result.Best?.Point ?? Spec.Readouts[0], outside)!;
}
