namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>Gragg-Bulirsch-Stoer extrapolation of the modified midpoint rule: up to order 16, for smooth flows at tolerances near
/// rounding.</summary>
/// <remarks>
/// Gragg 1965, SIAM J. Numer. Anal. 2:384; Bulirsch and Stoer 1966, Numer. Math. 8:1. Shooting needs end states to 1e-13, where a
/// fifth-order pair takes
/// thousands of steps and its rounding shows; extrapolation takes tens. There is no dense output: nobody here needs it.
/// </remarks>
internal sealed class Extrapolation
{
    private const int Columns = 8;
    private const int FirstAccepted = 5;
    private readonly int _n;
    private readonly Right _right;
    private readonly double _relative;
    private readonly double _absolute;
    private readonly int _controlled;
    private readonly double[][] _table = new double[Columns][];
    private readonly double[] _f0;
    private readonly double[] _f;
    private readonly double[] _a;
    private readonly double[] _b;
    private readonly double[] _column;

    /// <summary>An integrator of n equations; the error is controlled on the first <paramref name="controlled"/> of them (all when
    /// 0).</summary>
    public Extrapolation(int n, Right right, double relative = 2e-14, double absolute = 1e-15, int controlled = 0)
    {
        (_n, _right, _relative, _absolute, _controlled) = (n, right, relative, absolute, controlled == 0 ? n : controlled);
        for (var k = 0; k < Columns; k++)
        {
            _table[k] = new double[n];
        }

        (_f0, _f, _a, _b, _column) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
    }

    /// <summary>dy/dt = f(y).</summary>
    public delegate void Right(ReadOnlySpan<double> state, Span<double> derivative);

    /// <summary>The step that the last call would have taken next.</summary>
    public double NextStep { get; set; }

    /// <summary>Carries y over a time (forwards or backwards); false when the state is no longer finite, the step underflows or the budget
    /// of steps is spent.</summary>
    public bool Advance(Span<double> y, double duration, int budget = 200_000, CancellationToken cancellation = default)
    {
        var (t, direction) = (0.0, Math.Sign(duration));
        var total = Math.Abs(duration);
        var h = NextStep > 0 ? NextStep : Math.Min(total, 0.1);
        while (t < total)
        {
            if (budget-- <= 0)
            {
                return false;
            }

            cancellation.ThrowIfCancellationRequested();
            var last = h >= total - t;
            var step = last ? total - t : h;
            _right(y, _f0);
            var (accepted, factor) = Step(y, direction * step);
            if (accepted)
            {
                t = last ? total : t + step;
                if (!last || factor < 1)
                {
                    h = step * factor;
                }
            }
            else
            {
                h = step * factor;
                if (h < 1e-13 * Math.Max(1, total))
                {
                    return false;
                }
            }
        }

        NextStep = h;
        return true;
    }

    private (bool Accepted, double Factor) Step(Span<double> y, double h)
    {
        for (var k = 0; k < Columns; k++)
        {
            var parts = 2 * (k + 1);
            Midpoint(y, h, parts);
            // Aitken-Neville in h²: table[j] holds T(k, j) of the row before; the difference of the last two columns estimates the error.
            _a.CopyTo(_column, 0);
            double error = 0;
            for (var j = 0; j < k; j++)
            {
                var ratio = (double)parts / (2 * (k - j));
                var weight = 1 / ((ratio * ratio) - 1);
                var lastColumn = j == k - 1;
                var old = _table[j];
                for (var i = 0; i < _n; i++)
                {
                    var fine = _column[i];
                    var better = fine + ((fine - old[i]) * weight);
                    old[i] = fine;
                    _column[i] = better;
                    if (lastColumn && i < _controlled)
                    {
                        error = Math.Max(
                            error,
                            Math.Abs(better - fine) / (_absolute + (_relative * Math.Max(Math.Abs(y[i]), Math.Abs(better))))
                        );
                    }
                }
            }

            _column.CopyTo(_table[k], 0);
            if (!double.IsFinite(error) || !double.IsFinite(_column[0]))
            {
                return (false, 0.2);
            }

            if (k >= FirstAccepted && error <= 1)
            {
                _column.CopyTo(y);
                var power = 1.0 / ((2 * k) + 1);
                var factor = 0.85 * Math.Pow(Math.Max(error, 1e-12), -power);
                return (true, Math.Clamp(k == FirstAccepted ? Math.Max(factor, 1.3) : factor, 0.5, 3));
            }

            if (k == Columns - 1)
            {
                return (false, Math.Clamp(0.7 * Math.Pow(error, -1.0 / ((2 * k) + 1)), 0.1, 0.7));
            }
        }

        return (false, 0.5);
    }

    private void Midpoint(ReadOnlySpan<double> y, double h, int parts)
    {
        var d = h / parts;
        for (var i = 0; i < _n; i++)
        {
            _b[i] = y[i];
            _a[i] = y[i] + (d * _f0[i]);
        }

        for (var m = 1; m < parts; m++)
        {
            _right(_a, _f);
            for (var i = 0; i < _n; i++)
            {
                var next = _b[i] + (2 * d * _f[i]);
                _b[i] = _a[i];
                _a[i] = next;
            }
        }

        // Gragg's smoothing is left out: with even numbers of parts the plain midpoint end value already has an expansion in h².
    }
}
