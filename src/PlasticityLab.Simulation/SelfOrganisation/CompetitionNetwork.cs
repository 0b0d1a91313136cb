using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>A network of binary neurons driven by noise, in which a rule of successive activity and competition for a neuron's total weight
/// act together: do chains form without a teacher?</summary>
/// <remarks>
/// x_i(t + 1) = 1 when Σ_j W_ij x_j − β Σ_j x_j + b_i &gt; 0, b_i = 1 with probability 2/N; ΔW_ij = η (f x_i(t) x_j(t − 1) + b x_i(t − 1)
/// x_j(t)) − η ε ([Σ_j W_ij − 1]₊ + [Σ_i W_ij − 1]₊), W in [0, 1].
/// With f = 1 and b = −1 this is STDP. Fiete, Senn, Wang &amp; Hahnloser 2010, Neuron 65:563.
/// </remarks>
public sealed class CompetitionNetwork
{
    private const float Inhibition = 0.25f,
        Eta = 0.125f,
        MostWeight = 1;
    private readonly int _n;
    private readonly float _forward,
        _backward,
        _competition;
    private readonly float[] _w,
        _input,
        _rows,
        _columns; // W[post, pre]
    private readonly RandomStream _random;
    private bool[] _now,
        _before;

    /// <summary>A network without weights.</summary>
    /// <param name="neurons">N, at least 4.</param>
    /// <param name="forward">f, what the rule does to the synapse from the earlier to the later neuron.</param>
    /// <param name="backward">b, what it does to the synapse back.</param>
    /// <param name="competition">ε, strength of the competition; 0 for none.</param>
    /// <param name="random">Noise.</param>
    public CompetitionNetwork(int neurons, double forward, double backward, double competition, RandomStream random)
    {
        UserError.ThrowIfAny(Require.All(Require.AtLeast(neurons, 4), Require.NotNegative(competition, "the competition")));
        (_n, _forward, _backward, _competition, _random) = (neurons, (float)forward, (float)backward, (float)competition, random);
        (_w, _input, _rows, _columns) = (new float[neurons * neurons], new float[neurons], new float[neurons], new float[neurons]);
        (_now, _before) = (new bool[neurons], new bool[neurons]);
    }

    private CompetitionNetwork(CompetitionNetwork of, RandomStream random)
        : this(of._n, of._forward, of._backward, of._competition, random) => of._w.CopyTo(_w, 0);

    /// <summary>W[post, pre], a copy.</summary>
    public Matrix Weights => Matrix.From(_n, _n, (i, j) => _w[(i * _n) + j]);

    /// <summary>Whether each neuron was active in the last step.</summary>
    internal ReadOnlySpan<bool> Active => _now;

    /// <summary>The same weights at rest, with other noise.</summary>
    internal CompetitionNetwork AtRest(RandomStream noise) => new(this, noise);

    /// <summary>Puts weights W[post, pre] in the place of its own, in single precision; as they stand.</summary>
    internal void Set(Matrix weights)
    {
        for (var k = 0; k < _w.Length; k++)
        {
            _w[k] = (float)weights.Values[k];
        }
    }

    internal void State(StateCodec codec)
    {
        codec.Values(_w.AsSpan());
        codec.Values(_now.AsSpan());
        codec.Values(_before.AsSpan());
        codec.Stream(_random);
    }

    /// <summary>Runs on with plasticity.</summary>
    public void Run(int steps, CancellationToken cancellation = default)
    {
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(plastic: true);
        }
    }

    /// <summary>One step.</summary>
    /// <param name="plastic">Whether rule and competition act.</param>
    /// <param name="noise">Factor on the probability of being driven by chance [1].</param>
    /// <param name="heard">Neurons that are made to be active.</param>
    internal void Step(bool plastic, double noise = 1, ReadOnlySpan<int> heard = default)
    {
        (_now, _before) = (_before, _now);
        Fire(noise);
        foreach (var i in heard)
        {
            _now[i] = true;
        }

        if (plastic)
        {
            Compete();
            Learn();
        }
    }

    private void Learn()
    {
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                if (i != j)
                {
                    ref var x = ref _w[(i * _n) + j];
                    var change = Eta * ((_now[i] && _before[j] ? _forward : 0) + (_before[i] && _now[j] ? _backward : 0));
                    x = Math.Clamp(x + change - (Eta * _competition * (_rows[i] + _columns[j])), 0, MostWeight);
                }
            }
        }
    }

    private void Fire(double noise)
    {
        var active = _before.Count(x => x);
        Array.Fill(_input, -Inhibition * active);
        for (var j = 0; j < _n; j++)
        {
            if (_before[j])
            {
                for (var i = 0; i < _n; i++)
                {
                    _input[i] += _w[(i * _n) + j];
                }
            }
        }

        var chance = 2.0 * noise / _n;
        for (var i = 0; i < _n; i++)
        {
            _now[i] = _input[i] + (_random.NextDouble() < chance ? 1 : 0) > 0;
        }
    }

    /// <summary>How far the sums of each row and column exceed the limit.</summary>
    private void Compete()
    {
        Array.Clear(_rows);
        Array.Clear(_columns);
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                _rows[i] += _w[(i * _n) + j];
                _columns[j] += _w[(i * _n) + j];
            }
        }

        for (var i = 0; i < _n; i++)
        {
            _rows[i] = Math.Max(0, _rows[i] - MostWeight);
            _columns[i] = Math.Max(0, _columns[i] - MostWeight);
        }
    }
}
