using System.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Scales the weights of a neuron so that their absolute values sum to a target, whatever their signs.</summary>
internal static class DivisiveNormalisation
{
    /// <summary>Scales row <paramref name="i"/>; weights that reach a bound stay there and the others make up for them.</summary>
    /// <remarks>Scaling keeps every sign, so Dale's law and absent synapses hold by themselves. Each round leaves at least one more weight
    /// at its bound, and one round is enough where none gets there.</remarks>
    public static void Apply<TScalar>(WeightStore<TScalar> store, int i, double target)
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        var row = store.Row(i);
        var held = new bool[row.Length];
        for (var j = 0; j < row.Length; j++)
        {
            held[j] = !store.Exists(i, j);
        }

        while (Rescale(store, row, held, target)) { }

        store.Tidy(i);
    }

    // Scales what is free so that the absolute weights sum to the target; true when a weight stopped at its bound and the rest must go on.
    private static bool Rescale<TScalar>(WeightStore<TScalar> store, Span<TScalar> row, bool[] held, double target)
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        double free = 0,
            left = target;
        for (var j = 0; j < row.Length; j++)
        {
            var size = Math.Abs(double.CreateSaturating(row[j]));
            (free, left) = held[j] ? (free, left - size) : (free + size, left);
        }

        if (!(free > 0))
        {
            return false;
        }

        var by = TScalar.CreateSaturating(Math.Max(0, left) / free);
        var stopped = false;
        for (var j = 0; j < row.Length; j++)
        {
            var (low, high) = store.Bounds(j);
            if (!held[j] && (row[j] * by < low || row[j] * by > high))
            {
                row[j] = row[j] * by < low ? low : high;
                stopped = held[j] = true;
            }
        }

        for (var j = 0; j < row.Length && !stopped; j++)
        {
            row[j] = held[j] ? row[j] : row[j] * by;
        }

        return stopped;
    }
}
