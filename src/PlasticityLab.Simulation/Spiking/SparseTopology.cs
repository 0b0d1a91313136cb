using System.Numerics;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Who sends to whom in one slice: compressed rows by sender, targets as 16- or 32-bit local indices, ascending in each
/// row.</summary>
internal sealed unsafe class SparseTopology<TIndex>(NativeBuffer<uint> rows, NativeBuffer<TIndex> targets)
    where TIndex : unmanaged, IBinaryInteger<TIndex>
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

    /// <summary>Most synapses of one sender; place in a row must fit into an index.</summary>
    public static long LongestRow(uint[] rows)
    {
        var longest = 0u;
        for (var i = 0; i + 1 < rows.Length; i++)
        {
            longest = Math.Max(longest, rows[i + 1] - rows[i]);
        }

        return longest;
    }

    /// <summary>The same synapses by receiver: who sends, and at which place of the sender's row each lies. A place in a row is as short as
    /// a target: with 16 bits a learning synapse takes 4 + 3·2 = 10 bytes.</summary>
    public (NativeBuffer<uint> Rows, NativeBuffer<TIndex> Senders, NativeBuffer<TIndex> Places) ByReceiver(int receivers)
    {
        var rows = new NativeBuffer<uint>(receivers + 2);
        var places = new NativeBuffer<TIndex>(Synapses);
        var senders = new NativeBuffer<TIndex>(Synapses);
        uint* counts = rows.P,
            starts = Rows.P;
        var targets = Targets.P;
        for (long z = 0; z < Synapses; z++)
        {
            counts[int.CreateTruncating(targets[z]) + 2]++;
        }

        for (var j = 2; j <= receivers + 1; j++)
        {
            counts[j] += counts[j - 1];
        }

        for (var i = 0; i < Senders; i++)
        {
            var (sender, start) = (TIndex.CreateTruncating(i), starts[i]);
            for (var z = start; z < starts[i + 1]; z++)
            {
                var q = counts[int.CreateTruncating(targets[z]) + 1]++; // after this pass rows[j] is the start of receiver j
                senders.P[q] = sender;
                places.P[q] = TIndex.CreateTruncating(z - start);
            }
        }

        return (rows, senders, places);
    }
}
