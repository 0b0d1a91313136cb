using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Structure;

/// <summary>How often each of the 16 kinds of three-unit circuits occurs (Holland and Leinhardt 1976). Names count mutual, one-way and
/// empty pairs, with D(own), U(p), C(yclic), T(ransitive).</summary>
public sealed class TriadCensus
{
    /// <summary>The names, in the order of the counts.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U", "120C", "210", "300"];

    // Class of each of the 64 patterns of the six possible links; bits 0..5: a→b, b→a, a→c, c→a, b→c, c→b.
    internal static byte[] ClassOf { get; } = [.. Enumerable.Range(0, 64).Select(Classify)];

    private TriadCensus(long[] counts) => Counts = counts;

    /// <summary>The counts, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>The count of a class by its name.</summary>
    public long this[string name] => Counts[Index(name)];

    /// <summary>The census of a directed graph, links[m, n] = m → n. The diagonal is not looked at.</summary>
    public static TriadCensus Of(bool[,] links)
    {
        ArgumentNullException.ThrowIfNull(links);
        return new(Count(Flat(links), links.GetLength(0)));
    }

    /// <summary>The census of a weight matrix: m → n is a link when |W[n, m]| is above the threshold.</summary>
    public static TriadCensus Of(Matrix w, double threshold = 0) => Of(Links(w, threshold));

    /// <summary>The graph of a weight matrix, links[m, n] = |W[n, m]| &gt; threshold.</summary>
    public static bool[,] Links(Matrix w, double threshold = 0)
    {
        Weights.Check(w);
        UserError.ThrowIfAny(Require.All(Require.NotNegative(threshold)));
        var links = new bool[w.Rows, w.Rows];
        for (var m = 0; m < w.Rows; m++)
        {
            for (var n = 0; n < w.Rows; n++)
            {
                links[m, n] = m != n && Math.Abs(w[n, m]) > threshold;
            }
        }

        return links;
    }

    internal static int Index(string name)
    {
        for (var k = 0; k < Names.Count; k++)
        {
            if (Names[k] == name)
            {
                return k;
            }
        }

        throw new UserError($"There is no triad class \"{name}\". Known: {string.Join(", ", Names)}.");
    }

    internal static byte[] Flat(bool[,] links)
    {
        var n = links.GetLength(0);
        if (links.GetLength(1) != n)
        {
            throw new UserError($"A graph needs a square table of links, but it is {n} x {links.GetLength(1)}.");
        }

        var flat = new byte[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                flat[(i * n) + j] = (byte)(i != j && links[i, j] ? 1 : 0);
            }
        }

        return flat;
    }

    internal static long[] Count(ReadOnlySpan<byte> links, int n)
    {
        var patterns = new long[64];
        for (var a = 0; a < n; a++)
        {
            for (var b = a + 1; b < n; b++)
            {
                var ab = links[(a * n) + b] | (links[(b * n) + a] << 1);
                ReadOnlySpan<byte> rowA = links.Slice(a * n, n),
                    rowB = links.Slice(b * n, n);
                for (var c = b + 1; c < n; c++)
                {
                    patterns[ab | (rowA[c] << 2) | (links[(c * n) + a] << 3) | (rowB[c] << 4) | (links[(c * n) + b] << 5)]++;
                }
            }
        }

        var counts = new long[16];
        for (var k = 0; k < 64; k++)
        {
            counts[ClassOf[k]] += patterns[k];
        }

        return counts;
    }

    private static byte Classify(int bits)
    {
        // to[x, y] for the three units 0, 1, 2.
        var to = new bool[3, 3];
        (to[0, 1], to[1, 0], to[0, 2], to[2, 0], to[1, 2], to[2, 1]) = (
            (bits & 1) != 0,
            (bits & 2) != 0,
            (bits & 4) != 0,
            (bits & 8) != 0,
            (bits & 16) != 0,
            (bits & 32) != 0
        );
        int mutual = 0,
            oneWay = 0;
        var (outs, ins) = (new int[3], new int[3]); // one-way links only
        var inMutual = new bool[3];
        for (var x = 0; x < 3; x++)
        {
            for (var y = x + 1; y < 3; y++)
            {
                if (to[x, y] && to[y, x])
                {
                    mutual++;
                    inMutual[x] = inMutual[y] = true;
                }
                else if (to[x, y] || to[y, x])
                {
                    oneWay++;
                    outs[to[x, y] ? x : y]++;
                    ins[to[x, y] ? y : x]++;
                }
            }
        }

        // The unit outside the mutual pair tells the 111 and 120 kinds apart.
        var single = Array.IndexOf(inMutual, false);
        var name = (mutual, oneWay) switch
        {
            (0, 0) => "003",
            (0, 1) => "012",
            (1, 0) => "102",
            (0, 2) => outs.Contains(2) ? "021D"
            : ins.Contains(2) ? "021U"
            : "021C",
            (1, 1) => outs[single] == 1 ? "111D" : "111U",
            (0, 3) => outs.Contains(2) ? "030T" : "030C",
            (2, 0) => "201",
            (1, 2) => outs[single] == 2 ? "120D"
            : ins[single] == 2 ? "120U"
            : "120C",
            (2, 1) => "210",
            _ => "300",
        };
        return (byte)Index(name);
    }
}
