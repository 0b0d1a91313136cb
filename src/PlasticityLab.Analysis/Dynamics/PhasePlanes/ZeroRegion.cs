using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>A part of the plane with an inside on which one component of the field is zero: a nullcline that is no curve.</summary>
/// <param name="Outline">Its border as a closed polygon; sides along the window belong to it.</param>
/// <param name="Share">Its share of the window [1].</param>
public sealed record ZeroRegion(IReadOnlyList<(double X, double Y)> Outline, double Share)
{
    /// <summary>Least x.</summary>
    public double Left => Outline.Min(p => p.X);

    /// <summary>Largest x.</summary>
    public double Right => Outline.Max(p => p.X);

    /// <summary>Least y.</summary>
    public double Bottom => Outline.Min(p => p.Y);

    /// <summary>Largest y.</summary>
    public double Top => Outline.Max(p => p.Y);

    /// <summary>The regions of a component in a window, found on a grid, their borders by bisection to rounding.</summary>
    /// <param name="field">A planar field.</param>
    /// <param name="component">0: dx/dt = 0; 1: dy/dt = 0.</param>
    /// <param name="window">Where.</param>
    /// <param name="grid">Cells along each side; a region narrower than two cells may be missed.</param>
    public static IReadOnlyList<ZeroRegion> Find(IVectorField field, int component, PlaneWindow window, int grid = 128)
    {
        var units = Units.Of(field);
        return
        [
            .. new ZeroRegionSearch(units.Of(field), component, window.In(units), grid)
                .Regions()
                .Select(region => region with { Outline = [.. region.Outline.Select(p => (p.X * units.State, p.Y * units.State))] }),
        ];
    }
}

/// <summary>Where a component of a planar field is zero with its whole gradient, to rounding.</summary>
internal sealed class ZeroRegionSearch
{
    private readonly IVectorField _field;
    private readonly int _component,
        _n;
    private readonly PlaneWindow _w;
    private readonly double _rate;
    private readonly Matrix _j = new(2, 2);
    private readonly double[] _x = new double[2],
        _f = new double[2];
    private readonly bool[,] _inside;

    public ZeroRegionSearch(IVectorField field, int component, PlaneWindow window, int grid)
    {
        (_field, _component, _w, _n) = (field, component, window, grid);
        var box = new TrappingBox([window.Left, window.Bottom], [window.Right, window.Top], false, false);
        _rate = new FieldScale(field, box).Rate;
        _inside = Nodes();
    }

    /// <summary>Whether there is a region at all.</summary>
    public bool Any => _inside.Cast<bool>().Contains(true);

    public IReadOnlyList<ZeroRegion> Regions()
    {
        // Every cell of the grid, with a rim around it, gives the pieces of border between nodes inside and outside.
        var next = new Dictionary<(int, int, bool), (int, int, bool)>();
        for (var j = -1; j <= _n; j++)
        {
            for (var i = -1; i <= _n; i++)
            {
                Cell(i, j, next);
            }
        }

        var regions = new List<ZeroRegion>();
        while (next.Count > 0)
        {
            var start = next.Keys.First();
            var points = new List<(double X, double Y)>();
            for (var at = start; next.Remove(at, out var to); at = to)
            {
                points.Add(Crossing(at));
            }

            var outline = Straight(points);
            var area = 0.5 * outline.Select((p, k) => outline[(k + 1) % outline.Count] is var q ? (p.X * q.Y) - (q.X * p.Y) : 0).Sum();
            // Holes turn the other way: they are parts of no region.
            if (area > 1e-9 * _w.Width * _w.Height)
            {
                regions.Add(new(outline, Math.Min(1, area / (_w.Width * _w.Height))));
            }
        }

        return regions;
    }

    private double X(int i) => _w.Left + (Math.Clamp(i, 0, _n) * _w.Width / _n);

    private double Y(int j) => _w.Bottom + (Math.Clamp(j, 0, _n) * _w.Height / _n);

    private bool At(int i, int j) => i >= 0 && j >= 0 && i <= _n && j <= _n && _inside[i, j];

