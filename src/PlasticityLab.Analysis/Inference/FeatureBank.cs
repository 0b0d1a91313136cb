using System.Numerics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>Cumulated features of a recording: for each term of the space what it alone, with coefficient 1, would have added to each synapse up
/// to each reading, less its mean over the readings of the synapse. So a synapse's weight at the start is free, and noise of the first reading is
/// not in all the others.</summary>
internal sealed class FeatureBank
{
    // Decays by w, r w and r² w.
    private const int Powers = 3,
        Nearest = 4;

    private readonly RuleRecording _recording;
    private readonly (int Post, int Pre)[] _synapses;
    private readonly int[] _readings;
    private readonly Dictionary<int, int> _receivers,
        _senders;
    private readonly Side _post,
        _pre;
    private readonly double[] _grid;
    private readonly Dictionary<SpaceTerm, double[]> _columns = [];
    private readonly double[][] _decays;

    /// <summary>The features of some synapses at some readings.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="synapses">[post, pre] of each.</param>
    /// <param name="readings">Indices of the readings.</param>
    /// <param name="grid">Time constants whose features are computed from the activity [s].</param>
    public FeatureBank(RuleRecording recording, (int Post, int Pre)[] synapses, int[] readings, double[] grid)
    {
        (_recording, _synapses, _readings, _grid) = (recording, synapses, readings, grid);
        var (preChange, postChange) = recording.Changes();
        _receivers = Places(synapses.Select(s => s.Post));
        _senders = Places(synapses.Select(s => s.Pre));
        _post = new(recording.Post, postChange, _receivers, recording.Dt, [.. grid, 0]);
        _pre = new(recording.Pre, preChange, _senders, recording.Dt, [.. grid, 0]);
        Response = Centred((s, k) => Weight(s, k));
        _decays = [.. Enumerable.Range(0, Powers).Select(Interpolated)];
    }

    /// <summary>Synapses × readings.</summary>
    public int Rows => _synapses.Length * _readings.Length;

    public int Readings => _readings.Length;

    /// <summary>The weights, less their mean over the readings of each synapse; readings of a synapse one after the other.</summary>
    public double[] Response { get; }

    /// <summary>The cumulated feature; between time constants of the grid by Lagrange's polynomial through the four nearest, in log τ.</summary>
    public double[] Column(SpaceTerm term)
    {
        if (term.IsDecay)
        {
            return _decays[term.Post];
        }

        if (Nodes(term.TauPost) is not { } posts || Nodes(term.TauPre) is not { } pres)
        {
            return Exact(term);
        }

        if (posts.Length == 1 && pres.Length == 1)
        {
            return _columns.TryGetValue(term, out var known) ? known : _columns[term] = Exact(term);
        }

        var column = new double[Rows];
        foreach (var (tauPost, p) in posts)
        {
            foreach (var (tauPre, q) in pres)
            {
                Add(column, p * q, Column(term with { TauPost = tauPost, TauPre = tauPre }));
            }
        }

        return column;
    }

    private double[] Exact(SpaceTerm term)
    {
        var (post, pre) = (_post.Signal(term.Post, term.TauPost), _pre.Signal(term.Pre, term.TauPre));
        return Cumulated(
            (s, _, from, to) =>
                _recording.Dt * Dot(Of(post, _receivers[_synapses[s].Post], from, to), Of(pre, _senders[_synapses[s].Pre], from, to))
        );
    }

    // Time constants of the grid from which one between them is made, with their weights; null: it lies outside.
    private (double Tau, double Weight)[]? Nodes(double tau)
    {
        if (tau == 0 || Array.IndexOf(_grid, tau) >= 0)
        {
            return [(tau, 1)];
        }

        if (_grid.Length < 2 || tau < _grid[0] || tau > _grid[^1])
        {
            return null;
        }

        var first = Math.Clamp(Array.FindIndex(_grid, node => node > tau) - 2, 0, Math.Max(0, _grid.Length - Nearest));
        var nodes = _grid.Skip(first).Take(Nearest).ToArray();
        return
        [
            .. nodes.Select(node =>
                (node, nodes.Where(other => other != node).Aggregate(1.0, (w, other) => w * Math.Log(tau / other) / Math.Log(node / other)))
            ),
        ];
    }

