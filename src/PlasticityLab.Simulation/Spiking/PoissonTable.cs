namespace PlasticityLab.Simulation.Spiking;

/// <summary>How 16 random bits become Poisson counts: sixteen columns of equal probability, each shared by two outcomes (Walker 1977, ACM
/// Trans. Math. Softw. 3:253, in the form of Vose 1991). Fifteen outcomes are counts; the last is "more than these".</summary>
/// <remarks>
/// Sixteen columns, because a table of sixteen bytes is looked up for 32 neurons by one instruction. Of a neuron's 16 bits four choose the
/// column and twelve the outcome; where the twelve equal the border they leave it open (once in 4096), and 32 more bits decide.
/// A rare input (small mean) is drawn for two steps at once: independent counts of an even and the following odd step, P(a, b) = e^(−2λ)
/// λ^(a+b) / (a! b!), as one outcome. A frequent one is the sum of several independent draws of a smaller mean.
/// </remarks>
internal sealed class PoissonTable
{
    /// <summary>Columns, and the number of the outcome "more".</summary>
    public const int Columns = 16,
        More = 15;

    private const double LargestMean = 4; // of one draw: P(n ≥ 15) = 2e-5
    private const double MostPairsLeftOut = 1e-3; // P(a + b ≥ 5) up to which two steps are drawn together

    public PoissonTable(double mean)
    {
        Pairs = 1 - Below(2 * mean, 4) < MostPairsLeftOut;
        Draws = Pairs ? 1 : (int)Math.Ceiling(mean / LargestMean);
        Mean = (Pairs ? 2 * mean : mean) / Draws; // of a draw
        var probability = new double[Columns];
        var outcome = 0;
        var p = Math.Exp(-Mean); // of a total of k
        for (var k = 0; outcome < More; k++)
        {
            var share = Pairs ? p * Math.Pow(0.5, k) : p; // times the binomial coefficient
            for (var a = Pairs ? 0 : k; a <= k; a++)
            {
                (First[outcome], Second[outcome]) = ((byte)a, (byte)(k - a));
                probability[outcome++] = share;
                share *= (k - a) / (a + 1.0);
            }

            Least = k + 1;
            p *= Mean / (k + 1);
        }

        probability[More] = Math.Max(0, 1 - probability.Sum());
        _tail = Tail();
        Divide(probability);
    }

    /// <summary>Whether an outcome is two counts, of an even step and the next.</summary>
    public bool Pairs { get; }

    /// <summary>Independent draws whose sum is the count.</summary>
    public int Draws { get; }

    /// <summary>Mean of the total of one draw.</summary>
    public double Mean { get; }

    /// <summary>Least total of the outcome "more".</summary>
    public int Least { get; private set; }

    /// <summary>The count of an outcome; with pairs, that of the even step.</summary>
    public byte[] First { get; } = new byte[Columns];

    /// <summary>With pairs, the count of the odd step.</summary>
    public byte[] Second { get; } = new byte[Columns];

    /// <summary>The share of a column that is its own outcome's.</summary>
    public double[] Own { get; } = new double[Columns];

    /// <summary>The outcome that has the rest of a column.</summary>
    public byte[] Other { get; } = new byte[Columns];

    private readonly double[] _tail;

    /// <summary>A total of the outcome "more", by inversion.</summary>
    /// <param name="u">Uniform in (0, 1).</param>
    public int Total(double u)
    {
        var k = 0;
        while (k < _tail.Length - 1 && u >= _tail[k])
        {
            k++;
        }

        return Least + k;
    }

    // P(total ≤ Least + k | total ≥ Least), until all but 2⁻⁴⁸ is below.
    private double[] Tail()
    {
        var terms = new List<double>();
        var p = Enumerable.Range(1, Least).Aggregate(Math.Exp(-Mean), (x, k) => x * Mean / k);
        double sum = 0;
        for (var k = Least; k < 255 && (terms.Count < 2 || p > sum * 3.5e-15); k++)
        {
            sum += p;
            terms.Add(sum);
            p *= Mean / (k + 1);
        }

        return [.. terms.Select(x => sum > 0 ? x / sum : 1)];
    }

    private void Divide(double[] probability)
    {
        var left = probability.Select(p => p * Columns).ToArray();
        var small = new Stack<int>(Enumerable.Range(0, Columns).Where(c => left[c] < 1));
        var large = new Stack<int>(Enumerable.Range(0, Columns).Where(c => left[c] >= 1));
        for (var c = 0; c < Columns; c++)
        {
            (Own[c], Other[c]) = (1, (byte)c);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (s, l) = (small.Pop(), large.Pop());
            (Own[s], Other[s]) = (left[s], (byte)l);
            left[l] -= 1 - left[s];
            (left[l] < 1 ? small : large).Push(l);
        }
    }

    private static double Below(double mean, int k) =>
        Enumerable
            .Range(1, k)
            .Aggregate((Sum: Math.Exp(-mean), Term: Math.Exp(-mean)), (x, j) => (x.Sum + (x.Term * mean / j), x.Term * mean / j))
            .Sum;
}
