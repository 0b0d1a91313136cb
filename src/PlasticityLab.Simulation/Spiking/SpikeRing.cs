namespace PlasticityLab.Simulation.Spiking;

/// <summary>The spikes of one population over the last steps, as lists of neurons: spikes wait here for their delay, not synapses. Each
/// slice writes lists of its own; readers go through the slices in order, so the order of spikes never depends on the number of
/// threads.</summary>
internal sealed class SpikeRing
{
    private readonly int[][][] _spikes; // [slice][slot] -> neurons
    private readonly int[][] _counts; // [slice][slot]
    private readonly int _mask;

    public SpikeRing(int slices, int steps)
    {
        var slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)steps);
        _mask = slots - 1;
        _spikes = new int[slices][][];
        _counts = new int[slices][];
        for (var slice = 0; slice < slices; slice++)
        {
            _spikes[slice] = new int[slots][];
            Array.Fill(_spikes[slice], []);
            _counts[slice] = new int[slots];
        }
    }

    public int Slices => _counts.Length;

    public int Slots => _mask + 1;

    public ReadOnlySpan<int> At(int slice, long step) =>
        step < 0 ? default : _spikes[slice][step & _mask].AsSpan(0, _counts[slice][step & _mask]);

    /// <summary>The spikes that are under way.</summary>
    public void State(StateCodec codec)
    {
        for (var slice = 0; slice < Slices; slice++)
        {
            for (var slot = 0; slot < Slots; slot++)
            {
                var spikes = _spikes[slice][slot].AsSpan(0, _counts[slice][slot]).ToArray();
                codec.List(ref spikes);
                if (codec.Reads)
                {
                    Set(slice, slot, spikes);
                }
            }
        }
    }

    public void Set(int slice, long step, ReadOnlySpan<int> neurons)
    {
        ref var list = ref _spikes[slice][step & _mask];
        if (list.Length < neurons.Length)
        {
            list = new int[Math.Max(16, neurons.Length * 2)];
        }

        neurons.CopyTo(list);
        _counts[slice][step & _mask] = neurons.Length;
    }
}
