using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PlasticityLab.Numerics.Random;

/// <summary>The random numbers of one replicate: independent streams, each named by its purpose and an index.</summary>
/// <param name="seed">The replicate's seed.</param>
public sealed class RandomStreams(ulong seed)
{
    /// <summary>The replicate's seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream for a purpose; opening it again gives the same numbers again.</summary>
    public RandomStream Open(StreamPurpose purpose, int index = 0) => new(Seed, (uint)purpose, (uint)index);

    /// <summary>The stream of something that is named in words: what else there is moves none of its numbers.</summary>
    public RandomStream Open(StreamPurpose purpose, string name) =>
        new(Seed, (uint)purpose, BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
}
