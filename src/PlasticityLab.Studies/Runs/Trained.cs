using PlasticityLab.Analysis.Measures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Runs;

/// <summary>The network of a run: items, weights and noise are drawn from its seed alone, so every rule starts from the same network and
/// sees the same items; then it learns.</summary>
public sealed class Trained
{
    private readonly RandomStreams _random;
    private readonly List<Trouble?> _troubles = []; // of the phases after the first

    private Trained(RunSpec run, Making? making = null)
    {
        (Run, Task, _random) = (run, run.Task, new(run.Seed));
        var kind = run.Network;
        Making = (
            making ?? new(run.Learning.ToSpec(), Task.Draw(kind.Neurons, _random), Task.AssemblySize, _random, run.Precision == "single")
        ) with
        {
            Inside = run.KeepExample,
        };
        Network = kind.Make(Making);
        Learned = Network.InitialWeights;
        Followed = run.Record is { } wish ? new(wish) : null;
    }

    /// <summary>What was run.</summary>
    public RunSpec Run { get; }

    /// <summary>The task.</summary>
    public ITask Task { get; }

    /// <summary>The network, with the weights that it has learned.</summary>
    public INetwork Network { get; }

    /// <summary>What was heard, epoch by epoch; empty where weights are given or nothing is learned.</summary>
    public IReadOnlyList<Recording> Epochs { get; private set; } = [];

    /// <summary>Weights after every epoch, those before training first, the last ones after the silence that ends training; empty where
    /// weights are given or nothing is learned, or when they were not asked for.</summary>
    public IReadOnlyList<(int Epoch, Matrix Weights)> Snapshots { get; private set; } = [];

    /// <summary>What was seen of the training for the recording that the run asks for; null: it asks for none.</summary>
    internal FollowedTraining? Followed { get; }

    /// <summary>The weights that it has learned, or was given, before any damage; the initial ones of a network that was not
    /// trained.</summary>
    public Matrix Learned { get; private set; }

    /// <summary>The same, as measures see them.</summary>
    public LearnedWeights Evidence => field ??= new(Network.Items, Network.InitialWeights, Learned, Network.Unit);

    /// <summary>The gravest thing that went wrong while it learned, in any phase; null: nothing.</summary>
    public Trouble? Trouble => _troubles.Append(Network.Trouble).OfType<Trouble>().MaxBy(trouble => trouble.Kind);

    /// <summary>What ended the training; null: nothing, the weights are what was learned.</summary>
    public Trouble? End => Trouble is { Kind: TroubleKind.Diverged or TroubleKind.Unstable } end ? end : null;

    private Making Making { get; }

    private bool Learns => Making.Learning.Rule is not NoLearning || Run.Learning.HasPhases;

    /// <summary>The network of a run, trained.</summary>
    /// <param name="run">The run.</param>
    /// <param name="keepCourse">Keep the weights after every epoch.</param>
    /// <param name="stop">Looked at while training.</param>
    public static Trained Of(RunSpec run, bool keepCourse = false, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var trained = new Trained(run);
        if (run.Learning.Given is { } given)
        {
            // A study of a task that they cannot be built for is not begun: StudyCheck.
            var weights = trained.Network.Weights;
            given.AddTo(weights, trained.Network.Items, trained.Task, trained.Network.Unit);
            trained.Network.Weights = weights;
        }

        trained.Learn(keepCourse, stop);
        trained.Learned = trained.Network.Weights;
        return trained;
    }

    /// <summary>The network as it is before it learns.</summary>
    public static Trained Untrained(RunSpec run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(run);
    }

    /// <summary>The same network after learning a second task on top: other items, other noise, the weights that the first one left.
    /// Limits stay relative to the weights before the first.</summary>
    public Trained Later(ulong seed, CancellationToken stop)
    {
        var run = Run with { Seed = seed, LaterSeed = 0, Record = null, KeepExample = false, KeepReplay = false };
        var random = new RandomStreams(seed);
        var second = new Trained(
            run,
            Making with
            {
                Random = random,
                Items = Task.Draw(run.Network.Neurons, random),
                Initial = Network.InitialWeights,
            }
        );
        second.Network.Weights = Network.Weights;
        second.Learn(false, stop);
        second.Learned = second.Network.Weights;
        return second;
    }

    /// <summary>Lesion: all synapses of the lost neurons are cut. Weight noise is independent for every existing synapse.</summary>
    public Matrix Damaged()
    {
        var (weights, p) = (Network.Weights, Run.Perturbation); // a copy
        if (p.LesionShare <= 0 && p.WeightNoise <= 0)
        {
            return weights;
        }

        var stream = _random.Open(StreamPurpose.Perturbation);
        var n = weights.Rows;
        var lost = stream.Permutation(n).Take((int)Math.Round(p.LesionShare * n)).ToHashSet();
        var sd = p.WeightNoise * Run.Learning.WeightMax / Network.Unit;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var noise = stream.NextGaussian();
                weights[i, j] =
                    lost.Contains(i) || lost.Contains(j) || i == j ? 0 : Math.Max(Run.Network.Least, weights[i, j] + (sd * noise));
            }
        }

        return weights;
    }

    private void Learn(bool keepCourse, CancellationToken stop)
    {
        if (!Learns)
        {
            return;
        }

        var (epochs, snapshots) = (new List<Recording>(), new List<(int, Matrix)>());
        (Epochs, Snapshots) = (epochs, snapshots);
        See(Network.InitialWeights);
        foreach (var (phase, number) in Run.Learning.Phases.Select((phase, number) => (phase, number)))
        {
            var network = number == 0 ? Network : InPhase(phase, number);
            foreach (var trial in Heard(phase).Training(_random.Phase(number)))
            {
                var heard = network.Learn(trial).ToEnd(stop);
                if (!trial.IsSilent)
                {
                    epochs.Add(heard);
                    if (network.Trouble?.Kind == TroubleKind.Diverged)
                    {
                        Leave(network, number);
                        return;
                    }
                }
                else if (keepCourse && snapshots.Count > 1)
                {
                    snapshots.RemoveAt(snapshots.Count - 1);
                }

                if (keepCourse || Followed is not null)
                {
                    See(network.Weights);
                }
            }

            Leave(network, number);
        }

        void See(Matrix weights)
        {
            Followed?.See(epochs.Count, weights);
            if (keepCourse)
            {
                snapshots.Add((epochs.Count, weights));
            }
        }
    }

    // The network of a later phase: from rest, on the weights of now, with noise of its own; limits stay relative to the first weights.
    private INetwork InPhase(LearningChoice phase, int number)
    {
        var network = Run.Network.Make(
            Making with
            {
                Learning = phase.ToSpec(),
                Random = _random.Phase(number),
                Initial = Network.InitialWeights,
            }
        );
        network.Weights = Network.Weights;
        return network;
    }

    private void Leave(INetwork network, int number)
    {
        if (number > 0)
        {
            _troubles.Add(network.Trouble);
            Network.Weights = network.Weights;
        }
    }

    // What is heard in a phase; a study of a task whose presentations cannot be counted is not begun: StudyCheck.
    private ITask Heard(LearningChoice phase) =>
        phase.Presentations == 0 ? Task : RunPatch.With(Run, "task.epochs", phase.Presentations).Task;
}
