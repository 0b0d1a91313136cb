using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PlasticityLab.Numerics.Random;

/// <summary>The random numbers of one replicate: independent streams, each named by its purpose and an index.</summary>
/// <param name="seed">The replicate's seed.</param>
public sealed class RandomStreams(ulong seed)
{
    private const int EachPhase = 1 << 16; // indices that a phase may use

    private uint _first;

    /// <summary>The replicate's seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream for a purpose; opening it again gives the same numbers again.</summary>
    public RandomStream Open(StreamPurpose purpose, int index = 0) => new(Seed, (uint)purpose, _first + (uint)index);

    /// <summary>The streams of a later phase of the same replicate: numbers of their own for everything that is opened by an index below
    /// 65536.</summary>
    /// <param name="number">Which phase, from 0; 0 has the numbers of the replicate itself.</param>
    public RandomStreams Phase(int number) => new(Seed) { _first = (uint)(EachPhase * number) };

    /// <summary>The stream of something that is named in words: what else there is moves none of its numbers.</summary>
    public RandomStream Open(StreamPurpose purpose, string name) =>
        new(Seed, (uint)purpose, BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
}
