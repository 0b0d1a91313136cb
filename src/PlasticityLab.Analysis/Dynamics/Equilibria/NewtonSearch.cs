using PlasticityLab.Analysis.Dynamics.Equilibria.Singular;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>Zeros in any dimension by damped Newton runs from mixed starts, with deflation of what is known. Cannot prove completeness;
/// counts its hits so that a statistic can speak.</summary>
/// <remarks>Starts: uniform in the box, its corners pushed once through the field, points on orbits, midpoints and surroundings of zeros
/// found.
/// Deflation: Farrell, Birkisson and Funke 2015, SIAM J. Sci. Comput. 37:A2026. Runs that end in a minimum of |f|² above zero leave a slow
/// point.</remarks>
internal sealed class NewtonSearch
{
    private readonly IVectorField _field;
    private readonly TrappingBox _box;
    private readonly EquilibriumOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly RandomStream _random;
    private readonly int _n;
    private readonly double[] _f,
        _trial,
        _ft,
        _step;
    private readonly Matrix _j;
    private int _stalled;

    public NewtonSearch(IVectorField field, TrappingBox box, EquilibriumOptions options, CancellationToken cancellation)
    {
        (_field, _box, _options, _cancellation, _n) = (field, box, options, cancellation, field.Dimension);
        _random = new RandomStreams(options.Seed).Open(StreamPurpose.Analysis, 20);
        Places = new(field, box, options.Distinct, cancellation);
        (_f, _trial, _ft, _step, _j) = (new double[_n], new double[_n], new double[_n], new double[_n], new Matrix(_n, _n));
    }

    /// <summary>What was found, each once.</summary>
    public RestingPlaces Places { get; }

    /// <summary>The isolated zeros found.</summary>
    public List<double[]> Zeros => Places.Zeros;

    /// <summary>Minima of the speed that are no zeros.</summary>
    public List<SlowPoint> SlowPoints { get; } = [];

    public int Starts { get; private set; }

    public int Converged { get; private set; }

    public int Singletons => Places.Hits.Count(hits => hits == 1);

    public int Doubletons => Places.Hits.Count(hits => hits == 2);

    /// <summary>Runs until the least number of starts is done, every zero was met at least twice and a whole round brought nothing new, or
    /// the budget ends.</summary>
    public void Run(bool odd, bool wantIndexSum)
    {
        foreach (var x in (IEnumerable<double[]>)[new double[_n], Middle(), .. _options.Hints])
        {
            _cancellation.ThrowIfCancellationRequested();
            From(x, counted: false, odd: odd);
        }

        var quiet = 0;
        while (Starts < _options.MaximumStarts)
        {
            var before = Zeros.Count;
            // Where a start is dear, rounds are short: the budget is small.
            var round = _n > 60 ? Math.Max(6, _options.MinimumStarts / 6) : Math.Max(60, _options.MinimumStarts / 6);
            for (var k = 0; k < round && Starts < _options.MaximumStarts; k++)
            {
                _cancellation.ThrowIfCancellationRequested();
                From(Start(k % 3), counted: true, odd: odd);
            }

            Directed(odd, _n > 60 ? round : 60);
            quiet = Zeros.Count == before ? quiet + 1 : 0;
            if (Starts >= _options.MinimumStarts && quiet >= 2 && Singletons == 0 && (!wantIndexSum || quiet >= 8 || IndexSum() == 1))
            {
                break;
            }
        }
    }

    private double[] Middle() => [.. _box.Low.Select((low, i) => 0.5 * (low + _box.High[i]))];

    private int IndexSum() =>
        Places.Sets.Sum(set => set.Index ?? 0)
        + Places.Points.Sum(point =>
        {
            if (point.Kind == RestKind.Degenerate)
            {
                return point.Index ?? 0;
            }

            _field.Jacobian(point.X, _j);
            return new Lu(_j).DeterminantSign * (_n % 2 == 0 ? 1 : -1);
        });

    private double[] Start(int kind)
    {
        var x = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            x[i] = kind == 1 ? (_random.NextInt(2) == 0 ? _box.Low[i] : _box.High[i]) : _random.NextDouble(_box.Low[i], _box.High[i]);
        }

        // Corners: one half step along the field keeps the signs that the network can hold. Orbits: a while of crude integration.
        var steps =
            kind == 0 ? 0
            : kind == 1 ? 1
            : 1 + _random.NextInt(60);
        for (var k = 0; k < steps; k++)
        {
            _field.Evaluate(x, _f);
            for (var i = 0; i < _n; i++)
            {
                x[i] = Math.Clamp(x[i] + ((kind == 1 ? 0.5 : 0.1) * _f[i]), _box.Low[i], _box.High[i]);
            }
        }

