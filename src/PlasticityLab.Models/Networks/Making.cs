using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Models.Networks;

/// <summary>What a kind needs to make a network.</summary>
/// <param name="Learning">How it learns.</param>
/// <param name="Items">Which neurons stand for which item.</param>
/// <param name="AssemblySize">n_A, the unit in which weights and inhibition are told.</param>
/// <param name="Random">Streams of the replicate.</param>
/// <param name="Single">Single instead of double precision.</param>
public sealed record Making(LearningSpec Learning, Assemblies Items, int AssemblySize, RandomStreams Random, bool Single = false)
{
    /// <summary>W[post, pre] that learning begins with and that limits are relative to; null: drawn from the seed alone.</summary>
    public Matrix? Initial { get; init; }

    /// <summary>Whether recordings carry what happens inside, where a kind has it: single spikes.</summary>
    public bool Inside { get; init; }
}
