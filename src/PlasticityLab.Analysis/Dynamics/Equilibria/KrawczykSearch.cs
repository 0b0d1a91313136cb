using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Intervals;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>All zeros of a field in a box, with proof: branch and prune by interval arithmetic and Krawczyk's operator.</summary>
/// <remarks>K(X) = m − Y f(m) + (1 − Y f′(X))(X − m), m the midpoint, Y an approximate inverse of f′(m). K(X) ∩ X = ∅: no zero in X; K(X)
/// inside X: exactly one.
/// Krawczyk 1969, Computing 4:187; Neumaier 1990, Interval Methods for Systems of Equations, ch. 5. Zeros found by plain Newton runs are
/// first given zones of
/// proved uniqueness, as large as possible, so that the subdivision never has to close in on them.</remarks>
internal sealed class KrawczykSearch(
    IIntervalField field,
    int maximumBoxes,
    CancellationToken cancellation,
    Func<Interval[], bool>? spared = null
)
{
    private readonly int _n = field.Dimension;
    private readonly List<(Interval[] Zone, Interval[] Core)> _zones = [];
    private readonly Interval[] _f = new Interval[field.Dimension],
        _j = new Interval[field.Dimension * field.Dimension],
        _k = new Interval[field.Dimension];
    private double _size = 1;
    private readonly double[] _middle = new double[field.Dimension];
    private readonly Interval[] _point = new Interval[field.Dimension];
    private readonly Matrix _slope = new(field.Dimension, field.Dimension);

    /// <summary>Boxes looked at.</summary>
    public int Boxes { get; private set; }

    /// <summary>Boxes that could be neither emptied nor certified: near a degenerate zero, or beyond the budget.</summary>
    public int Undecided { get; private set; }

    /// <summary>Middles of the first boxes that could not be decided.</summary>
    public List<double[]> UndecidedAt { get; } = [];

    /// <summary>The certified zeros: tight enclosures, one zero in each.</summary>
    public IEnumerable<Interval[]> Zeros => _zones.Select(zone => zone.Core);

    public void Run(double[] low, double[] high, IEnumerable<double[]> candidates)
    {
        _size = Math.Max(1e-300, low.Zip(high, (l, h) => h - l).Max());
        foreach (var candidate in candidates)
        {
            Certify(candidate, 0.125 * _size);
        }

        var stack = new Stack<Interval[]>();
        stack.Push([.. low.Select((l, i) => new Interval(l, high[i]))]);
        while (stack.TryPop(out var box))
        {
            if (++Boxes > maximumBoxes)
            {
                Undecided += stack.Count + 1;
                return;
            }

            if (Boxes % 256 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            Examine(box, stack);
        }
    }

    private void Examine(Interval[] box, Stack<Interval[]> stack)
    {
        for (var round = 0; round < 8; round++)
        {
            // Around multiple zeros and continuous sets nothing can be certified: what lies there is told by other means.
            if (_zones.Exists(zone => Inside(box, zone.Zone)) || spared?.Invoke(box) == true)
            {
                return;
            }

            field.Evaluate(box, _f);
            if (Array.Exists(_f, value => !value.HoldsZero))
            {
                return;
            }

            if (!Krawczyk(box))
            {
                if (Linearised(box))
                {
                    return;
                }

                break;
            }

            if (Linearised(box))
            {
                return;
            }

            var (inside, shrinks) = (true, 0.0);
            for (var i = 0; i < _n; i++)
            {
                if (!_k[i].Meets(box[i]))
                {
                    return;
                }

                inside &= _k[i].IsInside(box[i]);
                shrinks = Math.Max(shrinks, Math.Min(_k[i].Width, box[i].Width) / box[i].Width);
            }

            for (var i = 0; i < _n; i++)
            {
                box[i] = box[i].Intersect(_k[i]);
            }

            if (inside)
            {
                Certify([.. box.Select(side => side.Middle)], 0.125 * _size, box);
                return;
            }

            if (shrinks > 0.6)
            {
                break;
            }
        }

        Split(box, stack);
    }

    // f(m) + f′(X)(X − m), component by component: near a multiple zero far narrower than f(X) itself. True: no zero in the box. After
    // Krawczyk, whose middle and Jacobian are used again.
    private bool Linearised(Interval[] box)
    {
        for (var i = 0; i < _n; i++)
        {
            _point[i] = _middle[i];
        }

        field.Evaluate(_point, _f);
        for (var i = 0; i < _n; i++)
        {
            var sum = _f[i];
            for (var c = 0; c < _n; c++)
            {
                sum += _j[(i * _n) + c] * (box[c] - _middle[c]);
            }

            if (!sum.HoldsZero)
            {
                return true;
            }
        }

        return false;
    }

    private void Split(Interval[] box, Stack<Interval[]> stack)
    {
        var widest = 0;
        for (var i = 1; i < _n; i++)
        {
            widest = box[i].Width > box[widest].Width ? i : widest;
        }

        if (box[widest].Width < 5e-10 * _size)
        {
            // A zero on a face of boxes is inside a small box around it.
            if (!Certify([.. box.Select(side => side.Middle)], 5e-4 * _size, box))
            {
                Undecided++;
                if (UndecidedAt.Count < 200)
                {
                    UndecidedAt.Add([.. box.Select(side => side.Middle)]);
                }
            }

            return;
        }

        // Off the middle, since zeros of symmetric systems like to lie on it.
        var cut = box[widest].Low + (0.4837 * (box[widest].High - box[widest].Low));
        var other = (Interval[])box.Clone();
        box[widest] = box[widest] with { High = cut };
        other[widest] = other[widest] with { Low = cut };
        stack.Push(other);
        stack.Push(box);
    }

    // Polishes, then looks for the largest cube around the point in which the zero is proved unique. True when `covered` ends up inside a
    // zone, or none is asked for.
    private bool Certify(double[] start, double largest, Interval[]? covered = null)
    {
        var x = (double[])start.Clone();
        EquilibriumAnalysis.Polish(field, x);
        for (var radius = largest; radius > 5e-13 * _size; radius *= 0.6)
        {
            var zone = Cube(x, radius);
            if (!Krawczyk(zone) || !Inside(_k, zone, true))
            {
                continue;
            }

            var core = Refine(zone);
            var known = _zones.FindIndex(item => Meet(item.Core, core));
            if (known < 0)
            {
                _zones.Add((zone, core));
            }
            else if (!(Inside(core, _zones[known].Zone) || Inside(_zones[known].Core, zone)))
            {
                return false;
            }
            else if (covered is not null && !Inside(covered, _zones[known].Zone) && Inside(covered, zone))
            {
                _zones[known] = (zone, core);
            }

            return covered is null || _zones.Exists(item => Inside(covered, item.Zone));
        }

        return false;
    }

    private Interval[] Refine(Interval[] zone)
    {
        var core = (Interval[])zone.Clone();
        for (var round = 0; round < 30 && Krawczyk(core); round++)
        {
            var changed = false;
            for (var i = 0; i < _n; i++)
            {
                if (!_k[i].Meets(core[i]))
                {
                    return core;
                }

                var next = core[i].Intersect(_k[i]);
                changed |= next.Width < 0.9 * core[i].Width;
                core[i] = next;
            }

            if (!changed)
            {
                break;
            }
        }

        return core;
    }

    // K(box) into _k; false when the midpoint's Jacobian has no usable inverse.
    private bool Krawczyk(Interval[] box)
    {
        for (var i = 0; i < _n; i++)
        {
            _middle[i] = box[i].Middle;
            _point[i] = _middle[i];
        }

        field.Jacobian(box, _j);
        for (var k = 0; k < _j.Length; k++)
        {
            _slope.Values[k] = _j[k].Middle;
        }

        var y = Inverse();
        if (y is null)
        {
            return false;
        }

        field.Evaluate(_point, _f);
        for (var i = 0; i < _n; i++)
        {
            Interval sum = _middle[i];
            for (var k = 0; k < _n; k++)
            {
                sum -= y[i, k] * _f[k];
            }

            for (var c = 0; c < _n; c++)
            {
                Interval entry = i == c ? 1.0 : 0.0;
                for (var k = 0; k < _n; k++)
                {
                    entry -= y[i, k] * _j[(k * _n) + c];
                }

                sum += entry * (box[c] - _middle[c]);
            }

            _k[i] = sum;
        }

        return true;
    }

    private Matrix? Inverse()
    {
        if (_n == 2)
        {
            double a = _slope[0, 0],
                b = _slope[0, 1],
                c = _slope[1, 0],
                d = _slope[1, 1],
                det = (a * d) - (b * c);
            return Math.Abs(det) < 1e-15 * ((a * a) + (b * b) + (c * c) + (d * d))
                ? null
                : new Matrix(2, 2, [d / det, -b / det, -c / det, a / det]);
        }

        var lu = new Lu(_slope);
        var inverse = lu.IsSingular ? null : lu.Inverse();
        return inverse?.IsFinite() == true ? inverse : null;
    }

    private static Interval[] Cube(double[] x, double radius) => [.. x.Select(value => new Interval(value - radius, value + radius))];

    private static bool Inside(Interval[] a, Interval[] b, bool strictly = false)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (strictly ? !a[i].IsInside(b[i]) : !(a[i].Low >= b[i].Low && a[i].High <= b[i].High))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Meet(Interval[] a, Interval[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (!a[i].Meets(b[i]))
            {
                return false;
            }
        }

        return true;
    }
}
