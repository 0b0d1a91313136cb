using System.Numerics;
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
public sealed class RateWinnersNetwork : IWinnersMemory
{
    /// <summary>τ, time constant of a neuron [s].</summary>
    public const double Tau = 0.004;

    /// <summary>Length of a beat while learning [s].</summary>
    public const double Beat = 0.040;

    private readonly CodeMaker _maker;
    private readonly LearnedSynapses _synapses;
    private readonly Readout _readout;
    private readonly GradedCourse _course;
    private Matrix? _given;

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
        _course = new(this, Beat);
    }

    /// <summary>Size and wiring.</summary>
    public KWinnersSettings Settings => _maker.Settings;

    Matrix? IWinnersMemory.Given
    {
        get => _given;
        set => _given = value;
    }

    /// <summary>Hears a tune once and learns it.</summary>
    public void Learn(ReadOnlySpan<int> notes)
    {
        _course.Rest();
        foreach (var note in notes)
        {
            _course.Learn(note);
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
        var course = new GradedCourse(this, beat);
        foreach (var note in cue)
        {
            course.Hear(note);
        }

        var notes = new List<int>(count);
        for (var t = 0; t < count; t++)
        {
            notes.Add(_readout.Name(course.Play(null)));
            if (!expected.IsEmpty && notes[t] != expected[t])
            {
                break;
            }
        }

        return [.. notes];
    }

    /// <summary>The neurons with a rate above a half when the last tune had been heard.</summary>
    public int[] Active() => _course.Active ?? [];

    IWinnersCourse IWinnersMemory.Begin(double? beat) => new GradedCourse(this, beat ?? Beat);

    double IWinnersMemory.Weight(int post, int pre) => _synapses[post, pre];

    float[] IWinnersMemory.Support(ReadOnlySpan<int> code, int notes) => _readout.Support(code, notes);

    void IWinnersMemory.Take()
    {
        if (_given is not null)
        {
            _synapses.Set(_given);
            _given = null;
        }
    }

    void IWinnersMemory.State(StateCodec codec)
    {
        _synapses.State(codec);
        _readout.State(codec);
        double[] given = _given?.Values.ToArray() ?? [];
        codec.List(ref given);
        if (codec.Reads)
        {
            _given = given.Length == 0 ? null : new(Settings.Neurons, Settings.Neurons, given);
        }
    }

    internal ReadOnlySpan<int> Start => _maker.Start;

    internal bool[] Gate(int note) => _maker.Gate(note);

    internal void Link(ReadOnlySpan<int> last, ReadOnlySpan<int> code, int note)
    {
        _readout.Learn(code, note);
        _synapses.HandOver(last, code);
    }

    /// <summary>What held activity sends.</summary>
    /// <param name="held">s_j, of each neuron.</param>
    /// <param name="learned">Through the learned synapses, in drives of a whole code.</param>
    /// <param name="random">Through the random ones, in standard deviations.</param>
    internal void Gather(ReadOnlySpan<float> held, Span<float> learned, Span<float> random)
    {
        learned.Clear();
        random.Clear();
        for (var j = 0; j < held.Length; j++)
        {
            if (held[j] > 0.01f)
            {
                AddColumn(_maker.Column(j), held[j] / (74 * MathF.Sqrt(Settings.Winners)), random);
                if (_given is null)
                {
                    AddColumn(_synapses.Column(j), held[j] / (Settings.Winners * _synapses.Levels), learned);
                }
                else
                {
                    AddColumn(_given, j, held[j] / Settings.Winners, learned);
                }
            }
        }
    }

    private static void AddColumn(Matrix weights, int j, float factor, Span<float> sums)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += factor * (float)weights[i, j];
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
