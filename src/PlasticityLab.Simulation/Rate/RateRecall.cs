using System.Numerics;
using System.Runtime.InteropServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Free recall with frozen weights: the state is zeroed, settles, one item is cued, then the network runs by itself with noise.
/// Many recalls of one network run side by side, so that the weights are read once for all of them.</summary>
/// <remarks>γ multiplies the recurrent weights only: u = γ Σ W r − w_I [Σr/n_A − A₀]₊ + I + σ n − b_a a.</remarks>
public static class RateRecall
{
    /// <summary>Runs a batch of recalls.</summary>
    /// <param name="network">The network; its training inhibition is not used.</param>
    /// <param name="task">Cue and durations.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="weights">Frozen W[post, pre].</param>
    /// <param name="columns">The recalls.</param>
    /// <param name="freeRun">Time after the cue [s].</param>
    /// <param name="random">Streams of the replicate.</param>
    /// <param name="precision">Precision of the simulation.</param>
    /// <param name="keepActivity">Keep r(t) of every recall.</param>
    public static IReadOnlyList<RecallCourse> Run(
        RateNetworkSpec network,
        SequenceTask task,
        Assemblies assemblies,
        Matrix weights,
        IReadOnlyList<RecallColumn> columns,
        double freeRun,
        RandomStreams random,
        Precision precision = Precision.Double,
        bool keepActivity = false
    ) =>
        precision == Precision.Single
            ? new Batch<float>(network, task, assemblies, weights, columns, freeRun, random, keepActivity).Run(network.Neuron.Rates)
            : new Batch<double>(network, task, assemblies, weights, columns, freeRun, random, keepActivity).Run(network.Neuron.Rates);

    private delegate void Transfer<T>(ReadOnlySpan<T> u, Span<T> rates);

    private sealed class Batch<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly RateNetworkSpec _network;
        private readonly Assemblies _assemblies;
        private readonly IReadOnlyList<RecallColumn> _columns;
        private readonly int _n,
            _width,
            _settle,
            _cue,
            _free;
        private readonly double _drive;
        private readonly bool _keepActivity;
        private readonly PlasticMatrix<T> _weights;
        private readonly NoiseField[] _noise;
        private readonly int[] _noiseOf;
        private readonly T[] _rates,
            _input,
            _adaptation,
            _inhibition,
            _total,
            _gain,
            _noiseRow;
        private readonly int _stride;

        public Batch(
            RateNetworkSpec network,
            SequenceTask task,
            Assemblies assemblies,
            Matrix weights,
            IReadOnlyList<RecallColumn> columns,
            double freeRun,
            RandomStreams random,
            bool keepActivity
        )
        {
            (_network, _assemblies, _columns, _keepActivity, _drive) = (network, assemblies, columns, keepActivity, task.Drive);
            (_n, _width) = (network.Units, columns.Count);
            var dt = network.TimeStep;
            (_settle, _cue, _free) = (
                (int)Math.Round(task.Settling / dt),
                (int)Math.Round(task.CueDuration / dt),
                (int)Math.Round(freeRun / dt)
            );
            _weights = PlasticMatrix.Create<T>(new NoLearning(), weights);
            var per = Vector<T>.Count * 2;
            _stride = (_width + per - 1) / per * per; // whole vectors; the columns beyond the last recall stay idle
            var indices = columns.Select(column => column.NoiseIndex).Distinct().ToArray();
            _noise = [.. indices.Select(index => new NoiseField(_n, dt, network.NoiseTau, random.Open(StreamPurpose.RecallNoise, index)))];
            _noiseOf = [.. columns.Select(column => Array.IndexOf(indices, column.NoiseIndex))];
            (_rates, _input, _adaptation) = (new T[_n * _stride], new T[_n * _stride], new T[_n * _stride]);
            (_inhibition, _total, _gain, _noiseRow) = (new T[_stride], new T[_stride], new T[_stride], new T[_stride]);
            for (var c = 0; c < _width; c++)
            {
                _gain[c] = T.CreateChecked(columns[c].Gain);
            }
        }

