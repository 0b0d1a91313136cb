using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.SelfOrganisation;

/// <summary>A network without a teacher: one neuron wins at each step, driven by the last winner and by noise, and a local rule acts on the
/// two. Do sequences form?</summary>
/// <remarks>
/// The winner is argmax_i (W[i, last] + 0.12 × noise), noise exponential with mean 1; the last two winners cannot win. The rule changes
/// W[new, old] by η times its forward coefficient and
/// W[old, new] by η times its backward coefficient, both read off its own formula half-way through the hand-over. Weights stay in [0, 1].
/// With the heterosynaptic limit, a row or column of a
/// winner whose sum s exceeds 1 loses (s − 1)/(2N) at each synapse, after Fiete, Senn, Wang &amp; Hahnloser 2010, Neuron 65:563.
/// </remarks>
public sealed class WinnerNetwork
{
    private const double Eta = 0.05,
        Noise = 0.12,
        HalfStep = 0.5;
    private readonly double[,] _w;
    private readonly double _forward,
        _backward,
        _growth;
    private readonly bool _limited;
    private readonly RandomStream _noise;
    private int _last,
        _before;

    /// <summary>A network with random weights in [0, 1/N].</summary>
    /// <param name="rule">The learning rule.</param>
    /// <param name="neurons">N, at least 4.</param>
    /// <param name="limited">Whether the heterosynaptic limit acts.</param>
    /// <param name="random">The replicate's random numbers.</param>
    public WinnerNetwork(ILearningRule rule, int neurons, bool limited, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(random);
        UserError.ThrowIfAny(
            Require.All(Require.AtLeast(neurons, 4), neurons <= 2000 ? null : $"neurons must be at most 2000, but is {neurons}.")
        );
        (_forward, _backward) = Coefficients(rule);
        // a rule that only weakens would leave nothing: every synapse then grows a little, as much a step as one update weakens
        _growth = _forward <= 0 && _backward <= 0 && _forward + _backward < 0 ? 2 * Eta / neurons / neurons : 0;
        (_limited, _w) = (limited, new double[neurons, neurons]);
        var weights = random.Open(StreamPurpose.InitialWeights);
        for (var i = 0; i < neurons; i++)
        {
            for (var j = 0; j < neurons; j++)
            {
                _w[i, j] = i == j ? 0 : weights.NextDouble() / neurons;
            }
        }

        _noise = random.Open(StreamPurpose.TrainingNoise);
        (_last, _before) = (0, 1);
    }

    private WinnerNetwork(WinnerNetwork of, RandomStream noise)
    {
        (_forward, _backward, _growth, _limited, _w) = (of._forward, of._backward, of._growth, of._limited, (double[,])of._w.Clone());
        (_noise, _last, _before) = (noise, 0, 1);
    }

    /// <summary>The same weights at rest, with other noise.</summary>
    internal WinnerNetwork AtRest(RandomStream noise) => new(this, noise);

    /// <summary>The winner of the last step.</summary>
    internal int Last => _last;

    /// <summary>Puts weights W[post, pre] in the place of its own; as they stand.</summary>
    internal void Set(Matrix weights)
    {
        for (var i = 0; i < Neurons; i++)
        {
            for (var j = 0; j < Neurons; j++)
            {
                _w[i, j] = weights[i, j];
            }
        }
    }

    internal void State(StateCodec codec)
    {
        for (var i = 0; i < Neurons; i++)
        {
            for (var j = 0; j < Neurons; j++)
            {
                codec.Value(ref _w[i, j]);
            }
        }

        codec.Value(ref _last);
        codec.Value(ref _before);
        codec.Stream(_noise);
    }

    /// <summary>N, number of neurons.</summary>
    public int Neurons => _w.GetLength(0);

    /// <summary>W[post, pre], a copy.</summary>
    public Matrix Weights => Matrix.From(Neurons, Neurons, (i, j) => _w[i, j]);

