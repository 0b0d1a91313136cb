using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Runs;

/// <summary>All weights at one time.</summary>
/// <param name="Epoch">After this epoch; 0: before training.</param>
/// <param name="Values">float32, little-endian, row after row of W[post, pre].</param>
public sealed record WeightRecord(int Epoch, byte[] Values)
{
    /// <summary>The weights as numbers, row after row.</summary>
    public IEnumerable<double> Numbers() => MemoryMarshal.Cast<byte, float>(Values).ToArray().Select(w => (double)w);

    /// <summary>What is kept of the snapshots of a training.</summary>
    /// <param name="snapshots">Weights after every epoch, those before training first.</param>
    /// <param name="every">Epochs between two that are kept; 0: none.</param>
    /// <param name="epochs">The last epoch, which is kept always.</param>
    internal static ImmutableArray<WeightRecord> Along(IEnumerable<(int Epoch, Matrix Weights)> snapshots, int every, int epochs) =>
        [
            .. snapshots
                .Where(snapshot => every > 0 && (snapshot.Epoch % every == 0 || snapshot.Epoch == epochs))
                .Select(snapshot => new WeightRecord(snapshot.Epoch, Bytes(snapshot.Weights))),
        ];

    private static byte[] Bytes(Matrix weights) => MemoryMarshal.AsBytes<float>(weights.Values.Select(w => (float)w).ToArray()).ToArray();
}
