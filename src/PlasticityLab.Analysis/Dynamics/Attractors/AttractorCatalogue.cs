using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics.Ode;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Dynamics.Attractors;

/// <summary>The attractors of a system: its stable equilibria, and the stable cycles that orbits lead to. Knows where an orbit
/// ends.</summary>
/// <remarks>An orbit counts as settled on an equilibrium only when it is within a small ball around one whose spectrum is stable; being
/// slow is not enough, so a passage
/// by a saddle is never taken for an attractor. A continuous set that attracts, and a degenerate equilibrium around which the flow points
/// inwards, are attractors too: an orbit has settled there when it is next to the set, or slow within the ball. It counts as settled on a cycle when it follows a known one, or returns to its own section
/// with a period that has converged.
/// What does neither is "not settled": a label that is counted.</remarks>
public sealed class AttractorCatalogue
{
    private readonly IVectorField _field;
    private readonly Units _units;
    private readonly TrappingBox _box;
    private readonly AttractorOptions _options;
    private readonly List<Attractor> _attractors = [];
    private readonly double _diagonal,
        _horizon,
        _rate,
        _reach,
        _capture;

    /// <summary>A catalogue that starts with the stable equilibria.</summary>
    public AttractorCatalogue(IVectorField field, TrappingBox box, EquilibriumReport equilibria, AttractorOptions? options = null)
    {
        // Everything is followed in units in which the numbers are near 1.
        _units = Units.Of(field);
        (_field, _box, _options) = (_units.Of(field), _units.Into(box), options ?? new());
        (field, box, equilibria) = (_field, _box, equilibria.Back(_units.Inverse));
        _diagonal = Math.Sqrt(box.Low.Zip(box.High, (low, high) => (high - low) * (high - low)).Sum() / field.Dimension);
        _diagonal = _diagonal > 0 ? _diagonal : 1;
        _reach = Math.Max(_diagonal, box.Low.Concat(box.High).Max(Math.Abs));
        _attractors.AddRange(
            equilibria
                .Equilibria.Where(item => item.Attracts)
                .OrderBy(item => item.IsStable ? 0 : 1)
                .Select(item => new Attractor("equilibrium", item.X, item, null, null, item.Residual))
        );
        double[] centre = [.. box.Low.Zip(box.High, (low, high) => 0.5 * (low + high))];
        _attractors.AddRange(
            equilibria
                .ContinuousSets.Where(set => set.IsAttracting)
                .Select(set => new Attractor("continuous", set.Nearest(centre), null, null, null, set.Drift) { Set = set })
        );
        double[] all =
        [
            .. equilibria.Equilibria.SelectMany(item => item.Eigenvalues).Select(value => Math.Abs(value.Real)),
            .. equilibria.ContinuousSets.SelectMany(set => set.RatesAcross).Select(Math.Abs),
        ];
        // Without an equilibrium the field's own rate is all there is.
        _rate = all.DefaultIfEmpty(0).Max() is var most and > 0 ? most : new FieldScale(field, box).Rate;
        var rates = all.Where(rate => rate > 1e-6 * _rate).DefaultIfEmpty(_rate).ToArray();
        _horizon = _options.Patience / Math.Clamp(rates.Min(), 0.05 * rates.Max(), rates.Max());
        // In the linear regime of an equilibrium with a stable spectrum, and far below the distance to any other one.
        _capture = Math.Min(1e-3 * _diagonal, 0.02 * Nearest(equilibria));
    }

    private static double Nearest(EquilibriumReport report)
    {
        var points = report.Equilibria.Select(item => item.X).ToArray();
        var best = double.PositiveInfinity;
        for (var a = 0; a < points.Length; a++)
        {
            for (var b = 0; b < a; b++)
            {
                best = Math.Min(best, Math.Sqrt(Square(points[a], points[b])));
            }
        }

        return best;
    }

