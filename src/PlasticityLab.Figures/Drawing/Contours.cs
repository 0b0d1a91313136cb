using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Level lines of a sampled field, by marching squares. Branches stay apart: segments are joined only where they share a cell
/// edge, and a saddle cell is settled by its centre, so crossings are never faked.</summary>
internal static class Contours
{
    /// <param name="field">Values [y, x] at the crossings of <paramref name="ys"/> and <paramref name="xs"/>; missing values leave a
    /// gap.</param>
    /// <returns>Lines, each an array of points; a closed line repeats its first point.</returns>
    public static IReadOnlyList<(double X, double Y)[]> Lines(
        IReadOnlyList<double> xs,
        IReadOnlyList<double> ys,
        Matrix field,
        double level = 0
    )
    {
        // Edges are numbered: 2 (row · columns + column) for the edge to the right, + 1 for the edge upwards.
        var points = new Dictionary<int, (double X, double Y)>();
        var links = new Dictionary<int, List<int>>();
        double Value(int i, int j) => field[i, j] - level == 0 ? 1e-300 : field[i, j] - level;
        int Right(int i, int j) => 2 * ((i * field.Columns) + j);
        int Up(int i, int j) => Right(i, j) + 1;
        void Cross(int edge, int i, int j, int k, int l)
        {
            var f = Value(i, j) / (Value(i, j) - Value(k, l));
            points[edge] = (xs[j] + (f * (xs[l] - xs[j])), ys[i] + (f * (ys[k] - ys[i])));
        }

        void Link(int a, int b)
        {
            (links.TryGetValue(a, out var of) ? of : links[a] = []).Add(b);
            (links.TryGetValue(b, out of) ? of : links[b] = []).Add(a);
        }

        for (var i = 0; i + 1 < field.Rows; i++)
        {
            for (var j = 0; j + 1 < field.Columns; j++)
            {
                var corner = new[] { Value(i, j), Value(i, j + 1), Value(i + 1, j + 1), Value(i + 1, j) };
                if (corner.Any(value => !double.IsFinite(value)))
                {
                    continue;
                }

                var crossed = new List<int>();
                void Edge(int number, int a, int b, int i0, int j0, int i1, int j1)
                {
                    if (corner[a] > 0 != corner[b] > 0)
                    {
                        Cross(number, i0, j0, i1, j1);
                        crossed.Add(number);
                    }
                }

                Edge(Right(i, j), 0, 1, i, j, i, j + 1);
                Edge(Up(i, j + 1), 1, 2, i, j + 1, i + 1, j + 1);
                Edge(Right(i + 1, j), 3, 2, i + 1, j, i + 1, j + 1);
                Edge(Up(i, j), 0, 3, i, j, i + 1, j);
                if (crossed.Count == 2)
                {
                    Link(crossed[0], crossed[1]);
                }
                else if (crossed.Count == 4)
                {
                    var joined = corner.Average() > 0 == corner[0] > 0;
                    Link(crossed[0], crossed[joined ? 1 : 3]);
                    Link(crossed[2], crossed[joined ? 3 : 1]);
                }
            }
        }

        return Chain(points, links);
    }

    private static List<(double X, double Y)[]> Chain(Dictionary<int, (double X, double Y)> points, Dictionary<int, List<int>> links)
    {
        var lines = new List<(double X, double Y)[]>();
        // Open lines first, from their ends; what is left over is closed.
        foreach (var start in links.Keys.Where(edge => links[edge].Count == 1).Order().Concat(links.Keys.Order()).ToArray())
        {
            var line = new List<(double X, double Y)> { points[start] };
            for (var at = start; links[at].Count > 0; )
            {
                var next = links[at][0];
                links[at].RemoveAt(0);
                links[next].Remove(at);
                line.Add(points[next]);
                at = next;
            }

            if (line.Count > 1)
            {
                lines.Add([.. line]);
            }
        }

        return lines;
    }
}
