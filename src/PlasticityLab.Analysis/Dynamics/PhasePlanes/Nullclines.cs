using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>The curves on which one component of a planar field vanishes.</summary>
/// <remarks>Crossings of the curve with the lines of a grid are bracketed and solved to rounding, each once, and shared by the two cells of
/// an edge; an edge whose slopes
/// point to a hidden pair of crossings is searched for it. Inside a cell two crossings are joined; with more, the curve itself is followed
/// from each (predictor along the tangent,
/// Newton corrector across it), so that branches are never joined falsely. Chains are then refined until the curve bends little between
/// points. Every vertex has |f| below 1e-9 of the values in the window. Where a component is zero on a whole region there is no curve, see
/// <see cref="ZeroRegion"/>.
/// A closed loop that fits into one cell without touching its edges is not seen: choose the grid for the smallest feature.</remarks>
public sealed class Nullclines
{
    private readonly IVectorField _field;
    private readonly int _component,
        _n;
    private readonly PlaneWindow _w;
    private readonly double[] _x = new double[2],
        _f = new double[2];
    private readonly Matrix _j = new(2, 2);
    private readonly double _hx,
        _hy;
    private double[] _values = [];
    private double _speed = 1,
        _width = 1;
    private bool[] _zero = [];
    private readonly Dictionary<long, int[]> _edges = [];
    private readonly List<(double X, double Y)> _vertices = [];
    private readonly List<List<int>> _links = [];
    private readonly Dictionary<(int, int), List<(double, double)>> _between = [];

    private Nullclines(IVectorField field, int component, PlaneWindow window, int grid)
    {
        (_field, _component, _w, _n) = (field, component, window, grid);
        (_hx, _hy) = (window.Width / grid, window.Height / grid);
    }

    /// <summary>The branches of one nullcline.</summary>
    /// <param name="component">0: dx/dt = 0; 1: dy/dt = 0.</param>
    /// <param name="grid">Cells along each side.</param>
    public static IReadOnlyList<Polyline> Trace(
        IVectorField field,
        int component,
        PlaneWindow window,
        int grid = 128,
        CancellationToken cancellation = default
    )
    {
        if (field.Dimension != 2)
        {
            throw new UserError($"Nullclines need two state variables, but the system has {field.Dimension}.");
        }

        UserError.ThrowIfAny(
            Require.All(
                Require.AtLeast(grid, 4, "grid"),
                window.Width > 0 && window.Height > 0 ? null : "The window must have a positive width and height."
            )
        );
        var units = Units.Of(field);
        if (!units.AreGiven)
        {
            var lines = Trace(units.Of(field), component, window.In(units), grid, cancellation);
            return [.. lines.Select(line => line with { Points = [.. line.Points.Select(p => (p.X * units.State, p.Y * units.State))] })];
        }

        var run = new Nullclines(field, component, window, grid);
        run.March(cancellation);
        return run.Chains();
    }

    // The grid is shifted by an irrational share of a cell, so that its lines do not run along a nullcline or through its symmetric
    // corners.
    private double GridX(int i) =>
        i == 0 ? _w.Left
        : i == _n ? _w.Right
        : _w.Left + ((i + (0.0137 * Math.Sin(i))) * _hx);

    private double GridY(int j) =>
        j == 0 ? _w.Bottom
        : j == _n ? _w.Top
        : _w.Bottom + ((j + (0.0137 * Math.Cos(j))) * _hy);

    private double F(double x, double y)
    {
        (_x[0], _x[1]) = (x, y);
        _field.Evaluate(_x, _f);
        return _f[_component];
    }

    private (double X, double Y) Gradient(double x, double y)
    {
        (_x[0], _x[1]) = (x, y);
        _field.Jacobian(_x, _j);
        return (_j[_component, 0], _j[_component, 1]);
    }

    private void March(CancellationToken cancellation)
    {
        var values = new double[(_n + 1) * (_n + 1)];
        var regions = new ZeroRegionSearch(_field, _component, _w, _n);
        _zero = regions.Any ? new bool[values.Length] : [];
        for (var j = 0; j <= _n; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i <= _n; i++)
            {
                var value = F(GridX(i), GridY(j));
                // An exact zero counts as positive, once for all cells around.
                values[(j * (_n + 1)) + i] = value == 0 ? double.Epsilon : value;
                if (_zero.Length > 0)
                {
                    _zero[(j * (_n + 1)) + i] = regions.IsZero(GridX(i), GridY(j));
                }
            }
        }

