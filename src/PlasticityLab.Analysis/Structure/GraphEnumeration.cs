namespace PlasticityLab.Analysis.Structure;

/// <summary>Every simple directed graph with given in- and out-degrees, row by row, cut where a column cannot be filled any more.</summary>
internal sealed class GraphEnumeration(byte[] graph, int n, long limit, TriadTally tally, CancellationToken cancellation)
{
    private readonly int[] _out = [.. Enumerable.Range(0, n).Select(a => Enumerable.Range(0, n).Sum(b => graph[(a * n) + b]))];
    private readonly int[] _open = [.. Enumerable.Range(0, n).Select(b => Enumerable.Range(0, n).Sum(a => graph[(a * n) + b]))];
    private readonly byte[] _current = new byte[n * n];
    private long _found,
        _visited;

    /// <summary>False when there are more graphs than the limit, or the search for them takes too long; the tally is then of no
    /// use.</summary>
    public bool Run() => Row(0);

    private bool Row(int row)
    {
        if (row == n)
        {
            if (++_found > limit)
            {
                return false;
            }

            tally.Add(TriadCensus.Count(_current, n));
            return true;
        }

        // A column needs at least as many rows below (its own left out) as it still has places.
        for (var b = 0; b < n; b++)
        {
            if (_open[b] > n - row - (b >= row ? 1 : 0))
            {
                return true;
            }
        }

        return Choose(row, 0, _out[row]);
    }

    private bool Choose(int row, int column, int left)
    {
        if ((++_visited & 0xFFFF) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_visited > 50 * (limit + 1000))
            {
                return false;
            }
        }

        if (left == 0)
        {
            return Row(row + 1);
        }

        if (n - column < left)
        {
            return true;
        }

        if (column != row && _open[column] > 0)
        {
            _open[column]--;
            _current[(row * n) + column] = 1;
            var goOn = Choose(row, column + 1, left - 1);
            _current[(row * n) + column] = 0;
            _open[column]++;
            if (!goOn)
            {
                return false;
            }
        }

        return Choose(row, column + 1, left);
    }
}
