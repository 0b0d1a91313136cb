using System.Numerics;
using System.Runtime.InteropServices;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>φ of each input.</summary>
internal delegate void Transfer<T>(ReadOnlySpan<T> u, Span<T> rates);

/// <summary>Probes in one precision; state lies as rows of neurons, one column a probe.</summary>
internal sealed class RateBatch<T> : RateBatch
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RateNetwork _network;
    private readonly Assemblies _assemblies;
    private readonly IReadOnlyList<RateProbe> _probes;
    private readonly int _n,
        _width,
        _from,
        _steps,
        _stride;
    private readonly int[][] _segments; // of each probe at each step
    private readonly int[][] _starts; // of each probe's segments
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
    private readonly Transfer<T> _transfer;
    private readonly Matrix[] _overlaps;
    private readonly Matrix[]? _activity;
    private readonly double[] _means; // summed over neurons and the last segment
    private int _step;

    public RateBatch(
        RateNetwork network,
        Assemblies assemblies,
        Matrix weights,
        IReadOnlyList<RateProbe> probes,
        RandomStreams random,
        bool keepActivity,
        Transfer<T> transfer
    )
    {
        (_network, _assemblies, _probes, _transfer) = (network, assemblies, probes, transfer);
        (_n, _width) = (network.Units, probes.Count);
        var dt = network.TimeStep;
        (_from, _steps) = _width == 0 ? (0, 0) : ((int)Math.Round(probes[0].From / dt), probes[0].Trial.Steps(dt));
        _starts = [.. probes.Select(probe => Starts(probe.Trial, dt))];
        _segments =
        [
            .. _starts.Select(starts =>
                Enumerable.Range(0, starts.Length - 1).SelectMany(k => Enumerable.Repeat(k, starts[k + 1] - starts[k])).ToArray()
            ),
        ];
        _weights = PlasticMatrix.Create<T>(new NoLearning(), weights, new() { Arithmetic = network.Arithmetic });
        var per = Vector<T>.Count * 2;
        _stride = (_width + per - 1) / per * per; // whole vectors; the columns beyond the last probe stay idle
        var indices = probes.Select(probe => probe.Noise).Distinct().ToArray();
        _noise =
        [
            .. indices.Select(index => new NoiseField(
                _n,
                dt,
                network.NoiseTau,
                random.Open(StreamPurpose.RecallNoise, index),
                network.Arithmetic
            )),
        ];
        _noiseOf = [.. probes.Select(probe => Array.IndexOf(indices, probe.Noise))];
        (_rates, _input, _adaptation) = (new T[_n * _stride], new T[_n * _stride], new T[_n * _stride]);
        (_inhibition, _total, _gain, _noiseRow) = (new T[_stride], new T[_stride], new T[_stride], new T[_stride]);
        for (var c = 0; c < _width; c++)
        {
            _gain[c] = T.CreateChecked(probes[c].Gain);
        }

        _overlaps = [.. probes.Select(_ => new Matrix(_steps - _from, assemblies.Count))];
        _activity = keepActivity ? [.. probes.Select(_ => new Matrix(_steps - _from, _n))] : null;
        _means = new double[_width];
    }

    public override int Steps => _step;

    public override bool IsOver => _step >= _steps;

    public override int Advance(int most = int.MaxValue)
    {
        var count = Math.Min(most, _steps - _step);
        var k = T.CreateChecked(_network.TimeStep / _network.Tau);
        var ka = T.CreateChecked(_network.TimeStep / _network.AdaptationTau);
        var ba = T.CreateChecked(_network.Adaptation);
        for (var end = _step + count; _step < end; _step++)
        {
            if (_step >= _from)
            {
                Observe(_step - _from);
            }

            _weights.MultiplyBatch(_rates, _input, _stride, _stride);
            Inhibit();
            foreach (var noise in _noise)
            {
                noise.Step();
            }

            Assemble(ba);
            Drive();
            _transfer(_input, _input);
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

        return count;
    }

    public override void CopyRates(int probe, Span<double> rates)
    {
        for (var i = 0; i < _n; i++)
        {
            rates[i] = double.CreateTruncating(_rates[(i * _stride) + probe]);
        }
    }

    public override IReadOnlyList<RecallCourse> Courses() =>
        [.. _overlaps.Select((course, c) => new RecallCourse(course, _means[c] / (_n * (double)(_steps - Last(c))), _activity?[c]))];

    private protected override void State(StateCodec codec)
    {
        codec.Same(_n, "the number of neurons");
        codec.Same(_width, "the number of probes");
        codec.Same(_steps, "the number of steps");
        codec.Same(_assemblies.Count, "the number of items");
        codec.Value(ref _step);
        for (var i = 0; i < _n; i++)
        {
            codec.Values(_rates.AsSpan(i * _stride, _width));
            codec.Values(_adaptation.AsSpan(i * _stride, _width));
        }

        codec.Values(_means.AsSpan());
        foreach (var noise in _noise)
        {
            noise.State(codec);
        }

        foreach (var course in _overlaps.Concat(_activity ?? []))
        {
            codec.Values(course.Values.AsSpan());
        }
    }

    // First step of each segment, and of what would follow.
    private static int[] Starts(Trial trial, double timeStep)
    {
        var starts = new int[trial.Segments.Length + 1];
        for (var k = 0; k < trial.Segments.Length; k++)
        {
            starts[k + 1] = starts[k] + trial.Segments[k].Steps(timeStep);
        }

        return starts;
    }

    // Where the last segment of a probe begins: the free run, whose mean activity is told.
    private int Last(int probe) => _starts[probe][^2];

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
            _inhibition[c] = T.CreateChecked(_probes[c].Inhibition * Math.Max(0, excess));
        }
    }

    private void Assemble(T ba)
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
    }

    private void Drive()
    {
        for (var c = 0; c < _width; c++)
        {
            var index = _segments[c][_step];
            var segment = _probes[c].Trial.Segments[index];
            if (segment.Frames is { } frames)
            {
                var frame = frames.Row(segment.Frame(_step - _starts[c][index], _starts[c][index + 1] - _starts[c][index]));
                for (var i = 0; i < frame.Length; i++)
                {
                    _input[(i * _stride) + c] += T.CreateChecked(segment.Drive * frame[i]);
                }
            }

            foreach (var item in segment.Items)
            {
                var drive = T.CreateChecked(segment.Drive);
                foreach (var unit in _assemblies[item])
                {
                    _input[(unit * _stride) + c] += drive;
                }
            }
        }
    }

    // m_k = Σ_i (ξ_i^k − f) r_i / (n_A (1 − f)), f = n_A/N.
    private void Observe(int time)
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

                _overlaps[c][time, k] = (sum - (f * double.CreateTruncating(_total[c]))) / (members.Length * (1 - f));
            }
        }

        for (var c = 0; c < _width; c++)
        {
            if (_step >= Last(c))
            {
                _means[c] += double.CreateTruncating(_total[c]);
            }

            for (var i = 0; _activity is not null && i < _n; i++)
            {
                _activity[c][time, i] = double.CreateTruncating(_rates[(i * _stride) + c]);
            }
        }
    }
}