    /// <summary>The attractors known so far: stable equilibria, then cycles in the order of their discovery.</summary>
    public IReadOnlyList<Attractor> Attractors => [.. _attractors.Select(item => item.Back(_units))];

    /// <summary>Follows every start to its attractor; new cycles are added on the way.</summary>
    public BasinMap Map(IReadOnlyList<double[]> starts, CancellationToken cancellation = default) =>
        InUnits([.. starts.Select(x => _units.Into(x))], cancellation);

    private BasinMap InUnits(double[][] starts, CancellationToken cancellation)
    {
        var labels = new int[starts.Length];
        // A few starts, spread out, one after another, discover the cycles; then all, side by side, against what is known; then whatever is
        // left, one after another.
        foreach (
            var k in Enumerable
                .Range(0, Math.Min(8, starts.Length))
                .Select(k => (int)((k + 0.5) * starts.Length / Math.Min(8, starts.Length)))
        )
        {
            Settle(starts[k], true, cancellation);
        }

        Parallel.For(
            0,
            starts.Length,
            new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation },
            k => labels[k] = Settle(starts[k], false, cancellation)
        );
        var second = 0;
        for (var k = 0; k < labels.Length && second < 50; k++)
        {
            if (labels[k] == -1)
            {
                second++;
                var known = _attractors.Count;
                labels[k] = Settle(starts[k], true, cancellation);
                if (_attractors.Count > known)
                {
                    Parallel.For(
                        k + 1,
                        starts.Length,
                        new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellation },
                        m => labels[m] = labels[m] == -1 ? Settle(starts[m], false, cancellation) : labels[m]
                    );
                }
            }
        }

        return new(
            labels,
            [.. Enumerable.Range(0, _attractors.Count).Select(a => BasinShare.Of(labels.Count(label => label == a), labels.Length))],
            labels.Count(label => label == -1),
            labels.Count(label => label == -2)
        );
    }

    /// <summary>Random starts, uniform in the box.</summary>
    public BasinMap Sample(int count, CancellationToken cancellation = default)
    {
        var random = new RandomStreams(_options.Seed).Open(StreamPurpose.Analysis, 21);
        return InUnits(
            [.. Enumerable.Range(0, count).Select(_ => _box.Low.Select((low, i) => random.NextDouble(low, _box.High[i])).ToArray())],
            cancellation
        );
    }

    /// <summary>The label of one start: an index into <see cref="Attractors"/>, −1 not settled, −2 diverged.</summary>
    private int Settle(double[] start, bool discover, CancellationToken cancellation)
    {
        var run = new DormandPrince(
            (_, x, d) => _field.Evaluate(x, d),
            0,
            start,
            new()
            {
                RelativeTolerance = _options.Tolerance,
                AbsoluteTolerance = _options.Tolerance * _diagonal,
                MaximumSteps = 200_000,
            }
        );
        while (run.StepTo(_horizon))
        {
            if (run.Steps % 512 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (Captured(run.State) is var label and >= 0)
            {
                return label;
            }

            foreach (var x in run.State)
            {
                if (!(Math.Abs(x) < 1e3 * _reach))
                {
                    return -2;
                }
            }
        }

        return run.Failed ? -1
            : discover ? Cycle(run.State.ToArray(), cancellation)
            : -1;
    }

    private int Captured(ReadOnlySpan<double> x)
    {
        for (var a = 0; a < _attractors.Count; a++)
        {
            var item = _attractors[a];
            if (item.Set is { } set)
            {
                if (Speed(x) < 0.05 * _rate * _diagonal && set.DistanceFrom(x.ToArray()) < _capture)
                {
                    return a;
                }
            }
            else if (item.Orbit is null)
            {
                var square = Square(x, item.X);
                if (square < _capture * _capture || (item.Equilibrium!.Degeneracy is { } slow && IsSlow(x, square, slow)))
                {
                    return a;
                }
            }
            else if (NearOrbit(x, item.Orbit))
            {
                return a;
            }
        }

        return -1;
    }

    private double Speed(ReadOnlySpan<double> x)
    {
        var f = new double[x.Length];
        _field.Evaluate(x, f);
        return EquilibriumAnalysis.Norm(f);
    }

    // Inside the ball in which the slow motion points inwards, and on it: the fast motion is over when the speed is far below the rate.
    private bool IsSlow(ReadOnlySpan<double> x, double square, Degeneracy slow) =>
        square < 0.25 * slow.Attraction * slow.Attraction && Speed(x) < 0.02 * _rate * Math.Sqrt(square);

    // Distance to the polygon of the stored points; between them a cycle bows away by about (spacing)²/8, far below the tolerance.
    private bool NearOrbit(ReadOnlySpan<double> x, IReadOnlyList<double[]> orbit)
    {
        var tolerance = 1e-3 * _diagonal;
        for (var k = 0; k < orbit.Count; k++)
        {
            double[] p = orbit[k],
                q = orbit[(k + 1) % orbit.Count];
            double along = 0,
                length = 0;
            for (var i = 0; i < p.Length; i++)
            {
                along += (x[i] - p[i]) * (q[i] - p[i]);
                length += (q[i] - p[i]) * (q[i] - p[i]);
            }

            var t = length > 0 ? Math.Clamp(along / length, 0, 1) : 0;
            double square = 0;
            for (var i = 0; i < p.Length && square < tolerance * tolerance; i++)
            {
                var d = x[i] - p[i] - (t * (q[i] - p[i]));
                square += d * d;
            }

            if (square < tolerance * tolerance)
            {
                return true;
            }
        }

        return false;
    }

    // Returns to the section through the current point, across the flow. A period is accepted when returns come back to the same place.
    private int Cycle(double[] x, CancellationToken cancellation)
    {
        OdeFunction f = (_, y, d) => _field.Evaluate(y, d);
        var options = new OdeOptions
        {
            RelativeTolerance = 1e-10,
            AbsoluteTolerance = 1e-11 * _diagonal,
            MaximumSteps = 400_000,
        };
        for (var attempt = 0; attempt < 4; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (origin, normal) = (x, new double[x.Length]);
            _field.Evaluate(origin, normal);
            if (EquilibriumAnalysis.Norm(normal) < 1e-7 * _rate * _diagonal)
            {
                return -1;
            }

            var section = new OdeEvent((_, y) => y.Zip(origin, (a, b) => a - b).Zip(normal, (a, b) => a * b).Sum(), 1);
            var solution = OdeSolver.Solve(f, 0, origin, 2 * _horizon, options, [], [section], cancellation);
            var returns = solution.Crossings.Where(c => c.Time > 1e-6 * _horizon).ToArray();
            // The last return is the reference; the nearest multiple that matches gives the period.
            for (var back = 1; returns.Length > 0 && back < Math.Min(returns.Length, 24); back++)
            {
                var (last, earlier) = (returns[^1], returns[^(1 + back)]);
                if (Math.Sqrt(Square(last.State, earlier.State)) < 1e-6 * _diagonal)
                {
                    return Register(
                        f,
                        last.State,
                        last.Time - earlier.Time,
                        Math.Sqrt(Square(last.State, earlier.State)),
                        options,
                        cancellation
                    );
                }
            }

            x = solution.EndState;
            if (Captured(x) is var label and >= 0)
            {
                return label;
            }
        }

        return -1;
    }

    private int Register(OdeFunction f, double[] start, double period, double residual, OdeOptions options, CancellationToken cancellation)
    {
        if (Captured(start) is var known and >= 0)
        {
            return known;
        }

        const int points = 400;
        var orbit = OdeSolver.Solve(
            f,
            0,
            start,
            period,
            options,
            [.. Enumerable.Range(0, points).Select(k => k * period / points)],
            null,
            cancellation
        );
        _attractors.Add(new("limit_cycle", start, null, period, orbit.States, residual));
        return _attractors.Count - 1;
    }

    private static double Square(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }
}
