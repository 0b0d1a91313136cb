using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>The part of a plane that is looked at.</summary>
public readonly record struct PlaneWindow(double Left, double Right, double Bottom, double Top)
{
    /// <summary>The window on a box, with a margin as a share of its sides.</summary>
    public static PlaneWindow Of(TrappingBox box, double margin = 0.02)
    {
        double w = margin * (box.High[0] - box.Low[0]),
            h = margin * (box.High[1] - box.Low[1]);
        return new(box.Low[0] - w, box.High[0] + w, box.Low[1] - h, box.High[1] + h);
    }

    /// <summary>Whether a point lies in the closed window.</summary>
    public bool Contains(double x, double y) => x >= Left && x <= Right && y >= Bottom && y <= Top;

    /// <summary>The window in other units of the state.</summary>
    internal PlaneWindow In(Units units) => new(Left / units.State, Right / units.State, Bottom / units.State, Top / units.State);

    /// <summary>Right − Left.</summary>
    public double Width => Right - Left;

    /// <summary>Top − Bottom.</summary>
    public double Height => Top - Bottom;

    /// <summary>The part of a chain inside the window: points inside, and where the chain crosses the sides.</summary>
    public (double X, double Y)[] Cut(IReadOnlyList<(double X, double Y)> chain)
    {
        var kept = new List<(double X, double Y)>();
        for (var k = 0; k < chain.Count; k++)
        {
            if (Contains(chain[k].X, chain[k].Y))
            {
                kept.Add(chain[k]);
            }

            if (k + 1 < chain.Count)
            {
                kept.AddRange(Crossings(chain[k], chain[k + 1]));
            }
        }

        return [.. kept];
    }

    /// <summary>The part of a convex polygon inside the window (Sutherland and Hodgman 1974, Commun. ACM 17:32).</summary>
    public (double X, double Y)[] CutArea(IReadOnlyList<(double X, double Y)> polygon)
    {
        var (left, right, bottom, top) = (Left, Right, Bottom, Top);
        Func<(double X, double Y), double>[] sides = [p => p.X - left, p => right - p.X, p => p.Y - bottom, p => top - p.Y];
        List<(double X, double Y)> kept = [.. polygon];
        foreach (var side in sides)
        {
            var next = new List<(double X, double Y)>();
            for (var k = 0; k < kept.Count; k++)
            {
                var (a, b) = (kept[k], kept[(k + 1) % kept.Count]);
                var (fa, fb) = (side(a), side(b));
                if (fa >= 0)
                {
                    next.Add(a);
                }

                if ((fa < 0) != (fb < 0))
                {
                    var t = fa / (fa - fb);
                    next.Add((a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y))));
                }
            }

            kept = next;
        }

        return [.. kept];
    }

    private List<(double X, double Y)> Crossings((double X, double Y) a, (double X, double Y) b)
    {
        double dx = b.X - a.X,
            dy = b.Y - a.Y;
        double[] at = [(Left - a.X) / dx, (Right - a.X) / dx, (Bottom - a.Y) / dy, (Top - a.Y) / dy];
        var window = this;
        return
        [
            .. at.Where(t => t is > 0 and < 1)
                .Order()
                .Select(t => (X: a.X + (t * dx), Y: a.Y + (t * dy)))
                .Where(p =>
                    p.X >= window.Left - (1e-9 * window.Width)
                    && p.X <= window.Right + (1e-9 * window.Width)
                    && p.Y >= window.Bottom - (1e-9 * window.Height)
                    && p.Y <= window.Top + (1e-9 * window.Height)
                ),
        ];
    }
}