        // What is zero is measured by the values in the window; a power of two, so that systems of any size have the same curves.
        _speed = PowerOfTwo.At(0.5 * values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max());
        _width = PowerOfTwo.At(0.5 * Math.Max(_w.Width, _w.Height));
        _values = values;
        var found = new List<int>(8);
        for (var j = 0; j < _n; j++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < _n; i++)
            {
                var k = (j * (_n + 1)) + i;
                found.Clear();
                found.AddRange(Edge(i, j, true, values[k], values[k + 1]));
                found.AddRange(Edge(i + 1, j, false, values[k + 1], values[k + _n + 2]));
                found.AddRange(Edge(i, j + 1, true, values[k + _n + 1], values[k + _n + 2]));
                found.AddRange(Edge(i, j, false, values[k], values[k + _n + 1]));
                if (found.Count == 2)
                {
                    Link(found[0], found[1], null);
                }
                else if (found.Count > 2)
                {
                    Follow(found, GridX(i), GridX(i + 1), GridY(j), GridY(j + 1));
                }
            }
        }
    }

    // The crossings on one grid edge, found once.
    private int[] Edge(int i, int j, bool horizontal, double fa, double fb)
    {
        // On a region that is zero signs are rounding: its border is told with the region.
        var k = (j * (_n + 1)) + i;
        if (_zero.Length > 0 && (_zero[k] || _zero[k + (horizontal ? 1 : _n + 1)]))
        {
            return [];
        }

        var same = (fa > 0) == (fb > 0);
        if (same && !MayHide(i, j, horizontal, fa, fb))
        {
            return [];
        }

        var key = ((((long)j * (_n + 2)) + i) * 2) + (horizontal ? 1 : 0);
        if (!_edges.TryGetValue(key, out var crossings))
        {
            double a = horizontal ? GridX(i) : GridY(j),
                b = horizontal ? GridX(i + 1) : GridY(j + 1),
                fixedAt = horizontal ? GridY(j) : GridX(i);
            crossings = same ? Hidden(horizontal, fixedAt, a, b, fa) : [Root(horizontal, fixedAt, a, b, fa, fb)];
            _edges[key] = crossings;
        }

        return crossings;
    }

    // A hidden pair of crossings needs |f| to fall from both ends towards the inside: the values one edge further out must then be larger,
    // or already of the other sign.
    // Only such edges are worth the slopes.
    private bool MayHide(int i, int j, bool horizontal, double fa, double fb)
    {
        var (stride, here, last) = horizontal ? (1, i, i + 1) : (_n + 1, j, j + 1);
        var k = (j * (_n + 1)) + i;
        var sign = fa > 0 ? 1 : -1;
        return (here == 0 || Falls(sign * _values[k - stride], sign * fa))
            && (last == _n || Falls(sign * _values[k + (2 * stride)], sign * fb));

        static bool Falls(double outer, double inner) => outer > inner || outer < 0;
    }

    private int[] Hidden(bool horizontal, double at, double a, double b, double fa)
    {
        var sign = fa > 0 ? 1 : -1;
        double Slope(double t) => sign * (horizontal ? Gradient(t, at).X : Gradient(at, t).Y);
        if (Slope(a) >= 0 || Slope(b) <= 0)
        {
            return [];
        }

        // |f| falls from both ends: find its least value, by bisection of the slope.
        var (low, high) = (a, b);
        for (var k = 0; k < 50; k++)
        {
            var middle = 0.5 * (low + high);
            var value = horizontal ? F(middle, at) : F(at, middle);
            if (sign * value < 0)
            {
                return [Root(horizontal, at, a, middle, fa, value), Root(horizontal, at, middle, b, value, fa)];
            }

            if (Slope(middle) < 0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return [];
    }

    private int Root(bool horizontal, double at, double a, double b, double fa, double fb)
    {
        // Illinois false position with bisection as a guard: bracketed, superlinear.
        var side = 0;
        var t = 0.5 * (a + b);
        for (var k = 0; k < 80; k++)
        {
            t = k < 40 ? ((a * fb) - (b * fa)) / (fb - fa) : 0.5 * (a + b);
            t = t > Math.Min(a, b) && t < Math.Max(a, b) ? t : 0.5 * (a + b);
            var value = horizontal ? F(t, at) : F(at, t);
            if (Math.Abs(value) < 1e-14 * _speed || Math.Abs(b - a) < 1e-16 * _width)
            {
                break;
            }

            if ((value > 0) == (fb > 0))
            {
                (b, fb) = (t, value);
                fa *= side == 1 ? 0.5 : 1;
                side = 1;
            }
            else
            {
                (a, fa) = (t, value);
                fb *= side == -1 ? 0.5 : 1;
                side = -1;
            }
        }

        return Vertex(horizontal ? t : at, horizontal ? at : t);
    }

    private int Vertex(double x, double y)
    {
        _vertices.Add((x, y));
        _links.Add([]);
        return _vertices.Count - 1;
    }

    private void Link(int a, int b, List<(double, double)>? between)
    {
        _links[a].Add(b);
        _links[b].Add(a);
        if (between is { Count: > 0 })
        {
            _between[(a, b)] = between;
            _between[(b, a)] = [.. Enumerable.Reverse(between)];
        }
    }

    // Several branches in one cell: walk each from its entry until it leaves, and join it with the crossing next to its exit.
    private void Follow(List<int> crossings, double left, double right, double bottom, double top)
    {
        var open = new List<int>(crossings);
        while (open.Count > 1)
        {
            var start = open[0];
            open.RemoveAt(0);
            var path = new List<(double X, double Y)>();
            var end = Walk(_vertices[start], left, right, bottom, top, path);
            var exit = open.MinBy(v => Math.Abs(_vertices[v].X - end.X) / _hx + Math.Abs(_vertices[v].Y - end.Y) / _hy);
            open.Remove(exit);
            Link(start, exit, path);
        }
    }

    private (double X, double Y) Walk(
        (double X, double Y) p,
        double left,
        double right,
        double bottom,
        double top,
        List<(double X, double Y)> path
    )
    {
        const int pieces = 24;
        double direction,
            lastX = 0,
            lastY = 0;
        for (var k = 0; k < 8 * pieces; k++)
        {
            var g = Gradient(p.X, p.Y);
            // In cell units, so that both axes count alike.
            double tx = -g.Y * _hy,
                ty = g.X * _hx;
            var length = Math.Sqrt((tx * tx) + (ty * ty));
            if (length == 0)
            {
                break;
            }

            (tx, ty) = (tx / length, ty / length);
            if (k == 0)
            {
                // Into the cell: towards its centre.
                direction = (tx * ((0.5 * (left + right)) - p.X) / _hx) + (ty * ((0.5 * (bottom + top)) - p.Y) / _hy) >= 0 ? 1 : -1;
            }
            else
            {
                direction = (tx * lastX) + (ty * lastY) >= 0 ? 1 : -1;
            }

            (lastX, lastY) = (direction * tx, direction * ty);
            var next = Correct((p.X + (direction * tx * _hx / pieces), p.Y + (direction * ty * _hy / pieces)));
            if (next is not { } q || q.X < left || q.X > right || q.Y < bottom || q.Y > top)
            {
                return next ?? p;
            }

            path.Add(q);
            p = q;
        }

        return p;
    }

    // Newton across the curve: p − f ∇f/|∇f|².
    private (double X, double Y)? Correct((double X, double Y) p)
    {
        for (var k = 0; k < 12; k++)
        {
            var f = F(p.X, p.Y);
            if (Math.Abs(f) < 1e-13 * _speed)
            {
                return p;
            }

            var g = Gradient(p.X, p.Y);
            var square = (g.X * g.X) + (g.Y * g.Y);
            if (square < 1e-300)
            {
                return null;
            }

            p = (p.X - (f * g.X / square), p.Y - (f * g.Y / square));
        }

        return Math.Abs(F(p.X, p.Y)) < 1e-10 * _speed ? p : null;
    }

    private List<Polyline> Chains()
    {
        var used = new HashSet<(int, int)>();
        var result = new List<Polyline>();
        // Open chains first, from their ends; then what is left are loops.
        foreach (var start in Enumerable.Range(0, _vertices.Count).OrderBy(v => _links[v].Count == 1 ? 0 : 1))
        {
            foreach (var first in _links[start].Where(next => !used.Contains((start, next))).ToArray())
            {
                if (!used.Contains((start, first)))
                {
                    result.Add(Chain(start, first, used));
                }
            }
        }

        return result;
    }

    private Polyline Chain(int start, int first, HashSet<(int, int)> used)
    {
        var points = new List<(double X, double Y)> { _vertices[start] };
        var (from, to) = (start, first);
        while (true)
        {
            used.Add((from, to));
            used.Add((to, from));
            if (_between.TryGetValue((from, to), out var path))
            {
                points.AddRange(path);
            }
            else
            {
                Refine(points, _vertices[from], _vertices[to], 0);
            }

            if (to == start)
            {
                return new(points, true);
            }

            points.Add(_vertices[to]);
            var here = to;
            var next = _links[here].Where(v => !used.Contains((here, v))).DefaultIfEmpty(-1).First();
            if (next < 0)
            {
                return new(points, false);
            }

            (from, to) = (here, next);
        }
    }

    // Inserts corrected midpoints where the curve bows away from its chord by more than a hundredth of a cell.
    private void Refine(List<(double X, double Y)> points, (double X, double Y) a, (double X, double Y) b, int depth)
    {
        (double X, double Y) chord = (0.5 * (a.X + b.X), 0.5 * (a.Y + b.Y));
        if (depth >= 4 || Correct(chord) is not { } middle)
        {
            return;
        }

        var bow = Math.Abs(middle.X - chord.X) / _hx + (Math.Abs(middle.Y - chord.Y) / _hy);
        if (bow is < 0.01 or > 1)
        {
            return;
        }

        Refine(points, a, middle, depth + 1);
        points.Add(middle);
        Refine(points, middle, b, depth + 1);
    }
}
