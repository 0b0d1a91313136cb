using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>STDP with heterosynaptic competition organises a random network into chains without a teacher: the weights become a permutation.</summary>
/// <remarks>Binary network of 50 neurons, 60000 steps from W = 0, as published; 8 networks instead of 20. Gate: degree fractions above 0.95 around the recomputed 0.98.</remarks>
public sealed class S25SequencesWithoutTeacher : IReproduction
{
    private const int N = 50, Steps = 60000, Networks = 8;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } = new("S25", "Long sequences from STDP and heterosynaptic competition", "Fiete, Senn, Wang & Hahnloser 2010, Neuron 65:563", 8);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var (one, sole, middle, cycles) = (0.0, 0.0, 0.0, 0);
        for (var network = 0; network < Networks; network++)
        {
            cancellation.ThrowIfCancellationRequested();
            var w = Grow(new RandomStreams(25).Open(StreamPurpose.Reproduction, network));
            one += Enumerable.Range(0, N).Count(i => Enumerable.Range(0, N).Count(j => w[(i * N) + j] > 0.5f) == 1) / (double)N / Networks;
            sole += Enumerable.Range(0, N).Count(j => Enumerable.Range(0, N).Count(i => w[(i * N) + j] > 0.5f) == 1) / (double)N / Networks;
            middle += w.Count(x => x is > 0.2f and < 0.8f) / (double)(N * N) / Networks;
            cycles += Cycles(w);
        }

        yield return new("S25", "neurons with exactly one strong input", 0.98, one, 0.03);
        yield return new("S25", "neurons with exactly one strong output", 0.98, sole, 0.03);
        yield return new("S25", "share of weights between 0.2 and 0.8", 0, middle, 0.01);
        yield return new("S25", "cycles per network", 2.5, cycles / (double)Networks, 1.2);
    }

    private static float[] Grow(RandomStream random)
    {
        const float Beta = 0.25f, Eta = 0.125f, Epsilon = 0.1f, Most = 1;
        var w = new float[N * N]; // [post, pre]
        var (now, before) = (new bool[N], new bool[N]);
        var (active, input) = (new List<int>(N), new float[N]);
        var (row, column) = (new float[N], new float[N]);
        for (var step = 0; step < Steps; step++)
        {
            (now, before) = (before, now);
            Array.Fill(input, -Beta * active.Count);
            foreach (var j in active)
            {
                for (var i = 0; i < N; i++)
                {
                    input[i] += w[(i * N) + j];
                }
            }

            active.Clear();
            for (var i = 0; i < N; i++)
            {
                now[i] = input[i] + (random.NextDouble() < 2.0 / N ? 1 : 0) > 0;
                if (now[i])
                {
                    active.Add(i);
                }
            }

            Compete(w, row, column, Most);
            for (var i = 0; i < N; i++)
            {
                for (var j = 0; j < N; j++)
                {
                    if (i == j)
                    {
                        continue;
                    }

                    ref var x = ref w[(i * N) + j];
                    var change = Eta * ((now[i] && before[j] ? 1 : 0) - (before[i] && now[j] ? 1 : 0));
                    x = Math.Clamp(x + change - (Eta * Epsilon * (row[i] + column[j])), 0, Most);
                }
            }
        }

        return w;
    }

    /// <summary>How far the sums of each row and column exceed the limit.</summary>
    private static void Compete(float[] w, float[] row, float[] column, float most)
    {
        Array.Clear(row);
        Array.Clear(column);
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                row[i] += w[(i * N) + j];
                column[j] += w[(i * N) + j];
            }
        }

        for (var i = 0; i < N; i++)
        {
            row[i] = Math.Max(0, row[i] - most);
            column[i] = Math.Max(0, column[i] - most);
        }
    }

    private static int Cycles(float[] w)
    {
        var next = Enumerable.Range(0, N).Select(j => Enumerable.Range(0, N).FirstOrDefault(i => w[(i * N) + j] > 0.5f, -1)).ToArray();
        var seen = new int[N];
        var count = 0;
        for (var start = 0; start < N; start++)
        {
            var at = start;
            while (at >= 0 && seen[at] == 0)
            {
                seen[at] = start + 1;
                at = next[at];
            }

            count += at >= 0 && seen[at] == start + 1 ? 1 : 0;
        }

        return count;
    }
}