    /// <summary>What a rule does to the synapse from the old winner to the new one, and to the one back; the larger is ±1.</summary>
    public static (double Forward, double Backward) Coefficients(ILearningRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var (forward, backward) = (rule.Accept(new Meeting(true)), rule.Accept(new Meeting(false)));
        var largest = Math.Max(Math.Abs(forward), Math.Abs(backward));
        return largest > 0 ? (forward / largest, backward / largest) : (0, 0);
    }

    /// <summary>Runs on.</summary>
    /// <returns>The winners, one a step.</returns>
    public int[] Run(int steps, bool plastic, CancellationToken cancellation = default)
    {
        var winners = new int[steps];
        for (var t = 0; t < steps; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            winners[t] = Step(plastic);
        }

        return winners;
    }

    /// <summary>One step.</summary>
    /// <param name="plastic">Whether the rule acts on it.</param>
    /// <param name="noise">Factor on the noise [1].</param>
    /// <param name="given">Drive from outside, a neuron each; empty: none.</param>
    /// <returns>The winner.</returns>
    internal int Step(bool plastic, double noise = 1, ReadOnlySpan<double> given = default)
    {
        var (winner, best) = (-1, double.NegativeInfinity);
        for (var i = 0; i < Neurons; i++)
        {
            var drive = _w[i, _last] + (noise * Noise * _noise.NextExponential()) + (given.IsEmpty ? 0 : given[i]);
            if (i != _last && i != _before && drive > best)
            {
                (winner, best) = (i, drive);
            }
        }

        if (plastic)
        {
            Learn(winner, _last);
        }

        (_before, _last) = (_last, winner);
        return winner;
    }

    private void Learn(int now, int old)
    {
        Change(now, old, Eta * _forward);
        Change(old, now, Eta * _backward);
        if (_growth > 0)
        {
            for (var i = 0; i < Neurons; i++)
            {
                for (var j = 0; j < Neurons; j++)
                {
                    Change(i, j, _growth);
                }
            }
        }

        if (_limited)
        {
            foreach (var unit in (ReadOnlySpan<int>)[now, old])
            {
                Limit(unit, row: true);
                Limit(unit, row: false);
            }
        }
    }

    private void Limit(int unit, bool row)
    {
        double sum = 0;
        for (var k = 0; k < Neurons; k++)
        {
            sum += row ? _w[unit, k] : _w[k, unit];
        }

        for (var k = 0; k < Neurons && sum > 1; k++)
        {
            Change(row ? unit : k, row ? k : unit, -HalfStep * (sum - 1) / Neurons);
        }
    }

    private void Change(int i, int j, double by) => _w[i, j] = i == j ? 0 : Math.Clamp(_w[i, j] + by, 0, 1);

    /// <summary>The formula half-way through a hand-over: both neurons at half activity, the new one rising, the old one falling, traces
    /// left by the old one.</summary>
    private sealed class Meeting(bool forward) : IRuleVisitor<double>
    {
        private const double Held = 0.040,
            Active = 100; // the old winner was held for 40 ms; spikes of an active neuron [Hz]

        public double Visit<TRule>(TRule rule)
            where TRule : struct, ILearningRule<TRule>
        {
            static double After(Trace trace, bool wasActive) =>
                !wasActive || trace.Kind == TraceKind.None
                    ? 0
                    : trace.Kind switch
                    {
                        TraceKind.Spikes => trace.Tau * Active,
                        _ => 1,
                    } * (1 - Math.Exp(-Held / trace.Tau));
            var traces = rule.Traces;
            return Synapse.DwDt(
                rule,
                Synapse.Pre(0.5, After(traces.PreFast, forward), After(traces.PreSlow, forward), forward ? -1 : 1, Active / 2),
                Synapse.Post(0.5, After(traces.PostFast, !forward), After(traces.PostSlow, !forward), forward ? 1 : -1, Active / 2),
                0
            );
        }
    }
}
