using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>A whole experiment as WebAssembly: a module that trains a rate network and replays it, and the memory that it works on. It gives
/// the bits of <see cref="Arithmetic.Portable"/>, wherever it runs.</summary>
/// <remarks>
/// The module imports <c>env.memory</c> of exactly <see cref="Pages"/> pages and nothing else. It exports <c>draw()</c> (initial weights of
/// the seed in the control block), <c>begin()</c> (back to the first step, with the weights that stand there), <c>step(count)</c> (training;
/// answers how many steps were done), <c>ask()</c> and <c>recall(count)</c> (a replay with the weights of now, frozen), <c>words(stream)</c>
/// (eight random words of a stream). A state is a copy of the memory: put back, it goes on with the same bits.
/// </remarks>
/// <param name="Module">The module, in the binary format of WebAssembly 2.0 with vectors of 128 bits.</param>
/// <param name="Image">The memory before <c>draw</c> and <c>begin</c>; what lies behind it is 0.</param>
/// <param name="Map">Where everything lies [byte].</param>
/// <param name="Pages">Size of the memory in pages of 64 KiB.</param>
/// <param name="Stride">From one row of the weights to the next [byte].</param>
/// <param name="RecordStride">From one moment of a record (<c>ring</c>, <c>replay</c>) to the next [byte].</param>
/// <param name="Form">How the rule is carried out: "low rank 2" and the like, or "formula".</param>
/// <param name="Terms">The rule as a sum of products, for telling why a weight changes; empty where it is none.</param>
internal sealed record Kernel(
    byte[] Module,
    byte[] Image,
    IReadOnlyDictionary<string, int> Map,
    int Pages,
    int Stride,
    int RecordStride,
    string Form,
    ImmutableArray<KernelTerm> Terms
)
{
    /// <summary>Steps of activity that training keeps, in a ring: at least a whole presentation.</summary>
    public int Ring { get; init; }

    private const int MostUnits = 2000,
        MostSteps = 4_000_000;

    /// <summary>What keeps a network from being written as a kernel, one sentence each; it can still be simulated by the engine.</summary>
    public static IEnumerable<string> Problems(RateNetwork network, LearningSpec learning, IEnumerable<Trial> training)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(learning);
        ArgumentNullException.ThrowIfNull(training);
        var trials = training.ToArray();
        return
        [
            .. network.Problems(),
            .. learning.Problems(),
            .. PlasticMatrix.PortableProblems(learning.Rule),
            .. Require.All(
                Series.Transfer(network.Neuron) is null
                    ? $"A kernel has no transfer function {network.Neuron.Card.Id}; use logistic, tanh or threshold_linear, or the engine."
                    : null,
                network.Units > MostUnits
                    ? $"A kernel has at most {MostUnits} neurons, but units is {network.Units}; larger networks run in the engine."
                    : null,
                network.Density < 1
                    ? $"A kernel knows no absent synapses, but density is {network.Density:R}; sparse networks run in the engine."
                    : null,
                network.DaleInhibitory > 0
                    ? $"A kernel knows no Dale's law, but dale_inhibitory is {network.DaleInhibitory:R}; such networks run in the engine."
                    : null,
                learning.Normalisation is not (RowNormalisation.None or RowNormalisation.Subtractive)
                    ? $"A kernel knows no normalisation {Names.Snake(learning.Normalisation.ToString())}; it runs in the engine."
                    : null,
                trials.Any(trial => trial.Segments.Any(segment => segment.Frames is not null))
                    ? "A kernel plays items, but this task plays a recording; it runs in the engine."
                    : null,
                trials.Any(trial => trial.Segments.Any(segment => !segment.Items.IsDefault && segment.Items.Length > 1))
                    ? "A kernel plays one item at a time, but this task plays several together; it runs in the engine."
                    : null,
                trials.SelectMany(trial => trial.Segments).Where(segment => !segment.IsSilent).Select(s => s.Drive).Distinct().Count() > 1
                    ? "A kernel has one strength of drive, but this task has several; it runs in the engine."
                    : null,
                trials.Sum(trial => (long)trial.Steps(network.TimeStep)) > MostSteps
                    ? $"A kernel plays at most {MostSteps} steps of training; take fewer epochs or the engine."
                    : null
            ),
        ];
    }

    /// <summary>Writes the kernel of a network with its rule and its training.</summary>
    /// <param name="network">The network; whatever its arithmetic, a kernel computes portably.</param>
    /// <param name="learning">The rule and its constraints.</param>
    /// <param name="training">What is heard in training, in turn.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="seed">Seed of weights and noise; it stands in the control block.</param>
    /// <param name="longestReplay">Room for so many steps of a replay.</param>
    /// <exception cref="UserError">A kernel cannot do this; the sentences say what.</exception>
    public static Kernel Write(
        RateNetwork network,
        LearningSpec learning,
        IEnumerable<Trial> training,
        Assemblies assemblies,
        ulong seed,
        int longestReplay
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(learning);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(assemblies);
        var trials = training.ToImmutableArray();
        UserError.ThrowIfAny(Problems(network, learning, trials));
        return new KernelWriter(
            network with
            {
                Arithmetic = Arithmetic.Portable,
            },
            learning,
            trials,
            assemblies,
            seed,
            longestReplay
        ).Write();
    }
}

/// <summary>One term of dw/dt: coefficient · signals of the receiver · signals of the sender · w^n.</summary>
/// <param name="Coefficient">The coefficient [weight unit/s at unit signals].</param>
/// <param name="Post">Signals of the receiver: rate, change, fast, slow.</param>
/// <param name="Pre">Signals of the sender.</param>
/// <param name="Weight">n, how often w stands in it.</param>
internal sealed record KernelTerm(double Coefficient, ImmutableArray<string> Post, ImmutableArray<string> Pre, int Weight);
