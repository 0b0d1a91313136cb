using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>Spiking neurons whose synapses are scaled by how active their senders are: does a sequence form from nothing but a wish of
/// every neuron to fire once a trial?</summary>
/// <remarks>
/// Leaky neurons (τ = 15 ms, threshold 1, reset 0, refractory 20 ms), synaptic current of 5 ms, 30 % random wiring, noise; twelve neurons
/// are made to fire at the beginning of each trial, which begins from rest. After each trial
/// ΔW_ij = α Ā_j (1 − Ā_i) W_ij with Ā the running mean of spikes a trial: presynaptic-dependent scaling (Liu &amp; Buonomano 2009, J.
/// Neurosci. 29:13172), which knows nothing of timing. Pair STDP
/// can act beside it (the memory part: 20 ms, depression 1.05 times potentiation). The parameters are this laboratory's: the paper's were not at hand.
/// </remarks>
public sealed class ScalingNetwork
{
    /// <summary>α of this laboratory [1].</summary>
    public const double UsualScaling = 0.02;

    private const int Cued = 12,
        Steps = 300,
        Onset = 5,
        Refractory = 20;
    private const double Wiring = 0.3,
        Tau = 15,
        TauSynapse = 5,
        Noise = 0.02,
        Goal = 1,
        Averaging = 0.05,
        MostWeight = 2; // times in steps of 1 ms
    private static readonly double Decay = Math.Exp(-1 / TauSynapse);
    private readonly int _n;
    private readonly double _scaling,
        _plus,
        _minus,
        _fadePre,
        _fadePost;
    private readonly double[] _w; // W[post, pre]
    private readonly bool[] _wired;
    private readonly double[] _mean,
        _v,
        _current,
        _pre,
        _post,
        _first;
    private readonly int[] _spikes,
        _rest;
    private readonly List<int> _firing = [];
    private readonly RandomStream _noise;
    private int _time; // step of the trial

    /// <summary>A network with weak random synapses.</summary>
    /// <param name="neurons">N, at least 20.</param>
    /// <param name="stdp">Pair STDP that acts beside the scaling; η = 0 for none.</param>
    /// <param name="scaling">α, how fast synapses are scaled [1].</param>
    /// <param name="random">Wiring and noise.</param>
    /// <param name="sign">−1 turns what STDP does round.</param>
    public ScalingNetwork(int neurons, PairStdp stdp, double scaling, RandomStreams random, double sign = 1)
        : this(neurons, stdp, scaling, (random ?? throw new ArgumentNullException(nameof(random))).Open(StreamPurpose.TrainingNoise), sign)
    {
        var wiring = random.Open(StreamPurpose.InitialWeights);
        for (var i = 0; i < neurons; i++)
        {
            for (var j = 0; j < neurons; j++)
            {
                var k = (i * neurons) + j;
                _wired[k] = i != j && wiring.NextDouble() < Wiring;
                _w[k] = _wired[k] ? 0.1 * wiring.NextDouble() : 0;
            }
        }
    }

    private ScalingNetwork(int neurons, PairStdp stdp, double scaling, RandomStream noise, double sign)
    {
        UserError.ThrowIfAny(
            Require.All(Require.AtLeast(neurons, 20), Require.NotNegative(scaling, "the scaling")).Concat(stdp.Problems())
        );
        (_n, _scaling, _noise) = (neurons, scaling, noise);
        (_plus, _minus) = (sign * stdp.Eta * stdp.APlus, sign * stdp.Eta * stdp.AMinus);
        (_fadePre, _fadePost) = (Math.Exp(-1 / (1000 * stdp.TauPlus)), Math.Exp(-1 / (1000 * stdp.TauMinus)));
        (_w, _wired, _mean) = (new double[neurons * neurons], new bool[neurons * neurons], new double[neurons]);
        (_v, _current, _pre, _post) = (new double[neurons], new double[neurons], new double[neurons], new double[neurons]);
        (_first, _spikes, _rest) = (new double[neurons], new int[neurons], new int[neurons]);
    }

    private ScalingNetwork(ScalingNetwork of, RandomStream noise)
        : this(of._n, new PairStdp { Eta = 0 }, of._scaling, noise, 1)
    {
        of._w.CopyTo(_w, 0);
        of._wired.CopyTo(_wired, 0);
    }

    /// <summary>W[post, pre], a copy.</summary>
    public Matrix Weights => Matrix.From(_n, _n, (i, j) => _w[(i * _n) + j]);

