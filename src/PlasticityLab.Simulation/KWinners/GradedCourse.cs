using System.Diagnostics.CodeAnalysis;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>Graded rates of one network, beat by beat (<see cref="RateWinnersNetwork"/>).</summary>
internal sealed class GradedCourse : IWinnersCourse
{
    private const float Step = 0.0005f,
        Beta = 12,
        Gain = 90,
        Learned = 6,
        Random = 0.5f,
        Closed = -10,
        HoldTau = 0.002f;
    private readonly RateWinnersNetwork _network;
    private readonly double _beat;
    private readonly float[] _rate,
        _held,
        _drive,
        _input;
    private float _inhibition;

    public GradedCourse(RateWinnersNetwork network, double beat)
    {
        var n = network.Settings.Neurons;
        (_network, _beat) = (network, beat);
        (_rate, _held, _drive, _input) = (new float[n], new float[n], new float[n], new float[n]);
    }

    public int[]? Active { get; private set; }

    public void Learn(int note)
    {
        var last = Active ?? []; // before the first note there was silence
        Hear(note);
        _network.Link(last, Active, note);
    }

    [MemberNotNull(nameof(Active))]
    public void Hear(int note)
    {
        if (Active is null)
        {
            Begin();
        }

        _network.Gather(_held, _drive, _input);
        var gate = _network.Gate(note);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = gate[i] ? _input[i] : Closed;
        }

        Run();
    }

    public int[] Play(int[]? noise)
    {
        _network.Gather(_held, _drive, _input);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = (Learned * _drive[i]) + (Random * _input[i]);
        }

        Run();
        return Active;
    }

    public void Rest()
    {
        Array.Clear(_rate);
        Active = null;
    }

    public float[] Rates() => [.. _rate];

    public void State(StateCodec codec)
    {
        codec.Values(_rate.AsSpan());
        codec.Values(_held.AsSpan());
        codec.Value(ref _inhibition);
        var rests = Active is null;
        codec.Value(ref rests);
        int[] active = Active ?? [];
        codec.List(ref active);
        Active = rests ? null : active;
    }

    // A beginning follows a random code, the same each time.
    private void Begin()
    {
        Array.Clear(_rate);
        Array.Clear(_held);
        foreach (var i in _network.Start)
        {
            _held[i] = 1;
        }

        _inhibition = 2;
    }

    [MemberNotNull(nameof(Active))]
    private void Run()
    {
        var steps = (int)Math.Round(_beat / Step);
        var hold = steps - (steps / 5);
        var (tau, follow) = (Step / (float)RateWinnersNetwork.Tau, 1 - MathF.Exp(-Step / HoldTau));
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
            _inhibition += Step * Gain * Math.Min(10, (sum - _network.Settings.Winners) / _network.Settings.Winners);
            if (step >= hold)
            {
                for (var i = 0; i < _held.Length; i++)
                {
                    _held[i] += follow * (_rate[i] - _held[i]);
                }
            }
        }

        Active = [.. Enumerable.Range(0, _rate.Length).Where(i => _rate[i] > 0.5f)];
    }
}