        public IReadOnlyList<RecallCourse> Run(Transfer<T> transfer)
        {
            var steps = _settle + _cue + _free;
            var overlaps = _columns.Select(_ => new Matrix(_cue + _free, _assemblies.Count)).ToArray();
            var activity = _keepActivity ? _columns.Select(_ => new Matrix(_cue + _free, _n)).ToArray() : null;
            var means = new double[_width];
            var k = T.CreateChecked(_network.TimeStep / _network.Tau);
            var ka = T.CreateChecked(_network.TimeStep / _network.AdaptationTau);
            var ba = T.CreateChecked(_network.Adaptation);
            for (var step = 0; step < steps; step++)
            {
                if (step >= _settle)
                {
                    Observe(step - _settle, overlaps, activity, means);
                }

                _weights.MultiplyBatch(_rates, _input, _stride, _stride);
                Inhibit();
                foreach (var noise in _noise)
                {
                    noise.Step();
                }

                Assemble(ba, cued: step >= _settle && step < _settle + _cue);
                transfer(_input, _input);
                var rates = MemoryMarshal.Cast<T, Vector<T>>(_rates.AsSpan());
                var phi = MemoryMarshal.Cast<T, Vector<T>>(_input.AsSpan());
                if (_network.Adaptation != 0)
                {
                    var adaptation = MemoryMarshal.Cast<T, Vector<T>>(_adaptation.AsSpan());
                    for (var i = 0; i < rates.Length; i++)
                    {
                        adaptation[i] += ka * (rates[i] - adaptation[i]);
                    }
                }

                for (var i = 0; i < rates.Length; i++)
                {
                    rates[i] += k * (phi[i] - rates[i]);
                }
            }

            return [.. overlaps.Select((course, c) => new RecallCourse(course, means[c] / (_n * (double)_free), activity?[c]))];
        }

        // Σ_i r_i of each column, then w_I [Σr/n_A − A₀]₊.
        private void Inhibit()
        {
            Array.Clear(_total);
            var total = MemoryMarshal.Cast<T, Vector<T>>(_total.AsSpan());
            var rates = MemoryMarshal.Cast<T, Vector<T>>(_rates.AsSpan());
            var per = total.Length;
            for (var i = 0; i < rates.Length; i += per)
            {
                for (var v = 0; v < per; v++)
                {
                    total[v] += rates[i + v];
                }
            }

            for (var c = 0; c < _width; c++)
            {
                var excess = (double.CreateChecked(_total[c]) / _network.AssemblySize) - _network.InhibitionThreshold;
                _inhibition[c] = T.CreateChecked(_columns[c].Inhibition * Math.Max(0, excess));
            }
        }

        private void Assemble(T ba, bool cued)
        {
            var gain = MemoryMarshal.Cast<T, Vector<T>>(_gain.AsSpan());
            var inhibition = MemoryMarshal.Cast<T, Vector<T>>(_inhibition.AsSpan());
            var row = MemoryMarshal.Cast<T, Vector<T>>(_noiseRow.AsSpan());
            var adapts = _network.Adaptation != 0;
            for (var i = 0; i < _n; i++)
            {
                for (var c = 0; c < _width; c++)
                {
                    _noiseRow[c] = T.CreateTruncating(_network.NoiseSd * _noise[_noiseOf[c]].Values[i]);
                }

                var input = MemoryMarshal.Cast<T, Vector<T>>(_input.AsSpan(i * _stride, _stride));
                var adaptation = MemoryMarshal.Cast<T, Vector<T>>(_adaptation.AsSpan(i * _stride, _stride));
                for (var v = 0; v < input.Length; v++)
                {
                    var u = (gain[v] * input[v]) - inhibition[v] + row[v];
                    input[v] = adapts ? u - (ba * adaptation[v]) : u;
                }
            }

            if (cued)
            {
                var drive = T.CreateChecked(_drive);
                for (var c = 0; c < _width; c++)
                {
                    foreach (var unit in _assemblies[_columns[c].CueItem])
                    {
                        _input[(unit * _stride) + c] += drive;
                    }
                }
            }
        }

        // m_k = Σ_i (ξ_i^k − f) r_i / (n_A (1 − f)), f = n_A/N.
        private void Observe(int time, Matrix[] overlaps, Matrix[]? activity, double[] means)
        {
            Array.Clear(_total);
            for (var i = 0; i < _n; i++)
            {
                for (var c = 0; c < _width; c++)
                {
                    _total[c] += _rates[(i * _stride) + c];
                }
            }

            for (var k = 0; k < _assemblies.Count; k++)
            {
                var members = _assemblies[k];
                var f = members.Length / (double)_n;
                for (var c = 0; c < _width; c++)
                {
                    double sum = 0;
                    foreach (var unit in members)
                    {
                        sum += double.CreateTruncating(_rates[(unit * _stride) + c]);
                    }

                    overlaps[c][time, k] = (sum - (f * double.CreateTruncating(_total[c]))) / (members.Length * (1 - f));
                }
            }

            for (var c = 0; c < _width; c++)
            {
                if (time >= _cue)
                {
                    means[c] += double.CreateTruncating(_total[c]);
                }

                for (var i = 0; activity is not null && i < _n; i++)
                {
                    activity[c][time, i] = double.CreateTruncating(_rates[(i * _stride) + c]);
                }
            }
        }
    }
}