    /// <summary>Neurons that fired in the last step.</summary>
    internal IReadOnlyList<int> Firing => _firing;

    /// <summary>The same weights at the beginning of a trial, with other noise.</summary>
    internal ScalingNetwork AtRest(RandomStream noise) => new(this, noise);

    /// <summary>Puts weights W[post, pre] in the place of its own; a synapse is where one is not 0, and where there was one.</summary>
    internal void Set(Matrix weights)
    {
        for (var k = 0; k < _w.Length; k++)
        {
            (_w[k], _wired[k]) = (weights.Values[k], _wired[k] || weights.Values[k] != 0);
        }
    }

    internal void State(StateCodec codec)
    {
        codec.Values(_w.AsSpan());
        codec.Values(_wired.AsSpan());
        foreach (var values in (double[][])[_mean, _v, _current, _pre, _post, _first])
        {
            codec.Values(values.AsSpan());
        }

        codec.Values(_spikes.AsSpan());
        codec.Values(_rest.AsSpan());
        codec.Value(ref _time);
        codec.Stream(_noise);
    }

    /// <summary>Runs a trial of 300 ms, then scales the synapses.</summary>
    /// <returns>Spikes of each neuron, and when it first fired [ms], NaN when never.</returns>
    public (int[] Spikes, double[] First) Trial()
    {
        for (var t = 0; t < Steps; t++)
        {
            Step(plastic: true);
        }

        return ([.. _spikes], [.. _first]);
    }

    /// <summary>A step of 1 ms. Every 300 steps a trial begins, from rest.</summary>
    /// <param name="plastic">Whether scaling and STDP act.</param>
    /// <param name="noise">Factor on the noise [1].</param>
    /// <param name="heard">Neurons that are made to fire, unless they are refractory.</param>
    internal void Step(bool plastic, double noise = 1, ReadOnlySpan<int> heard = default)
    {
        if (_time == 0)
        {
            Begin();
        }

        Fire(noise, heard);
        Send(plastic);
        for (var i = 0; i < _n; i++)
        {
            (_pre[i], _post[i]) = (_pre[i] * _fadePre, _post[i] * _fadePost);
        }

        foreach (var i in _firing)
        {
            (_pre[i], _post[i]) = (_pre[i] + 1, _post[i] + 1);
        }

        _time = (_time + 1) % Steps;
        if (_time == 0 && plastic)
        {
            Scale();
        }
    }

    private void Begin()
    {
        foreach (var values in (double[][])[_v, _current, _pre, _post])
        {
            Array.Clear(values);
        }

        Array.Clear(_spikes);
        Array.Clear(_rest);
        Array.Fill(_first, double.NaN);
    }

    private void Fire(double noise, ReadOnlySpan<int> heard)
    {
        _firing.Clear();
        for (var i = 0; i < _n; i++)
        {
            _current[i] *= Decay;
            _v[i] += (_current[i] / TauSynapse) - (_v[i] / Tau) + (noise * Noise * _noise.NextGaussian());
            _v[i] = (_time == Onset && i < Cued) || heard.Contains(i) ? 2 : _v[i];
            _rest[i] = Math.Max(0, _rest[i] - 1);
            if (_v[i] > 1 && _rest[i] == 0)
            {
                _firing.Add(i);
                (_v[i], _rest[i]) = (0, Refractory);
                _first[i] = _spikes[i]++ == 0 ? _time : _first[i];
            }
        }
    }

    private void Send(bool plastic)
    {
        foreach (var j in _firing)
        {
            for (var i = 0; i < _n; i++)
            {
                _current[i] += _w[(i * _n) + j];
            }
        }

        foreach (var k in plastic && (_plus != 0 || _minus != 0) ? _firing : [])
        {
            for (var other = 0; other < _n; other++)
            {
                var (to, from) = ((k * _n) + other, (other * _n) + k);
                _w[to] = _wired[to] ? Math.Max(0, _w[to] + (_plus * _pre[other])) : 0;
                _w[from] = _wired[from] ? Math.Max(0, _w[from] - (_minus * _post[other])) : 0;
            }
        }
    }

    private void Scale()
    {
        for (var i = 0; i < _n; i++)
        {
            _mean[i] += Averaging * (_spikes[i] - _mean[i]);
        }

        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                var k = (i * _n) + j;
                _w[k] = Math.Clamp(_w[k] + (_scaling * _mean[j] * (Goal - _mean[i]) * _w[k]), 0, MostWeight);
            }
        }
    }
}
