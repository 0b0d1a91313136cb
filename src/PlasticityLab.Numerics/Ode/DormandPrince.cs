namespace PlasticityLab.Numerics.Ode;

/// <summary>The adaptive Runge-Kutta pair 5(4) with dense output, step by step. Works forward and backward in time.</summary>
/// <remarks>Dormand and Prince 1980, J. Comput. Appl. Math. 6:19; error control and the fourth-order interpolant after Hairer, Norsett and
/// Wanner 1993,
/// Solving Ordinary Differential Equations I, sections II.4 and II.6. Step control is the PI controller with β = 0.04.</remarks>
public sealed class DormandPrince
{
    private const double A21 = 1.0 / 5;
    private const double A31 = 3.0 / 40,
        A32 = 9.0 / 40;
    private const double A41 = 44.0 / 45,
        A42 = -56.0 / 15,
        A43 = 32.0 / 9;
    private const double A51 = 19372.0 / 6561,
        A52 = -25360.0 / 2187,
        A53 = 64448.0 / 6561,
        A54 = -212.0 / 729;
    private const double A61 = 9017.0 / 3168,
        A62 = -355.0 / 33,
        A63 = 46732.0 / 5247,
        A64 = 49.0 / 176,
        A65 = -5103.0 / 18656;
    private const double A71 = 35.0 / 384,
        A73 = 500.0 / 1113,
        A74 = 125.0 / 192,
        A75 = -2187.0 / 6784,
        A76 = 11.0 / 84;
    private const double E1 = 71.0 / 57600,
        E3 = -71.0 / 16695,
        E4 = 71.0 / 1920,
        E5 = -17253.0 / 339200,
        E6 = 22.0 / 525,
        E7 = -1.0 / 40;
    private const double D1 = -12715105075.0 / 11282082432,
        D3 = 87487479700.0 / 32700410799,
        D4 = -10690763975.0 / 1880347072,
        D5 = 701980252875.0 / 199316789632,
        D6 = -1453857185.0 / 822651844,
        D7 = 69997945.0 / 29380423;

    private readonly OdeFunction _f;
    private readonly OdeOptions _options;
    private readonly double[] _k1,
        _k2,
        _k3,
        _k4,
        _k5,
        _k6,
        _k7,
        _stage,
        _old,
        _new;
    private double _step,
        _lastError = 1e-4;
    private bool _started;

