using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking.Recorders;

/// <summary>Keeps a projection's weights at regular times: of all its synapses or, of a large one, of a sample chosen by a hash of sender
/// and receiver.</summary>
public sealed class WeightRecorder
{
    private readonly Projection _projection;
    private readonly ulong _limit; // a synapse is kept when its 32-bit hash is below
    private readonly List<double> _times = [];
    private readonly List<float[]> _values = [];
    private (int Pre, int Post)[] _kept = [];
    private int[] _order = [];
    private long _synapses;

    /// <summary>A recorder.</summary>
    /// <param name="projection">Whose weights.</param>
    /// <param name="most">About how many synapses to keep at most.</param>
    public WeightRecorder(Projection projection, int most)
    {
        ArgumentNullException.ThrowIfNull(projection);
        _projection = projection;
        var share = most / Math.Max(1, projection.Wiring.Expected(projection.Pre.Count, projection.Post.Count));
        _limit = share >= 1 ? ulong.MaxValue : (ulong)(share * 4294967296.0);
    }

    /// <summary>How much memory a recording will take [B].</summary>
    public static double Bytes(Projection projection, int most, int times)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return Math.Min(most, projection.Wiring.Expected(projection.Pre.Count, projection.Post.Count)) * ((12.0 * times) + 16); // kept in single, given out in double precision
    }

    /// <summary>Keeps the weights as they are now.</summary>
    public void Take(SpikingSimulation simulation)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        var first = _values.Count == 0;
        var (kept, values) = (new List<(int, int)>(), new List<float>(_kept.Length));
        _synapses = 0;
        simulation.ForEachSynapse(
            _projection,
            (pre, post, w) =>
            {
                _synapses++;
                if (Hash((uint)pre, (uint)post) < _limit)
                {
                    values.Add((float)w);
                    if (first)
                    {
                        kept.Add((pre, post));
                    }
                }

                return w;
            }
        );
        if (first)
        {
            _order = [.. Enumerable.Range(0, kept.Count).OrderBy(k => kept[k].Item2).ThenBy(k => kept[k].Item1)];
            _kept = [.. _order.Select(k => kept[k])];
        }

        _times.Add(simulation.Time);
        _values.Add([.. _order.Select(k => values[k])]);
    }

    /// <summary>What was kept.</summary>
    public RecordedWeights Result() =>
        new(
            _projection.Name,
            [.. _times],
            [.. _kept.Select(x => x.Pre)],
            [.. _kept.Select(x => x.Post)],
            Matrix.From(_values.Count, _kept.Length, (t, k) => _values[t][k]),
            _synapses,
            _projection.Plasticity?.WeightMax ?? double.NaN
        );

    // Two rounds of multiplication and shifting (the finaliser of MurmurHash3) spread neighbouring pairs over all of 32 bits.
    private static ulong Hash(uint pre, uint post)
    {
        var h = (pre * 0x9E3779B9u) ^ (post + 0x85EBCA6Bu + (pre << 6));
        h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
        h = (h ^ (h >> 13)) * 0xC2B2AE35u;
        return h ^ (h >> 16);
    }
}