        return x;
    }

    // Between and around what is known: saddles lie between attractors. Deflation keeps a run from falling back on them.
    private void Directed(bool odd, int most)
    {
        var tries = Math.Min(3 * Zeros.Count, most);
        for (var k = 0; k < tries && Zeros.Count > 0; k++)
        {
            _cancellation.ThrowIfCancellationRequested();
            var (a, b) = (Zeros[_random.NextInt(Zeros.Count)], Zeros[_random.NextInt(Zeros.Count)]);
            var (t, spread) = (_random.NextDouble(), 0.3 * _random.NextDouble());
            double[] x =
            [
                .. a.Select(
                    (value, i) => Math.Clamp(value + (t * (b[i] - value)) + (spread * _random.NextGaussian()), _box.Low[i], _box.High[i])
                ),
            ];
            From(x, counted: false, odd: odd, deflated: k % 2 == 0);
        }
    }

    private void From(double[] start, bool counted, bool odd, bool deflated = false)
    {
        Starts++;
        _options.Progress?.Report(new(Starts, _options.MaximumStarts, Zeros.Count));
        var x = (double[])start.Clone();
        if (!Newton(x, deflated))
        {
            if (!deflated)
            {
                Remember(x);
            }

            return;
        }

        var step = EquilibriumAnalysis.Polish(_field, x);
        if (!_box.Contains(x, 5e-7 * Places.Scale.Length))
        {
            Converged++;
            return;
        }

        var added = Places.Add(x, step, counted);
        Converged += added is null ? 0 : 1;
        if (added is null)
        {
            Remember(x);
        }
        else if (added == true && odd)
        {
            // f(−x) = −f(x): the mirror image is a zero too.
            Places.Add([.. x.Select(value => -value)], step, false);
        }
    }

    private bool Newton(double[] x, bool deflated)
    {
        _field.Evaluate(x, _f);
        var residual = EquilibriumAnalysis.Norm(_f);
        for (var iteration = 0; iteration < 60; iteration++)
        {
            if (residual < 1e-11 * Places.Scale.Speed)
            {
                return true;
            }

            _cancellation.ThrowIfCancellationRequested();
            _field.Jacobian(x, _j);
            var lu = new Lu(_j);
            _f.CopyTo(_step, 0);
            lu.Solve(_step);
            var length = EquilibriumAnalysis.Norm(_step);
            if (lu.IsSingular || !double.IsFinite(length))
            {
                return false;
            }

            var scale = -(deflated ? Deflation(x) : 1) * Math.Min(1, Math.Max(2, Places.Scale.Length) / length);
            var accepted = false;
            for (var damping = 1.0; damping > 1e-3; damping *= 0.5)
            {
                for (var i = 0; i < _n; i++)
                {
                    _trial[i] = x[i] + (damping * scale * _step[i]);
                }

                _field.Evaluate(_trial, _ft);
                var next = EquilibriumAnalysis.Norm(_ft);
                if (next < (1 - (1e-4 * damping)) * residual || (deflated && iteration < 8 && double.IsFinite(next)))
                {
                    (residual, accepted) = (next, true);
                    break;
                }
            }

            if (!accepted)
            {
                return false;
            }

            _trial.CopyTo(x, 0);
            _ft.CopyTo(_f, 0);
        }

        return residual < 1e-11 * Places.Scale.Speed;
    }

    // With η(x) = Π (1 + 1/|x − z|²), the Newton step of η f is the plain step δ times 1/(1 − ∇ln η · δ) (Sherman and Morrison).
    private double Deflation(double[] x)
    {
        double slope = 0;
        foreach (var zero in Zeros)
        {
            double square = 1e-30,
                along = 0;
            for (var i = 0; i < _n; i++)
            {
                var d = x[i] - zero[i];
                square += d * d;
                along -= d * _step[i];
            }

            slope += -2 / (square * (square + 1)) * along;
        }

        return Math.Clamp(1 / (1 - slope), -5, 5);
    }

    /// <summary>Most descents to slow points; each costs some hundred n³ operations.</summary>
    public static int Descents(int dimension) => (int)Math.Min(60, 60 * Math.Pow(150.0 / dimension, 3));

    // A stalled run: descend |f|²/2 by Levenberg and Marquardt; a minimum with small but clearly positive speed is a slow point.
    private void Remember(double[] x)
    {
        if (++_stalled > Descents(_n) || SlowPoints.Count >= 40)
        {
            return;
        }

        _field.Evaluate(x, _f);
        var (residual, lambda) = (EquilibriumAnalysis.Norm(_f), 1e-2);
        for (var k = 0; k < 80 && residual > 1e-10 * Places.Scale.Speed; k++)
        {
            _cancellation.ThrowIfCancellationRequested();
            _field.Jacobian(x, _j);
            var transposed = _j.Transpose();
            var gradient = transposed.Times(_f);
            if (EquilibriumAnalysis.Norm(gradient) < 1e-9 * residual)
            {
                break;
            }

            var normal = transposed.Times(_j);
            for (var i = 0; i < _n; i++)
            {
                normal[i, i] += lambda;
            }

            new Lu(normal).Solve(gradient);
            for (var i = 0; i < _n; i++)
            {
                _trial[i] = x[i] - gradient[i];
            }

            _field.Evaluate(_trial, _ft);
            var next = EquilibriumAnalysis.Norm(_ft);
            if (next < residual)
            {
                (residual, lambda) = (next, lambda * 0.2);
                _trial.CopyTo(x, 0);
                _ft.CopyTo(_f, 0);
            }
            else if ((lambda *= 6) > 1e8)
            {
                break;
            }
        }

        if (
            residual > 30 * Places.Scale.Rounding(x)
            && residual < _options.SlowSpeed
            && _box.Contains(x, 5e-7 * Places.Scale.Length)
            && !SlowPoints.Exists(point => Distance(point.X, x) < 5e-4 * Places.Scale.Length)
            && !Places.Sets.Any(set => set.DistanceFrom(x) < 5e-4 * Places.Scale.Length)
        )
        {
            _field.Jacobian(x, _j);
            var singular = Svd.SingularValues(_j)[^1];
            SlowPoints.Add(new(x, residual, singular > 0 ? residual / singular : double.PositiveInfinity));
        }
    }

    private static double Distance(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }
}
