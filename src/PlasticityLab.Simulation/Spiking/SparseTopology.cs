using System.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Who sends to whom in one slice: compressed rows by sender, targets as 16- or 32-bit local indices, ascending in each row.</summary>
internal sealed unsafe class SparseTopology<TIndex>(NativeBuffer<uint> rows, NativeBuffer<TIndex> targets) where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    public NativeBuffer<uint> Rows { get; } = rows;

    public NativeBuffer<TIndex> Targets { get; } = targets;

    public int Senders => (int)Rows.Length - 1;

    public long Synapses => Targets.Length;

    /// <summary>The share of receivers low .. high−1, with the place of each of its synapses in the whole.</summary>
    public static SparseTopology<TIndex> Cut(uint[] rows, int[] targets, int low, int high, out uint[] places)
    {
        var kept = new List<uint>(targets.Length);
        var newRows = new NativeBuffer<uint>(rows.Length);
        for (var i = 0; i < rows.Length - 1; i++)
        {
            newRows.P[i] = (uint)kept.Count;
            for (var z = rows[i]; z < rows[i + 1]; z++)
            {
                if (targets[z] >= low && targets[z] < high)
                {
                    kept.Add(z);
                }
            }
        }

        newRows.P[rows.Length - 1] = (uint)kept.Count;
        var newTargets = new NativeBuffer<TIndex>(kept.Count);
        for (var k = 0; k < kept.Count; k++)
        {
            newTargets.P[k] = TIndex.CreateTruncating(targets[kept[k]] - low);
        }

        places = [.. kept];
        return new(newRows, newTargets);
    }

    /// <summary>The whole as one slice; nothing is cut.</summary>
    public static SparseTopology<TIndex> Whole(uint[] rows, int[] targets)
    {
        var newRows = new NativeBuffer<uint>(rows.Length);
        rows.CopyTo(newRows.Span);
        var newTargets = new NativeBuffer<TIndex>(targets.Length);
        for (var k = 0; k < targets.Length; k++)
        {
            newTargets.P[k] = TIndex.CreateTruncating(targets[k]);
        }

        return new(newRows, newTargets);
    }

    /// <summary>The same synapses by receiver: where each lies, and who sends. 4 + sizeof(TSender) bytes a synapse.</summary>
    public (NativeBuffer<uint> Rows, NativeBuffer<uint> Places, NativeBuffer<TSender> Senders) ByReceiver<TSender>(int receivers) where TSender : unmanaged, IBinaryInteger<TSender>
    {
        var rows = new NativeBuffer<uint>(receivers + 2);
        var places = new NativeBuffer<uint>(Synapses);
        var senders = new NativeBuffer<TSender>(Synapses);
        for (long z = 0; z < Synapses; z++)
        {
            rows.P[int.CreateTruncating(Targets.P[z]) + 2]++;
        }

        for (var j = 2; j <= receivers + 1; j++)
        {
            rows.P[j] += rows.P[j - 1];
        }

        for (var i = 0; i < Senders; i++)
        {
            for (var z = Rows.P[i]; z < Rows.P[i + 1]; z++)
            {
                var q = rows.P[int.CreateTruncating(Targets.P[z]) + 1]++; // after this pass rows[j] is the start of receiver j
                places.P[q] = z;
                senders.P[q] = TSender.CreateTruncating(i);
            }
        }

        return (rows, places, senders);
    }
}
