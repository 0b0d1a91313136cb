using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Runs;

/// <summary>What a run starts from: drawn from its seed alone, so every rule starts from the same network and sees the same
/// items.</summary>
public sealed class PreparedRun
{
    /// <summary>Draws the items and the initial weights.</summary>
    public PreparedRun(RunSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Network.Spiking is not null)
        {
            throw new UserError(
                "This run is of a spiking network, and what was asked for needs a network of rates; use a run of a study without \"kind: spiking\"."
            );
        }

        Random = new RandomStreams(spec.Seed);
        Network = spec.Network.ToNetwork(spec.Task.AssemblySize);
        Task = spec.Task.ToTask(Spec.ArrayItems.Load(spec.Task));
        Assemblies = Task.Draw(Network.Units, Random);
        Initial = InitialWeights.Draw(Network, Random);
        Precision = spec.Precision == "single" ? Precision.Single : Precision.Double;
        Rule = Names.Same(spec.Learning.Rule, "oracle") ? new NoLearning() : RuleChoice.Create(spec.Learning);
    }

    /// <summary>Streams of the replicate.</summary>
    public RandomStreams Random { get; }

    /// <summary>The network.</summary>
    public RateNetwork Network { get; }

    /// <summary>The task.</summary>
    public SequenceTask Task { get; }

    /// <summary>Which neurons stand for which item.</summary>
    public Assemblies Assemblies { get; }

    /// <summary>The initially random weights.</summary>
    public Matrix Initial { get; }

    /// <summary>Precision of the simulation.</summary>
    public Precision Precision { get; }

    /// <summary>The learning rule.</summary>
    public ILearningRule Rule { get; }

    /// <summary>The oracle: W + (s Σ_k ξ^k ξ^kᵀ + f Σ_k ξ^{k+1} ξ^kᵀ + b Σ_k ξ^k ξ^{k+1}ᵀ)/n_A, no self-connections.</summary>
    internal Matrix Oracle(LearningChoice choice)
    {
        var weights = Initial.Copy();
        AddChain(weights, Assemblies, Task, choice, Network.AssemblySize);
        return weights;
    }

    /// <summary>Adds the oracle's chain to weights in which <paramref name="unit"/> synapses share a weight of 1.</summary>
    internal static void AddChain(Matrix weights, Assemblies assemblies, SequenceTask task, LearningChoice choice, int unit)
    {
        double Value(string name) => choice.Parameters.GetValueOrDefault(name, 0) / unit;
        var (self, forward, backward) = (Value("self"), Value("forward"), Value("backward"));
        var order = task.FullOrder;
        for (var k = 0; k < order.Length; k++)
        {
            Link(weights, assemblies[order[k]], assemblies[order[k]], self);
            if (k + 1 < order.Length)
            {
                Link(weights, assemblies[order[k + 1]], assemblies[order[k]], forward);
                Link(weights, assemblies[order[k]], assemblies[order[k + 1]], backward);
            }
        }
    }

    private static void Link(Matrix weights, ReadOnlySpan<int> post, ReadOnlySpan<int> pre, double weight)
    {
        foreach (var i in post)
        {
            foreach (var j in pre)
            {
                if (i != j)
                {
                    weights[i, j] += weight;
                }
            }
        }
    }
}