    /// <summary>What comes out with the decays along the weights that a rule makes; afterwards they are as before.</summary>
    /// <param name="terms">Terms of the rule.</param>
    /// <param name="coefficients">Their coefficients.</param>
    /// <param name="find">What is asked.</param>
    public T Along<T>(IReadOnlyList<SpaceTerm> terms, IReadOnlyList<double> coefficients, Func<T> find)
    {
        double[][] before = [.. _decays];
        DecayAlong(terms, coefficients);
        var found = find();
        before.CopyTo(_decays, 0);
        return found;
    }

    /// <summary>Computes the decays anew along the weights that a rule makes, which hold less noise than those that were read and are known at
    /// all times between; each weight from the start that fits its readings best.</summary>
    /// <param name="terms">Terms of the rule.</param>
    /// <param name="coefficients">Their coefficients.</param>
    public void DecayAlong(IReadOnlyList<SpaceTerm> terms, IReadOnlyList<double> coefficients)
    {
        var steps = _recording.Pre.Rows;
        var (drive, weight, kappa) = (new double[steps], new double[steps], new double[Powers]);
        foreach (var (term, c) in terms.Zip(coefficients).Where(pair => pair.First.IsDecay))
        {
            kappa[term.Post] = c;
        }

        var products = terms
            .Zip(coefficients)
            .Where(pair => !pair.First.IsDecay)
            .Select(pair =>
                (pair.Second, _post.Signal(pair.First.Post, pair.First.TauPost), _pre.Signal(pair.First.Pre, pair.First.TauPre))
            )
            .ToArray();
        double[][] made = [.. Enumerable.Range(0, Powers).Select(_ => new double[Rows])];
        for (var s = 0; s < _synapses.Length; s++)
        {
            var rate = Of(_post.Signal(1, 0), _receivers[_synapses[s].Post], 0, steps);
            Drive(products, s, drive);
            Integrate(drive, rate, kappa, weight, s);
            for (var power = 0; power < Powers; power++)
            {
                CumulateDecay(weight, rate, power, made[power].AsSpan(s * _readings.Length, _readings.Length));
            }
        }

        for (var power = 0; power < Powers; power++)
        {
            var values = made[power];
            if (Array.TrueForAll(values, double.IsFinite))
            {
                _decays[power] = Centred((s, k) => values[(s * _readings.Length) + k]);
            }
        }
    }

    // What the products of a rule add to a synapse in each step [weight unit/s].
    private void Drive((double Coefficient, double[] Post, double[] Pre)[] products, int s, double[] drive)
    {
        var (i, j) = (_receivers[_synapses[s].Post], _senders[_synapses[s].Pre]);
        Array.Clear(drive);
        foreach (var (c, post, pre) in products)
        {
            var a = Of(post, i, 0, drive.Length);
            var b = Of(pre, j, 0, drive.Length);
            for (var t = 0; t < drive.Length; t++)
            {
                drive[t] += c * a[t] * b[t];
            }
        }
    }

    // −∫ χ w dt up to each reading.
    private void CumulateDecay(double[] weight, ReadOnlySpan<double> rate, int power, Span<double> made)
    {
        var sum = 0.0;
        for (var k = 1; k < _readings.Length; k++)
        {
            for (var t = _recording.Steps[_readings[k - 1]]; t < _recording.Steps[_readings[k]]; t++)
            {
                sum -= _recording.Dt * weight[t] * Power(rate[t], power);
            }

            made[k] = sum;
        }
    }

    // The rule from the first reading on, twice: the second time from the start for which the readings are nearest in least squares. A weight
    // follows its start with factor s, which decays as the weight does.
    private void Integrate(double[] drive, ReadOnlySpan<double> rate, double[] kappa, double[] weight, int synapse)
    {
        var (first, last) = (_recording.Steps[_readings[0]], _recording.Steps[_readings[^1]]);
        var start = Weight(synapse, 0);
        for (var round = 0; round < 2; round++)
        {
            var (w, s, k) = (start, 1.0, 1);
            var (off, size) = (Weight(synapse, 0) - start, 1.0);
            for (var t = first; t < last; t++)
            {
                weight[t] = w;
                var decay = _recording.Dt * (kappa[0] + (rate[t] * (kappa[1] + (rate[t] * kappa[2]))));
                w += (_recording.Dt * drive[t]) - (decay * w);
                s -= decay * s;
                if (t + 1 == _recording.Steps[_readings[k]])
                {
                    (off, size) = (off + (s * (Weight(synapse, k++) - w)), size + (s * s));
                }
            }

            start += off / size;
        }
    }

