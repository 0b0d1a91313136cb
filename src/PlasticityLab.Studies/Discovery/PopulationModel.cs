using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Discovery;

/// <summary>The population model of <see cref="RulePredictor.Population"/> for many bilinear rules at once.</summary>
/// <remarks>
/// The five units of an item have the same inputs and begin alike, so they stay alike: the 40 units are 8 rates, the weights of all pairs
/// of units of two items are one number, and an item hears itself through four of its five units. What is left, 8 rates and 64 weights, is
/// exact but for rounding. Four rules lie side by side, one in each lane, on the same trial.
/// </remarks>
internal sealed class PopulationModel
{
    private const int Lanes = 4,
        Units = RulePredictor.UnitsPerItem;

    private readonly RunSpec[] _runs;
    private readonly RateNetwork _network; // of the model
    private readonly Chain _task;
    private readonly int _items;
    private readonly (int Post, int Pre, Vector256<double> Theta)[] _terms;
    private readonly Vector256<double>[] _weights; // [post, pre], between two units
    private readonly Vector256<double>[] _kappa;
    private readonly Vector256<double> _scale,
        _decay,
        _bound,
        _gain;
    private readonly Vector256<double>[] _shares; // dt/τ of the four traces: fast and slow of the sender, of the receiver
    private Vector256<double> _largest;

    private PopulationModel(RunSpec[] runs)
    {
        // Idle lanes repeat the first rule.
        _runs = [.. runs, .. Enumerable.Repeat(runs[0], Lanes - runs.Length)];
        var model = RulePredictor.Population(runs[0]);
        (_network, _task) = ((RateNetwork)model.Network with { AssemblySize = Units }, (Chain)model.Task);
        _items = _task.Items;
        _weights = new Vector256<double>[_items * _items];
        BilinearRule[] rules = [.. _runs.Select(run => (BilinearRule)RuleChoice.Create(run.Learning))];
        Matrix[] theta = [.. rules.Select(rule => rule.Theta)];
        _terms =
        [
            .. from a in Enumerable.Range(0, BilinearRule.Signals)
            from b in Enumerable.Range(0, BilinearRule.Signals)
            where Array.Exists(theta, matrix => matrix[a, b] != 0)
            select (a, b, Of(k => theta[k][a, b])),
        ];
        _kappa = [.. Enumerable.Range(0, 3).Select(c => Of(k => rules[k].Kappa[c]))];
        var dt = _network.TimeStep;
        _scale = Of(k => dt * rules[k].Eta * _runs[k].Learning.Sign / Units);
        _decay = Of(k => dt * _runs[k].Learning.Decay);
        _bound = Of(k => _runs[k].Learning.WeightMax / Units);
        _gain = Of(k => _runs[k].Learning.TrainingGain);
        _shares =
        [
            Of(k => Math.Min(1, dt / rules[k].TauPreFast)),
            Of(k => Math.Min(1, dt / rules[k].TauPreSlow)),
            Of(k => Math.Min(1, dt / rules[k].TauPostFast)),
            Of(k => Math.Min(1, dt / rules[k].TauPostSlow)),
        ];
    }

    /// <summary>Whether a run is one that the lanes know: a bilinear rule with hard bounds, a chain of items shown one by one.</summary>
    public static bool Takes(RunSpec run) =>
        run
            is {
                Network: RateNetwork { Initial: null },
                Task: Chain { ArrayFile.Length: 0 },
                Learning: { Equation: null, SoftBounds: false } learning
            }
        && learning.Rule == BilinearRule.Card.Id;

    /// <summary>Outcomes in the order of the runs.</summary>
    /// <param name="runs">Runs that <see cref="Takes"/> and that differ in their learning alone.</param>
    /// <param name="stop">Looked at after every four rules.</param>
    public static IReadOnlyList<PopulationOutcome> Predict(IReadOnlyList<RunSpec> runs, CancellationToken stop = default)
    {
        var outcomes = new List<PopulationOutcome>(runs.Count);
        foreach (var group in runs.Chunk(Lanes))
        {
            stop.ThrowIfCancellationRequested();
            var model = new PopulationModel(group);
            model.Train();
            outcomes.AddRange(model.Ask().Take(group.Length));
        }

        return outcomes;
    }

    private static Vector256<double> Of(Func<int, double> lane) => Vector256.Create(lane(0), lane(1), lane(2), lane(3));

