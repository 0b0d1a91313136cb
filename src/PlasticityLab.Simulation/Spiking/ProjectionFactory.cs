using System.Numerics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Turns a described projection into one slice a thread, each of the kind that serves it best.</summary>
internal sealed class ProjectionFactory<T, TV, TS>(SpikingNetworkBuilder network, Projection c, SpikeRing ring, PopulationSlice<T>[] posts)
    where T : unmanaged
    where TV : struct, IMemoryLane<TV, T>
    where TS : struct, IMemoryLane<TS, T>
{
    private readonly RandomStream _random = new RandomStreams(network.Seed).Open(StreamPurpose.InitialWeights, c.Index);
    private readonly int _delay = (int)NetworkCheck.Steps(network, c.Delay);
    private readonly HashSet<int> _signs = [];

    /// <summary>Signs of the weights that were drawn.</summary>
    public IEnumerable<int> DrawnSigns => _signs;

    public ProjectionSlice<T>[] Build() =>
        c.Wiring switch
        {
            Wiring.PoolWiring =>
            [
                .. posts.Select(post =>
                    (ProjectionSlice<T>)new PoolProjection<T, TV>(ring, _delay, post, Target(post), c.Pre.Count, c.Weight)
                ),
            ],
            Wiring.DenseWiring => Dense(),
            _ => Sparse(),
        };

    private ProjectionSlice<T>[] Sparse()
    {
        var (rows, targets) = c.Wiring.Draw(c.Pre.Count, c.Post.Count, c.Pre == c.Post, _random);
        return c.Pre.Count > 65536 || c.Post.Count > 65536 || SparseTopology<uint>.LongestRow(rows) > 65536
            ? Sparse<uint>(rows, targets)
            : Sparse<ushort>(rows, targets);
    }

    // Weights come one by one from outside, so what they must be is checked one by one.
    private double Drawn(int pre, int post)
    {
        var weight = c.Draw!(_random);
        var (least, most) = c.Plasticity?.Rule.WeightRange ?? (double.NegativeInfinity, double.PositiveInfinity);
        if (!double.IsFinite(weight) || weight < least || weight > most)
        {
            throw new UserError(
                $"projection {c.Name}: drawn weights must be finite numbers{(c.Plasticity is null ? "" : $" from {least:R} to {most:R}, where its rule is defined")}, but the one from neuron {pre} to {post} is {weight:R}."
            );
        }

        if (weight != 0 && !(c.Pre == c.Post && pre == post && c.Wiring is Wiring.DenseWiring))
        {
            _signs.Add(Math.Sign(weight));
        }

        return weight;
    }

    private NativeBuffer<T> Target(PopulationSlice<T> post) => c.Receptor == Receptor.Inhibitory ? post.I : post.E;

    private unsafe ProjectionSlice<T>[] Dense()
    {
        var weights = posts.Select(post => new DenseWeights<T>(c.Pre.Count, post.Count, c.Pre == c.Post ? -post.Low : null)).ToArray();
        for (var s = 0; s < c.Pre.Count; s++)
        {
            for (var slice = 0; slice < posts.Length; slice++)
            {
                if (c.Draw is null)
                {
                    new Span<T>(weights[slice].Row(s), posts[slice].Count).Fill(Scalar<T>.From(c.Weight));
                }
                else
                {
                    for (var n = 0; n < posts[slice].Count; n++)
                    {
                        weights[slice].Row(s)[n] = Scalar<T>.From(Drawn(s, posts[slice].Low + n));
                    }
                }

                weights[slice].ClearSelf(s);
            }
        }

        return c.Plasticity is null
            ? [.. posts.Select((post, k) => (ProjectionSlice<T>)new DenseStatic<T, TV>(ring, _delay, post, Target(post), weights[k]))]
            : [.. posts.Select((post, k) => c.Plasticity.Rule.Accept(new DenseVisitor(this, post, weights[k])))];
    }

    private unsafe ProjectionSlice<T>[] Sparse<TIndex>(uint[] rows, int[] targets)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        double[]? drawn = null;
        if (c.Draw is not null)
        {
            drawn = new double[targets.Length];
            for (int z = 0, sender = 0; z < drawn.Length; z++)
            {
                while (rows[sender + 1] <= z)
                {
                    sender++;
                }

                drawn[z] = Drawn(sender, targets[z]);
            }
        }

        var result = new ProjectionSlice<T>[posts.Length];
        for (var slice = 0; slice < posts.Length; slice++)
        {
            var post = posts[slice];
            uint[]? places = null;
            var topology =
                posts.Length == 1
                    ? SparseTopology<TIndex>.Whole(rows, targets)
                    : SparseTopology<TIndex>.Cut(rows, targets, post.Low, post.Low + post.Count, out places);
            NativeBuffer<T>? weights = null;
            if (drawn is not null || c.Plasticity is not null)
            {
                weights = new(topology.Synapses);
                if (drawn is null)
                {
                    weights.Fill(Scalar<T>.From(c.Weight));
                }
                else
                {
                    for (var z = 0; z < topology.Synapses; z++)
                    {
                        weights.P[z] = Scalar<T>.From(drawn[places is null ? z : places[z]]);
                    }
                }
            }

            result[slice] = c.Plasticity is null
                ? new SparseStatic<T, TS, TIndex>(ring, _delay, post, Target(post), topology, c.Weight, weights)
                : c.Plasticity.Rule.Accept(new SparseVisitor<TIndex>(this, post, topology, weights!));
        }

        return result;
    }

    private PlasticSetup<TRule> Setup<TRule>(TRule rule) =>
        new(rule, network.TimeStep, c.Plasticity!.WeightMin, c.Plasticity.WeightMax, c.Plasticity.ArrivalsPrecede, c.Plasticity.MayDefer);

    private sealed class DenseVisitor(ProjectionFactory<T, TV, TS> owner, PopulationSlice<T> post, DenseWeights<T> weights)
        : IRuleVisitor<ProjectionSlice<T>>
    {
        public ProjectionSlice<T> Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> =>
            rule is PairStdp { Eta: >= 0, APlus: >= 0 } pair && owner.C.Plasticity!.MayDefer
                ? new LazyPairDense<T, TV, TS>(
                    owner.Ring,
                    owner._delay,
                    post,
                    owner.Target(post),
                    weights,
                    pair,
                    owner.Network.TimeStep,
                    owner.C.Plasticity
                )
                : new DensePlastic<T, TV, TS, TRule>(
                    owner.Ring,
                    owner._delay,
                    post,
                    owner.Target(post),
                    weights,
                    owner.Setup(rule),
                    owner.Network.RateTau
                );
    }

    private sealed class SparseVisitor<TIndex>(
        ProjectionFactory<T, TV, TS> owner,
        PopulationSlice<T> post,
        SparseTopology<TIndex> topology,
        NativeBuffer<T> weights
    ) : IRuleVisitor<ProjectionSlice<T>>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        public ProjectionSlice<T> Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule> =>
            new SparsePlastic<T, TV, TS, TIndex, TRule>(
                owner.Ring,
                owner._delay,
                post,
                owner.Target(post),
                topology,
                weights,
                owner.Setup(rule)
            );
    }

    private Projection C => c;

    private SpikeRing Ring => ring;

    private SpikingNetworkBuilder Network => network;
}