    // f and its gradient are what rounding leaves of terms of their size: |∂f/∂x_k| |x_k|, decay, and rates.
    public bool IsZero(double x, double y)
    {
        (_x[0], _x[1]) = (x, y);
        _field.Evaluate(_x, _f);
        var value = Math.Abs(_f[_component]);
        const double rounded = 2e-14;
        if (!(value <= rounded * _rate * (Math.Abs(x) + Math.Abs(y))))
        {
            return false;
        }

        _field.Jacobian(_x, _j);
        return Math.Abs(_j[_component, 0]) + Math.Abs(_j[_component, 1]) <= rounded * _rate;
    }

    // A node counts when a whole cell around it does, corners and middle: a curve that passes through a node does not.
    private bool[,] Nodes()
    {
        var zero = new bool[_n + 1, _n + 1];
        for (var i = 0; i <= _n; i++)
        {
            for (var j = 0; j <= _n; j++)
            {
                zero[i, j] = IsZero(X(i), Y(j));
            }
        }

        var inside = new bool[_n + 1, _n + 1];
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++)
            {
                if (
                    zero[i, j]
                    && zero[i + 1, j]
                    && zero[i, j + 1]
                    && zero[i + 1, j + 1]
                    && IsZero(0.5 * (X(i) + X(i + 1)), 0.5 * (Y(j) + Y(j + 1)))
                )
                {
                    inside[i, j] = inside[i + 1, j] = inside[i, j + 1] = inside[i + 1, j + 1] = true;
                }
            }
        }

        return inside;
    }

    // Edges are named by their lower node and whether they lie across. The border runs with the region on its left.
    private void Cell(int i, int j, Dictionary<(int, int, bool), (int, int, bool)> next)
    {
        (int, int, bool) south = (i, j, true),
            north = (i, j + 1, true),
            west = (i, j, false),
            east = (i + 1, j, false);
        var code = (At(i, j) ? 1 : 0) + (At(i + 1, j) ? 2 : 0) + (At(i + 1, j + 1) ? 4 : 0) + (At(i, j + 1) ? 8 : 0);
        switch (code)
        {
            case 1:
                next[south] = west;
                break;
            case 2:
                next[east] = south;
                break;
            case 3:
                next[east] = west;
                break;
            case 4:
                next[north] = east;
                break;
            case 5:
                next[south] = west;
                next[north] = east;
                break;
            case 6:
                next[north] = south;
                break;
            case 7:
                next[north] = west;
                break;
            case 8:
                next[west] = north;
                break;
            case 9:
                next[south] = north;
                break;
            case 10:
                next[east] = south;
                next[west] = north;
                break;
            case 11:
                next[east] = north;
                break;
            case 12:
                next[west] = east;
                break;
            case 13:
                next[south] = east;
                break;
            case 14:
                next[west] = south;
                break;
        }
    }

    private (double X, double Y) Crossing((int I, int J, bool Across) edge)
    {
        var (i, j) = edge.Across ? (edge.I + 1, edge.J) : (edge.I, edge.J + 1);
        var first = At(edge.I, edge.J);
        (double X, double Y) a = (X(edge.I), Y(edge.J)),
            b = (X(i), Y(j));
        for (var round = 0; round < 60; round++)
        {
            (double X, double Y) middle = (0.5 * (a.X + b.X), 0.5 * (a.Y + b.Y));
            (a, b) = IsZero(middle.X, middle.Y) == first ? (middle, b) : (a, middle);
        }

        return first ? a : b;
    }

    private List<(double X, double Y)> Straight(List<(double X, double Y)> points)
    {
        var kept = new List<(double X, double Y)>();
        for (var k = 0; k < points.Count; k++)
        {
            var (p, q, r) = (kept.Count > 0 ? kept[^1] : points[^1], points[k], points[(k + 1) % points.Count]);
            var bend = (((q.X - p.X) * (r.Y - q.Y)) - ((q.Y - p.Y) * (r.X - q.X))) / (_w.Width * _w.Height);
            if (Math.Abs(bend) > 1e-12)
            {
                kept.Add(q);
            }
        }

        return kept.Count > 2 ? kept : points;
    }
}