    private void Train()
    {
        var (n, dt) = (_items, _network.TimeStep);
        Vector256<double>[] rates = new Vector256<double>[n],
            input = new Vector256<double>[n],
            change = new Vector256<double>[n],
            adaptation = new Vector256<double>[n],
            recurrent = new Vector256<double>[n];
        Vector256<double>[][] pre = [new Vector256<double>[n], rates, new Vector256<double>[n], new Vector256<double>[n], change],
            post = [pre[0], rates, new Vector256<double>[n], new Vector256<double>[n], change];
        Array.Fill(pre[0], Vector256<double>.One);
        var senders = new Vector256<double>[BilinearRule.Signals * n];
        var (pace, slow) = (Vector256.Create(dt / _network.Tau), Vector256.Create(dt / _network.AdaptationTau));
        var old = new Vector256<double>[n];
        foreach (var trial in _task.Training(new RandomStreams(_runs[0].Seed)))
        {
            foreach (var segment in trial.Segments)
            {
                for (var step = segment.Steps(dt); step > 0; step--)
                {
                    Step(segment);
                }
            }
        }

        void Step(in Segment segment)
        {
            var total = Vector256<double>.Zero;
            for (var k = 0; k < n; k++)
            {
                total += rates[k];
                _largest = Vector256.Max(_largest, Vector256.Abs(rates[k]));
            }

            var inhibition =
                Vector256.Create(_network.TrainingInhibition)
                * Vector256.Max(Vector256<double>.Zero, total - Vector256.Create(_network.InhibitionThreshold));
            for (var k = 0; k < n; k++)
            {
                input[k] = (_gain * (recurrent[k] - inhibition)) - (_network.Adaptation * adaptation[k]);
            }

            foreach (var item in segment.Items)
            {
                input[item] += Vector256.Create(segment.Drive);
            }

            Transfer(input, change);
            for (var k = 0; k < n; k++)
            {
                change[k] -= rates[k];
                adaptation[k] += slow * (rates[k] - adaptation[k]);
            }

            Learn(pre, post, senders);
            for (var k = 0; k < n; k++)
            {
                old[k] = rates[k];
                rates[k] += pace * change[k];
            }

            Multiply(_weights, rates, recurrent, Vector256<double>.One);
            for (var k = 0; k < n; k++)
            {
                pre[2][k] += _shares[0] * (old[k] - pre[2][k]);
                pre[3][k] += _shares[1] * (old[k] - pre[3][k]);
                post[2][k] += _shares[2] * (old[k] - post[2][k]);
                post[3][k] += _shares[3] * (old[k] - post[3][k]);
            }
        }
    }

