using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Analysis.Structure;

/// <summary>A walk over the simple directed graphs with given in- and out-degrees, uniform in the long run.</summary>
internal sealed class EdgeSwapChain
{
    private readonly int _n;
    private readonly RandomStream _random;
    private readonly int[] _from,
        _to;
    private readonly int[] _place; // index of the link a → b in the list, −1 when absent

    public EdgeSwapChain(ReadOnlySpan<byte> graph, int n, RandomStream random)
    {
        (_n, _random, Graph, _place) = (n, random, graph.ToArray(), Enumerable.Repeat(-1, n * n).ToArray());
        List<int> from = [],
            to = [];
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                if (Graph[(a * n) + b] != 0)
                {
                    _place[(a * n) + b] = from.Count;
                    from.Add(a);
                    to.Add(b);
                }
            }
        }

        (_from, _to) = ([.. from], [.. to]);
    }

    public byte[] Graph { get; }

    public int Links => _from.Length;

    public void Walk(long steps)
    {
        if (Links < 2)
        {
            return;
        }

        for (long k = 0; k < steps; k++)
        {
            // One move in eight tries to turn a 3-cycle round: they are only needed to join parts that swaps leave apart.
            if ((_random.NextUInt32() & 7) == 0)
            {
                Reverse();
            }
            else
            {
                Swap();
            }
        }
    }

    private void Swap()
    {
        int x = _random.NextInt(Links),
            y = _random.NextInt(Links);
        int a = _from[x],
            b = _to[x],
            c = _from[y],
            d = _to[y];
        if (x == y || a == d || c == b || Graph[(a * _n) + d] != 0 || Graph[(c * _n) + b] != 0)
        {
            return;
        }

        Move(x, a, b, d);
        Move(y, c, d, b);
    }

    // The list of links does not change its length or its sources, so each proposal has the same chance forwards and backwards.
    private void Reverse()
    {
        if (_n < 3)
        {
            return;
        }

        var x = _random.NextInt(Links);
        int a = _from[x],
            b = _to[x],
            c = _random.NextInt(_n);
        if (c == a || c == b || !Has(b, c) || !Has(c, a) || Has(b, a) || Has(c, b) || Has(a, c))
        {
            return;
        }

        Move(_place[(a * _n) + b], a, b, c);
        Move(_place[(b * _n) + c], b, c, a);
        Move(_place[(c * _n) + a], c, a, b);
    }

    private bool Has(int a, int b) => Graph[(a * _n) + b] != 0;

    private void Move(int link, int source, int oldTarget, int newTarget)
    {
        Graph[(source * _n) + oldTarget] = 0;
        _place[(source * _n) + oldTarget] = -1;
        Graph[(source * _n) + newTarget] = 1;
        _place[(source * _n) + newTarget] = link;
        _to[link] = newTarget;
    }
}
