using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Memory;

/// <summary>What memory a test of memories takes, told before it is taken: some for all of its networks, some for each on which it works at
/// a time.</summary>
/// <param name="Shared">What all networks share [byte].</param>
/// <param name="Each">What each one takes [byte].</param>
public sealed record TestMemory(double Shared, double Each)
{
    /// <summary>Most networks a point of a test, as in studies.</summary>
    public const int MostSeeds = 10_000;

    /// <summary>Networks that are worked on at a time: as many as there are processors, if they fit.</summary>
    public int Threads => MachineMemory.Threads(Shared, Each, Environment.ProcessorCount);

    /// <summary>What the test takes at most [byte].</summary>
    public double Most => Shared + (Threads * Each);

    /// <summary>A sentence when this machine cannot hold one network at a time; null when it can.</summary>
    public string? Problem => MachineMemory.Problem("the networks need", Shared + Each, "use fewer neurons or fewer seeds");

    /// <summary>Options of a loop over networks.</summary>
    internal ParallelOptions Options(CancellationToken cancellation) =>
        new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Threads };

    /// <summary>The random numbers of one network of a test: the one place where the memory part opens streams of a seed.</summary>
    internal static RandomStreams Streams(ulong seed) => new(seed);

    /// <summary>The number of networks a point must be in range.</summary>
    internal static string? Seeds(int seeds) =>
        seeds is >= 1 and <= MostSeeds ? null : $"seeds must lie in 1 .. {MostSeeds}, but is {seeds}.";
}
