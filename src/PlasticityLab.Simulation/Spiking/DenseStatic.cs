using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>All-to-all weights that do not learn.</summary>
internal sealed unsafe class DenseStatic<T, TV>(
    SpikeRing arrivals,
    int delaySteps,
    PopulationSlice<T> post,
    NativeBuffer<T> target,
    DenseWeights<T> weights
) : ProjectionSlice<T>(arrivals, delaySteps, post, target)
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
{
    public override void State(StateCodec codec)
    {
        base.State(codec);
        weights.State(codec);
    }

    protected override void Arrive(long step)
    {
        var gain = TV.Splat(Gain);
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            foreach (var s in Ring.At(slice, step - DelaySteps))
            {
                var row = weights.Row(s);
                for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
                {
                    TV.Store(ref *Target.P, n, TV.Load(ref *Target.P, n) + (gain * TV.Load(ref *row, n)));
                }
            }
        }
    }

    public override void Visit(Func<int, int, double, double> change) => weights.Visit(change);
}

/// <summary>A dense block by sender; rows are padded to whole lanes and never a multiple of 4 KiB apart, so that a column's entries do not
/// share one cache set.</summary>
internal sealed unsafe class DenseWeights<T>
    where T : unmanaged
{
    private readonly NativeBuffer<T> _buffer;

    /// <param name="self">Local index of sender 0 among the receivers (so sender s meets itself at self + s), or null when no synapse is
    /// missing.</param>
    public DenseWeights(int senders, int receivers, int? self)
    {
        (Senders, Receivers, Self) = (senders, receivers, self);
        Stride = StrideFor(receivers);
        _buffer = new((long)senders * Stride);
    }

    public int Senders { get; }

    public int Receivers { get; }

    public int Stride { get; }

    public int? Self { get; }

    public static int StrideFor(int receivers)
    {
        var stride = (receivers + 15) & ~15;
        return stride * sizeof(T) % 4096 == 0 ? stride + 16 : stride;
    }

    public void State(StateCodec codec) => _buffer.State(codec);

    public T* Row(int sender) => _buffer.P + ((long)sender * Stride);

    /// <summary>Keeps the synapse of a neuron onto itself at 0.</summary>
    public void ClearSelf(int sender)
    {
        if (Self is { } self && sender + self >= 0 && sender + self < Receivers)
        {
            Row(sender)[sender + self] = default;
        }
    }

    /// <summary>Scales down the incoming weights of each receiver whose sum exceeds a limit, four or eight receivers side by
    /// side.</summary>
    public void LimitIncoming<TV>(double most)
        where TV : struct, PlasticityLab.Numerics.Lanes.IMemoryLane<TV, T>
    {
        for (nuint n = 0; n < (nuint)Receivers; n += (nuint)TV.Width)
        {
            var sum = TV.Splat(0);
            for (var s = 0; s < Senders; s++)
            {
                sum += TV.Load(ref *Row(s), n);
            }

            var factor = TV.AtMost(TV.Splat(1), TV.Splat(most) / TV.AtLeast(TV.Splat(1e-30), sum));
            for (var s = 0; s < Senders; s++)
            {
                TV.Store(ref *Row(s), n, factor * TV.Load(ref *Row(s), n));
            }
        }
    }

    public void Visit(Func<int, int, double, double> change)
    {
        for (var s = 0; s < Senders; s++)
        {
            var row = Row(s);
            for (var n = 0; n < Receivers; n++)
            {
                if (Self is not { } self || n != s + self)
                {
                    row[n] = Scalar<T>.From(change(s, n, Scalar<T>.To(row[n])));
                }
            }
        }
    }
}
