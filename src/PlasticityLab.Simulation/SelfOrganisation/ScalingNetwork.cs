using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>Spiking neurons whose synapses are scaled by how active their senders are: does a sequence form from nothing but a wish of
/// every neuron to fire once a trial?</summary>
/// <remarks>
/// Leaky neurons (τ = 15 ms, threshold 1, reset 0, refractory 20 ms), synaptic current of 5 ms, 30 % random wiring, noise; twelve neurons
/// are made to fire at the beginning of each trial. After each trial
/// ΔW_ij = α Ā_j (1 − Ā_i) W_ij with Ā the running mean of spikes a trial: presynaptic-dependent scaling (Liu &amp; Buonomano 2009, J.
/// Neurosci. 29:13172), which knows nothing of timing. Pair STDP
/// (20 ms, depression 1.05 times potentiation) can act beside it. The parameters are this laboratory's: the paper's were not at hand.
/// </remarks>
public sealed class ScalingNetwork
{
    private const int Cued = 12,
        Steps = 300,
        Onset = 5,
        Refractory = 20;
    private const double Wiring = 0.3,
        Tau = 15,
        TauSynapse = 5,
        TauTrace = 20,
        Noise = 0.02,
        Alpha = 0.02,
        Goal = 1,
        Averaging = 0.05,
        MostWeight = 2; // times in steps of 1 ms
    private readonly int _n;
    private readonly double _stdp;
    private readonly double[,] _w; // W[post, pre]
    private readonly bool[,] _wired;
    private readonly double[] _mean;
    private readonly RandomStream _noise;

    /// <summary>A network with weak random synapses.</summary>
    /// <param name="neurons">N, at least 20.</param>
    /// <param name="stdp">Amplitude of STDP, 0 for none.</param>
    /// <param name="random">Wiring and noise.</param>
    public ScalingNetwork(int neurons, double stdp, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(random);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(neurons, 20), Require.NotNegative(stdp, "the amplitude of STDP")));
        (_n, _stdp, _w, _wired, _mean) = (neurons, stdp, new double[neurons, neurons], new bool[neurons, neurons], new double[neurons]);
        var wiring = random.Open(StreamPurpose.InitialWeights);
        for (var i = 0; i < neurons; i++)
        {
            for (var j = 0; j < neurons; j++)
            {
                _wired[i, j] = i != j && wiring.NextDouble() < Wiring;
                _w[i, j] = _wired[i, j] ? 0.1 * wiring.NextDouble() : 0;
            }
        }

        _noise = random.Open(StreamPurpose.TrainingNoise);
    }

    /// <summary>Runs a trial of 300 ms, then scales the synapses.</summary>
    /// <returns>Spikes of each neuron, and when it first fired [ms], NaN when never.</returns>
    public (int[] Spikes, double[] First) Trial()
    {
        double[] v = new double[_n],
            current = new double[_n],
            pre = new double[_n],
            post = new double[_n],
            first = Enumerable.Repeat(double.NaN, _n).ToArray();
        int[] spikes = new int[_n],
            rest = new int[_n];
        var firing = new List<int>();
        var (decay, fade) = (Math.Exp(-1 / TauSynapse), Math.Exp(-1 / TauTrace));
        for (var t = 0; t < Steps; t++)
        {
            firing.Clear();
            for (var i = 0; i < _n; i++)
            {
                current[i] *= decay;
                v[i] += (current[i] / TauSynapse) - (v[i] / Tau) + (Noise * _noise.NextGaussian());
                v[i] = t == Onset && i < Cued ? 2 : v[i];
                rest[i] = Math.Max(0, rest[i] - 1);
                if (v[i] > 1 && rest[i] == 0)
                {
                    firing.Add(i);
                    (v[i], rest[i]) = (0, Refractory);
                    first[i] = spikes[i]++ == 0 ? t : first[i];
                }
            }

            Send(firing, current, pre, post);
            for (var i = 0; i < _n; i++)
            {
                (pre[i], post[i]) = (pre[i] * fade, post[i] * fade);
            }

            foreach (var i in firing)
            {
                (pre[i], post[i]) = (pre[i] + 1, post[i] + 1);
            }
        }

        Scale(spikes);
        return (spikes, first);
    }

    private void Send(List<int> firing, double[] current, double[] pre, double[] post)
    {
        foreach (var j in firing)
        {
            for (var i = 0; i < _n; i++)
            {
                current[i] += _w[i, j];
            }
        }

        foreach (var k in _stdp > 0 ? firing : [])
        {
            for (var other = 0; other < _n; other++)
            {
                _w[k, other] += _wired[k, other] ? _stdp * pre[other] : 0;
                _w[other, k] = _wired[other, k] ? Math.Max(0, _w[other, k] - (1.05 * _stdp * post[other])) : 0;
            }
        }
    }

    private void Scale(int[] spikes)
    {
        for (var i = 0; i < _n; i++)
        {
            _mean[i] += Averaging * (spikes[i] - _mean[i]);
        }

        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                _w[i, j] = Math.Clamp(_w[i, j] + (Alpha * _mean[j] * (Goal - _mean[i]) * _w[i, j]), 0, MostWeight);
            }
        }
    }
}