    /// <summary>An integrator at a start state, which is copied.</summary>
    public DormandPrince(OdeFunction f, double time, ReadOnlySpan<double> state, OdeOptions? options = null)
    {
        (_f, _options, Time, PreviousTime) = (f, options ?? new OdeOptions(), time, time);
        var n = state.Length;
        (_k1, _k2, _k3, _k4, _k5, _k6, _k7) = (
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n],
            new double[n]
        );
        (_stage, _old, _new) = (new double[n], state.ToArray(), state.ToArray());
    }

    /// <summary>t after the last accepted step [time].</summary>
    public double Time { get; private set; }

    /// <summary>t before the last accepted step [time].</summary>
    public double PreviousTime { get; private set; }

    /// <summary>y after the last accepted step.</summary>
    public ReadOnlySpan<double> State => _new;

    /// <summary>y before the last accepted step.</summary>
    public ReadOnlySpan<double> PreviousState => _old;

    /// <summary>Steps tried so far, accepted or rejected.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the state left the finite numbers, the step shrank to nothing, or the budget ended; no further step is then
    /// taken.</summary>
    public bool Failed { get; private set; }

    /// <summary>Takes one accepted step towards an end time, ending there exactly when it is near. False at the end or on
    /// failure.</summary>
    public bool StepTo(double end)
    {
        var sign = end >= Time ? 1 : -1;
        if (Failed || end == Time)
        {
            return false;
        }

        if (!_started)
        {
            _f(Time, _new, _k7);
            _step = _options.InitialStep > 0 ? _options.InitialStep : FirstStep(sign, Math.Abs(end - Time));
            _started = true;
        }

        _new.CopyTo(_old, 0);
        _k7.CopyTo(_k1, 0);
        var rejected = false;
        while (true)
        {
            var step = Math.Min(Math.Min(Math.Abs(_step), _options.MaximumStep), Math.Abs(end - Time));
            var last = step >= Math.Abs(end - Time) * (1 - 1e-14);
            if (++Steps > _options.MaximumSteps || !(step > 1e-15 * Math.Abs(Time)) || step < 1e-300)
            {
                _old.CopyTo(_new, 0);
                Failed = true;
                return false;
            }

            var error = Try(sign * step);
            if (error <= 1)
            {
                var factor = Math.Clamp(0.9 * Math.Pow(Math.Max(error, 1e-10), -0.17) * Math.Pow(_lastError, 0.04), 0.2, rejected ? 1 : 10);
                _lastError = Math.Max(error, 1e-4);
                // A step cut short by the end says little about the next; the longer proposal is kept.
                _step = last ? Math.Max(Math.Abs(_step), step * factor) : step * factor;
                (PreviousTime, Time) = (Time, last ? end : Time + (sign * step));
                return true;
            }

            rejected = true;
            _step = step * (double.IsFinite(error) ? Math.Max(0.2, 0.9 * Math.Pow(error, -0.2)) : 0.1);
        }
    }

    /// <summary>y at a time within the last step, by the interpolant of fourth order.</summary>
    public void Interpolate(double time, Span<double> state)
    {
        var h = Time - PreviousTime;
        var s = h == 0 ? 1 : (time - PreviousTime) / h;
        for (var i = 0; i < state.Length; i++)
        {
            var difference = _new[i] - _old[i];
            var bump = (h * _k1[i]) - difference;
            var curve = difference - (h * _k7[i]) - bump;
            var top = h * ((D1 * _k1[i]) + (D3 * _k3[i]) + (D4 * _k4[i]) + (D5 * _k5[i]) + (D6 * _k6[i]) + (D7 * _k7[i]));
            state[i] = _old[i] + (s * (difference + ((1 - s) * (bump + (s * (curve + ((1 - s) * top)))))));
        }
    }

    /// <summary>y at a time within the last step by a fresh fifth-order step of that length: as accurate as the step itself.</summary>
    public double[] Refine(double time)
    {
        var sub = new DormandPrince(_f, PreviousTime, _old, _options);
        _k1.CopyTo(sub._k1, 0);
        sub.Try(time - PreviousTime);
        return sub._new;
    }

    // All seven stages from _old with _k1 known; leaves the candidate in _new and answers the scaled error.
    private double Try(double h)
    {
        var t = Time;
        var n = _old.Length;
        for (var i = 0; i < n; i++)
        {
            _stage[i] = _old[i] + (h * A21 * _k1[i]);
        }

        _f(t + (h / 5), _stage, _k2);
        for (var i = 0; i < n; i++)
        {
            _stage[i] = _old[i] + (h * ((A31 * _k1[i]) + (A32 * _k2[i])));
        }

        _f(t + (0.3 * h), _stage, _k3);
        for (var i = 0; i < n; i++)
        {
            _stage[i] = _old[i] + (h * ((A41 * _k1[i]) + (A42 * _k2[i]) + (A43 * _k3[i])));
        }

        _f(t + (0.8 * h), _stage, _k4);
        for (var i = 0; i < n; i++)
        {
            _stage[i] = _old[i] + (h * ((A51 * _k1[i]) + (A52 * _k2[i]) + (A53 * _k3[i]) + (A54 * _k4[i])));
        }

        _f(t + (8 * h / 9), _stage, _k5);
        for (var i = 0; i < n; i++)
        {
            _stage[i] = _old[i] + (h * ((A61 * _k1[i]) + (A62 * _k2[i]) + (A63 * _k3[i]) + (A64 * _k4[i]) + (A65 * _k5[i])));
        }

        _f(t + h, _stage, _k6);
        for (var i = 0; i < n; i++)
        {
            _new[i] = _old[i] + (h * ((A71 * _k1[i]) + (A73 * _k3[i]) + (A74 * _k4[i]) + (A75 * _k5[i]) + (A76 * _k6[i])));
        }

        _f(t + h, _new, _k7);
        double sum = 0;
        for (var i = 0; i < n; i++)
        {
            var error = h * ((E1 * _k1[i]) + (E3 * _k3[i]) + (E4 * _k4[i]) + (E5 * _k5[i]) + (E6 * _k6[i]) + (E7 * _k7[i]));
            var scale = _options.AbsoluteTolerance + (_options.RelativeTolerance * Math.Max(Math.Abs(_old[i]), Math.Abs(_new[i])));
            sum += error / scale * (error / scale);
        }

        return n == 0 ? 0 : Math.Sqrt(sum / n);
    }

    // Hairer, Norsett and Wanner, section II.4: a step on which an explicit Euler step would be off by about 1 %.
    private double FirstStep(int sign, double span)
    {
        double d0 = 0,
            d1 = 0,
            d2 = 0;
        for (var i = 0; i < _new.Length; i++)
        {
            var scale = _options.AbsoluteTolerance + (_options.RelativeTolerance * Math.Abs(_new[i]));
            d0 = Math.Max(d0, Math.Abs(_new[i]) / scale);
            d1 = Math.Max(d1, Math.Abs(_k7[i]) / scale);
        }

        var h = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1;
        h = Math.Min(h, span);
        for (var i = 0; i < _new.Length; i++)
        {
            _stage[i] = _new[i] + (sign * h * _k7[i]);
        }

        _f(Time + (sign * h), _stage, _k2);
        for (var i = 0; i < _new.Length; i++)
        {
            var scale = _options.AbsoluteTolerance + (_options.RelativeTolerance * Math.Abs(_new[i]));
            d2 = Math.Max(d2, Math.Abs(_k2[i] - _k7[i]) / scale / h);
        }

        var most = Math.Max(d1, d2);
        var h1 = most <= 1e-15 ? Math.Max(1e-6, h * 1e-3) : Math.Pow(0.01 / most, 0.2);
        return Math.Min(Math.Min(100 * h, h1), span);
    }
}
