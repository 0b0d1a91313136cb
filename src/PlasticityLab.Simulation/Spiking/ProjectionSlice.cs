using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>One thread's share of a projection: all senders, its own receivers. Weights lie by sender (the columns of W[post, pre]),
/// because a spike reads all synapses of one sender.</summary>
internal abstract unsafe class ProjectionSlice<T>(SpikeRing arrivals, int delaySteps, PopulationSlice<T> post, NativeBuffer<T> target)
    where T : unmanaged
{
    protected SpikeRing Ring { get; } = arrivals;

    protected int DelaySteps { get; } = delaySteps;

    protected PopulationSlice<T> Post { get; } = post;

    /// <summary>The synaptic variable that arrivals raise.</summary>
    protected NativeBuffer<T> Target { get; } = target;

    /// <summary>Whether weights change now.</summary>
    public bool Learning { get; set; } = true;

    /// <summary>Factor on delivered weights; all-to-all projections only.</summary>
    public double Gain { get; set; } = 1;

    /// <summary>The largest values of the traces of spikes so far, where the rule's steps may hang on them.</summary>
    public virtual LargestTraces LargestTraces => default;

    /// <summary>What the synapses go on from.</summary>
    public virtual void State(StateCodec codec)
    {
        var (learning, gain) = (Learning, Gain);
        codec.Value(ref learning);
        codec.Value(ref gain);
        (Learning, Gain) = (learning, gain);
    }

    /// <summary>Most that one arriving spike adds to a neuron [unit of the target]; ∞: not known.</summary>
    protected virtual double LargestJump => double.PositiveInfinity;

    /// <summary>Spikes that arrive in this step are delivered (<see cref="Arrive"/>), and the receivers told how much that may be.</summary>
    public void Deliver(long step)
    {
        Arrive(step);
        if (!Post.IsBounded)
        {
            return;
        }

        var (jump, spikes) = (LargestJump, 0);
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            spikes += Ring.At(slice, step - DelaySteps).Length;
        }

        Post.Raise(double.IsFinite(jump) ? spikes * jump : jump);
    }

    /// <summary>Called once before the first step, when potentials have been set.</summary>
    public virtual void Begin() { }

    /// <summary>Spikes that arrive in this step are delivered, and act on the weights as presynaptic spikes.</summary>
    protected abstract void Arrive(long step);

    /// <summary>After the neurons have moved: this step's postsynaptic spikes act on the weights, then traces move on.</summary>
    public virtual void Learn(long step) { }

    /// <summary>Brings deferred changes into the weights.</summary>
    public virtual void Flush() { }

    /// <summary>Scales down the weights of each receiver whose sum exceeds a limit.</summary>
    public virtual void LimitIncoming(double most)
    {
        var sums = new double[Post.Count];
        Visit(
            (_, post, w) =>
            {
                sums[post] += w;
                return w;
            }
        );
        Visit((_, post, w) => sums[post] > most ? w * most / sums[post] : w);
    }

    /// <summary>Calls back for each synapse: (pre, local post, weight in, weight out).</summary>
    public abstract void Visit(Func<int, int, double, double> change);
}

/// <summary>All-to-all with one weight: a step's arrivals are counted and added to all receivers at once.</summary>
internal sealed unsafe class PoolProjection<T, TV>(
    SpikeRing arrivals,
    int delaySteps,
    PopulationSlice<T> post,
    NativeBuffer<T> target,
    int preCount,
    double weight
) : ProjectionSlice<T>(arrivals, delaySteps, post, target)
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
{
    private double _weight = weight;

    public override void State(StateCodec codec)
    {
        base.State(codec);
        codec.Value(ref _weight);
    }

    protected override void Arrive(long step)
    {
        var spikes = 0;
        for (var slice = 0; slice < Ring.Slices; slice++)
        {
            spikes += Ring.At(slice, step - DelaySteps).Length;
        }

        if (spikes > 0)
        {
            var add = TV.Splat(spikes * _weight);
            for (nuint n = 0; n < (nuint)Post.Count; n += (nuint)TV.Width)
            {
                TV.Store(ref *Target.P, n, TV.Load(ref *Target.P, n) + add);
            }
        }
    }

    public override void Visit(Func<int, int, double, double> change)
    {
        for (var pre = 0; pre < preCount; pre++)
        {
            for (var post = 0; post < Post.Count; post++)
            {
                _weight = change(pre, post, _weight);
            }
        }
    }
}
