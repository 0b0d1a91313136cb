using System.Numerics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>The k-winners network in continuous time: graded rates compete through one global inhibition, and nobody sorts.</summary>
/// <remarks>
/// τ dr_i/dt = −r_i + φ(β (u_i − I)), φ logistic; dI/dt = g (Σ r − k)/k: inhibition grows while more than k neurons' worth of rate is
/// active and falls while less is, so it settles where k are left.
/// u = A Σ_j W_ij s_j/k + B Σ_j J_ij s_j/(74 √k), A = 6 and B = 0.5 while recalling, A = 0 and B = 1 while learning, when neurons that the
/// note leaves closed have u = −10; 74 √k is the standard
/// deviation of the random drive. The synapses' s_j holds what the sender did at the end of the last beat of a rhythm: it follows r_j with
/// 2 ms during the last fifth of each beat and is held
/// in between (compare the theta rhythm's phases of encoding and recall, Hasselmo 2005, Hippocampus 15:936). One beat is one note; the
/// tempo of a replay is the rhythm's and can be another
/// than in learning. At the end of a beat the rule acts on the neurons with r above 0.5, as in the discrete network.
/// </remarks>
public sealed class RateWinnersNetwork
{
    /// <summary>τ, time constant of a neuron [s].</summary>
    public const double Tau = 0.004;

    /// <summary>Length of a beat while learning [s].</summary>
    public const double Beat = 0.040;

    private const float Step = 0.0005f,
        Beta = 12,
        Gain = 90,
        Learned = 6,
        Random = 0.5f,
        Closed = -10,
        HoldTau = 0.002f;
    private readonly CodeMaker _maker;
    private readonly LearnedSynapses _synapses;
    private readonly Readout _readout;
    private readonly float[] _rate,
        _held,
        _drive,
        _input;
    private float _inhibition;

    /// <summary>A network before learning.</summary>
    /// <param name="maker">Random weights and gates; may be shared with discrete networks.</param>
    /// <param name="update">What the learning rule does at a hand-over.</param>
    public RateWinnersNetwork(CodeMaker maker, PairUpdate update)
    {
        ArgumentNullException.ThrowIfNull(maker);
        var n = maker.Settings.Neurons;
        UserError.ThrowIfAny(
            Require.All(
                maker.Settings.Fatigue == 0 ? null : "the rate version has no fatigue; leave it out or take the discrete network.",
                maker.Settings.Open < 1 ? null : "the rate version needs notes that open neurons (open below 1)."
            )
        );
        (_maker, _synapses, _readout) = (maker, new LearnedSynapses(n, update), new Readout(n));
        (_rate, _held, _drive, _input) = (new float[n], new float[n], new float[n], new float[n]);
    }

    /// <summary>Size and wiring.</summary>
    public KWinnersSettings Settings => _maker.Settings;

    /// <summary>Hears a tune once and learns it.</summary>
    public void Learn(ReadOnlySpan<int> notes)
    {
        Reset();
        int[] last = [];
        for (var t = 0; t < notes.Length; t++)
        {
            Hear(notes[t], Beat);
            var code = Active();
            _readout.Learn(code, notes[t]);
            _synapses.HandOver(last, code);
            last = code;
        }
    }

    /// <summary>Hears the first notes of a tune, then plays on by itself; it does not hear what it plays.</summary>
    /// <param name="cue">The first notes, at least one.</param>
    /// <param name="count">How many notes to play after the cue.</param>
    /// <param name="expected">When given, playing stops after the first note that differs.</param>
    /// <param name="beat">Length of a beat [s]: another tempo than in learning.</param>
    public int[] Play(ReadOnlySpan<int> cue, int count, ReadOnlySpan<int> expected = default, double beat = Beat)
    {
        UserError.ThrowIfAny(Require.All(beat is >= 0.01 and <= 10 ? null : $"a beat must lie in 0.01 .. 10 s, but is {beat:R}."));
        Reset();
        foreach (var note in cue)
        {
            Hear(note, beat);
        }

        var notes = new List<int>(count);
        for (var t = 0; t < count; t++)
        {
            Gather();
            for (var i = 0; i < _input.Length; i++)
            {
                _input[i] = (Learned * _drive[i]) + (Random * _input[i]);
            }

            Run(beat);
            notes.Add(_readout.Name(Active()));
            if (!expected.IsEmpty && notes[t] != expected[t])
            {
                break;
            }
        }

        return [.. notes];
    }

    /// <summary>The neurons with a rate above a half.</summary>
    public int[] Active() => [.. Enumerable.Range(0, _rate.Length).Where(i => _rate[i] > 0.5f)];

    private void Reset()
    {
        Array.Clear(_rate);
        Array.Clear(_held);
        foreach (var i in _maker.Start)
        {
            _held[i] = 1;
        }

        _inhibition = 2;
    }

    private void Hear(int note, double beat)
    {
        Gather();
        var gate = _maker.Gate(note);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = gate[i] ? _input[i] : Closed;
        }

        Run(beat);
    }

    /// <summary>What the held activity sends: _drive through the learned synapses in drives of a whole code, _input through the random ones
    /// in standard deviations.</summary>
    private void Gather()
    {
        Array.Clear(_drive);
        Array.Clear(_input);
        for (var j = 0; j < _held.Length; j++)
        {
            if (_held[j] > 0.01f)
            {
                AddColumn(_maker.Column(j), _held[j] / (74 * MathF.Sqrt(Settings.Winners)), _input);
                AddColumn(_synapses.Column(j), _held[j] / (Settings.Winners * _synapses.Levels), _drive);
            }
        }
    }

    private void Run(double beat)
    {
        var steps = (int)Math.Round(beat / Step);
        var hold = steps - (steps / 5);
        var (tau, follow) = (Step / (float)Tau, 1 - MathF.Exp(-Step / HoldTau));
        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < _drive.Length; i++)
            {
                _drive[i] = Math.Clamp(Beta * (_input[i] - _inhibition), -30, 30);
            }

            VectorMath.Logistic(_drive, _drive);
            float sum = 0;
            for (var i = 0; i < _rate.Length; i++)
            {
                _rate[i] += tau * (_drive[i] - _rate[i]);
                sum += _rate[i];
            }

            // the excess counts at most tenfold, or the first moments of a beat would shut everything off
            _inhibition += Step * Gain * Math.Min(10, (sum - Settings.Winners) / Settings.Winners);
            if (step >= hold)
            {
                for (var i = 0; i < _held.Length; i++)
                {
                    _held[i] += follow * (_rate[i] - _held[i]);
                }
            }
        }
    }

    private static void AddColumn(ReadOnlySpan<sbyte> column, float factor, Span<float> sums)
    {
        var i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= column.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(column[i..]), out var low, out var high);
            var at = i;
            foreach (var half in (ReadOnlySpan<Vector<short>>)[low, high])
            {
                Vector.Widen(half, out var first, out var second);
                foreach (var quarter in (ReadOnlySpan<Vector<int>>)[first, second])
                {
                    ((factors * Vector.ConvertToSingle(quarter)) + new Vector<float>(sums[at..])).CopyTo(sums[at..]);
                    at += Vector<float>.Count;
                }
            }
        }

        for (; i < column.Length; i++)
        {
            sums[i] += factor * column[i];
        }
    }
}