    // Decays along straight lines from reading to reading, where no rule is known yet.
    private double[] Interpolated(int power)
    {
        var rates = _post.Signal(1, 0);
        return Cumulated(
            (s, k, from, to) =>
            {
                var (sum, w, next) = (0.0, Weight(s, k - 1), Weight(s, k));
                var rate = Of(rates, _receivers[_synapses[s].Post], from, to);
                for (var t = 0; t < rate.Length; t++)
                {
                    sum -= _recording.Dt * (w + ((next - w) * t / rate.Length)) * Power(rate[t], power);
                }

                return sum;
            }
        );
    }

    // What is added between readings, summed from the first on.
    private double[] Cumulated(Func<int, int, int, int, double> between)
    {
        var column = new double[Rows];
        for (var s = 0; s < _synapses.Length; s++)
        {
            for (var k = 1; k < _readings.Length; k++)
            {
                var at = (s * _readings.Length) + k;
                column[at] = column[at - 1] + between(s, k, _recording.Steps[_readings[k - 1]], _recording.Steps[_readings[k]]);
            }
        }

        return Centred((s, k) => column[(s * _readings.Length) + k]);
    }

    private double[] Centred(Func<int, int, double> value)
    {
        var column = new double[Rows];
        for (var s = 0; s < _synapses.Length; s++)
        {
            var mean = 0.0;
            for (var k = 0; k < _readings.Length; k++)
            {
                mean += column[(s * _readings.Length) + k] = value(s, k);
            }

            mean /= _readings.Length;
            for (var k = 0; k < _readings.Length; k++)
            {
                column[(s * _readings.Length) + k] -= mean;
            }
        }

        return column;
    }

    private double Weight(int synapse, int reading) =>
        _recording.Weights[_readings[reading]][_synapses[synapse].Post, _synapses[synapse].Pre];

    private ReadOnlySpan<double> Of(double[] signal, int neuron, int from, int to) =>
        signal.AsSpan((neuron * _recording.Pre.Rows) + from, to - from);

    private static double Power(double rate, int power) =>
        power switch
        {
            0 => 1,
            1 => rate,
            _ => rate * rate,
        };

    private static Dictionary<int, int> Places(IEnumerable<int> neurons) =>
        neurons.Distinct().Order().Select((neuron, place) => (neuron, place)).ToDictionary(pair => pair.neuron, pair => pair.place);

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sum, i) = (Vector<double>.Zero, 0);
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private static void Add(double[] to, double factor, double[] column)
    {
        for (var k = 0; k < to.Length; k++)
        {
            to[k] += factor * column[k];
        }
    }

    // Signals of the neurons of one side, neuron after neuron.
    private sealed class Side(Matrix rates, Matrix change, Dictionary<int, int> places, double dt, HashSet<double> kept)
    {
        private readonly Dictionary<(int Kind, double Tau), double[]> _signals = [];

        public double[] Signal(int signal, double tau)
        {
            (int, double) key = (signal is 2 or 3 ? 2 : signal, tau);
            if (!_signals.TryGetValue(key, out var values))
            {
                values = key.Item1 switch
                {
                    0 => Filled(),
                    1 => Taken(rates),
                    2 => Traced(tau),
                    _ => Taken(change),
                };
                if (kept.Contains(tau))
                {
                    _signals[key] = values;
                }
            }

            return values;
        }

        private double[] Filled()
        {
            var values = new double[places.Count * rates.Rows];
            Array.Fill(values, 1);
            return values;
        }

        private double[] Taken(Matrix from)
        {
            var values = new double[places.Count * from.Rows];
            foreach (var (neuron, place) in places)
            {
                for (var t = 0; t < from.Rows; t++)
                {
                    values[(place * from.Rows) + t] = from[t, neuron];
                }
            }

            return values;
        }

        // As networks of rates follow it: a step sees the trace as it was before.
        private double[] Traced(double tau)
        {
            var (rate, step) = (Signal(1, 0), TraceStep.Euler(Trace.OfRate(tau), dt));
            var values = new double[rate.Length];
            for (var neuron = 0; neuron < places.Count; neuron++)
            {
                var at = neuron * rates.Rows;
                for (var t = 1; t < rates.Rows; t++)
                {
                    values[at + t] = step.Next(values[at + t - 1], rate[at + t - 1]);
                }
            }

            return values;
        }
    }
}