    // w ← clamp(w + dt (s η (Σ φ_a(post) Σ_b θ_ab ψ_b(pre) − w (κ₁ + κ₂ r + κ₃ r²)) − λ w)).
    private void Learn(Vector256<double>[][] pre, Vector256<double>[][] post, Vector256<double>[] senders)
    {
        var n = _items;
        Array.Clear(senders);
        var read = 0;
        foreach (var (a, b, theta) in _terms)
        {
            read |= 1 << a;
            var signal = pre[b];
            var sums = senders.AsSpan(a * n, n);
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] += theta * signal[j];
            }
        }

        Span<Vector256<double>> row = stackalloc Vector256<double>[n];
        for (var i = 0; i < n; i++)
        {
            row.Clear();
            for (var a = 0; a < BilinearRule.Signals; a++)
            {
                if ((read & (1 << a)) != 0)
                {
                    var signal = post[a][i];
                    var sums = senders.AsSpan(a * n, n);
                    for (var j = 0; j < sums.Length; j++)
                    {
                        row[j] += signal * sums[j];
                    }
                }
            }

            var rate = post[1][i];
            var keep = Vector256<double>.One - _decay - (_scale * (_kappa[0] + (rate * (_kappa[1] + (rate * _kappa[2])))));
            var weights = _weights.AsSpan(i * n, n);
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] = Vector256.Min(_bound, Vector256.Max(-_bound, (keep * weights[j]) + (_scale * row[j])));
            }
        }
    }

    // A unit hears all units of the other items and all others of its own.
    private void Multiply(Vector256<double>[] weights, Vector256<double>[] rates, Vector256<double>[] sums, Vector256<double> gain)
    {
        var n = _items;
        for (var i = 0; i < n; i++)
        {
            var row = weights.AsSpan(i * n, n);
            var sum = Vector256<double>.Zero;
            for (var j = 0; j < row.Length; j++)
            {
                sum += row[j] * rates[j];
            }

            sums[i] = gain * ((Units * sum) - (row[i] * rates[i]));
        }
    }

    private void Transfer(Vector256<double>[] input, Vector256<double>[] rates) =>
        _network.Neuron.Rates(
            MemoryMarshal.Cast<Vector256<double>, double>(input.AsSpan()),
            MemoryMarshal.Cast<Vector256<double>, double>(rates.AsSpan())
        );

    private IEnumerable<PopulationOutcome> Ask()
    {
        Probe[] probes = [.. _task.Probes().Where(probe => probe.Group == Chain.First)];
        var scores = new double[Lanes, _runs[0].Readouts.Length];
        for (var point = 0; point < _runs[0].Readouts.Length; point++)
        {
            foreach (var probe in probes)
            {
                var courses = Play(probe, _runs[0].Readouts[point]);
                for (var lane = 0; lane < Lanes; lane++)
                {
                    var visits = Visits.Of(courses[lane], _network.TimeStep);
                    scores[lane, point] += SequenceScore.Of(visits, _task.FullOrder, _network.TimeStep).S / probes.Length;
                }
            }
        }

        return Enumerable
            .Range(0, Lanes)
            .Select(lane => Outcome(lane, [.. Enumerable.Range(0, scores.GetLength(1)).Select(p => scores[lane, p])]));
    }

    private PopulationOutcome Outcome(int lane, double[] scores)
    {
        var flow = Flow(lane);
        var points = _runs[0].Readouts;
        if (
            !_weights.All(weight => double.IsFinite(weight[lane]))
            || LearningStep.Factor(_network, _runs[lane].Learning.ToSpec(), _largest[lane]) >= LearningStep.Limit
        )
        {
            return new(0, 0, double.NaN, points[0]);
        }

        var best = Array.IndexOf(scores, scores.Max());
        return new(scores[best], scores.Average(), flow, points[best]);
    }

    private double Flow(int lane)
    {
        double L(int d) =>
            Enumerable.Range(0, _items).Where(k => k + d >= 0 && k + d < _items).Average(k => _weights[((k + d) * _items) + k][lane]);
        var (back, self, ahead) = (L(-1), L(0), L(1));
        var size = Math.Abs(ahead) + Math.Abs(back) + Math.Abs(self);
        return size == 0 ? double.NaN : (ahead - back) / size;
    }

    // Overlaps of each lane from the observed time on.
    private Matrix[] Play(Probe probe, OperatingPoint point)
    {
        var (n, dt) = (_items, _network.TimeStep);
        Vector256<double>[] rates = new Vector256<double>[n],
            input = new Vector256<double>[n],
            adaptation = new Vector256<double>[n];
        var (pace, slow, gain) = (
            Vector256.Create(dt / _network.Tau),
            Vector256.Create(dt / _network.AdaptationTau),
            Vector256.Create(point.Gain)
        );
        var (at, from) = (0, (int)Math.Round(probe.From / dt));
        Matrix[] courses = [.. Enumerable.Range(0, Lanes).Select(_ => new Matrix(probe.Trial.Steps(dt) - from, n))];
        var share = 1.0 / n;
        foreach (var segment in probe.Trial.Segments)
        {
            for (var step = segment.Steps(dt); step > 0; step--, at++)
            {
                Step(segment);
            }
        }

        return courses;

        void Step(in Segment segment)
        {
            var total = Vector256<double>.Zero;
            foreach (var rate in rates)
            {
                total += rate;
            }

            if (at >= from)
            {
                for (var k = 0; k < n; k++)
                {
                    var overlap = (rates[k] - (share * total)) / (1 - share);
                    for (var lane = 0; lane < Lanes; lane++)
                    {
                        courses[lane][at - from, k] = overlap[lane];
                    }
                }
            }

            Multiply(_weights, rates, input, gain);
            var inhibition =
                Vector256.Create(point.Inhibition)
                * Vector256.Max(Vector256<double>.Zero, total - Vector256.Create(_network.InhibitionThreshold));
            for (var k = 0; k < n; k++)
            {
                input[k] -= inhibition + (_network.Adaptation * adaptation[k]);
            }

            foreach (var item in segment.Items)
            {
                input[item] += Vector256.Create(segment.Drive);
            }

            Transfer(input, input);
            for (var k = 0; k < n; k++)
            {
                adaptation[k] += slow * (rates[k] - adaptation[k]);
                rates[k] += pace * (input[k] - rates[k]);
            }
        }
    }
}
