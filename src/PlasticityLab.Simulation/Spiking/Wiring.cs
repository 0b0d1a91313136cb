using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>Who is connected to whom.</summary>
public abstract record Wiring
{
    private Wiring() { }

    /// <summary>Everyone to everyone but oneself, a weight each.</summary>
    public static Wiring AllToAll { get; } = new DenseWiring();

    /// <summary>Everyone to everyone with one weight for all: a pool that only counts spikes.</summary>
    public static Wiring Pool { get; } = new PoolWiring();

    /// <summary>Each pair with a probability, not oneself.</summary>
    public static Wiring Random(double probability) => new RandomWiring(probability);

    /// <summary>Each receiver draws this many senders, with repetition, not itself.</summary>
    public static Wiring InDegree(int senders) => new InDegreeWiring(senders);

    /// <summary>Given pairs.</summary>
    public static Wiring Pairs(IReadOnlyList<(int Pre, int Post)> pairs) => new PairWiring(pairs);

    internal abstract double Expected(int pre, int post);

    internal abstract IEnumerable<string> Problems(int pre, int post, bool same);

    /// <summary>Compressed rows by sender, targets ascending; empty for dense forms.</summary>
    internal abstract (uint[] Rows, int[] Targets) Draw(int pre, int post, bool same, RandomStream random);

    internal sealed record DenseWiring : Wiring
    {
        internal override double Expected(int pre, int post) => (double)pre * post;

        internal override IEnumerable<string> Problems(int pre, int post, bool same) => [];

        internal override (uint[] Rows, int[] Targets) Draw(int pre, int post, bool same, RandomStream random) => ([], []);
    }

    internal sealed record PoolWiring : Wiring
    {
        internal override double Expected(int pre, int post) => 0;

        internal override IEnumerable<string> Problems(int pre, int post, bool same) => [];

        internal override (uint[] Rows, int[] Targets) Draw(int pre, int post, bool same, RandomStream random) => ([], []);
    }

    internal sealed record RandomWiring(double Probability) : Wiring
    {
        internal override double Expected(int pre, int post) => Probability * pre * post;

        internal override IEnumerable<string> Problems(int pre, int post, bool same) =>
            Probability is > 0 and < 1
                ? []
                : [$"a connection probability must lie between 0 and 1, but is {Probability:R}; for every pair use all-to-all."];

        internal override (uint[] Rows, int[] Targets) Draw(int pre, int post, bool same, RandomStream random)
        {
            var rows = new uint[pre + 1];
            var targets = new int[(int)(Expected(pre, post) * 1.02) + 1000];
            var count = 0;
            var scale = GeometricJumps.Scale(Probability); // one logarithm a synapse, none a missing pair
            for (var i = 0; i < pre; i++)
            {
                rows[i] = (uint)count;
                for (var j = Jump(random, scale, post); j < post; j += 1 + Jump(random, scale, post))
                {
                    if (same && j == i)
                    {
                        continue;
                    }

                    if (count == targets.Length)
                    {
                        Array.Resize(ref targets, checked(count + (count / 8)));
                    }

                    targets[count++] = (int)j;
                }
            }

            rows[pre] = (uint)count;
            return (rows, targets.Length == count ? targets : targets[..count]);
        }

        // 32 random bits, and 53 where the probability is too small for them.
        private long Jump(RandomStream random, double scale, int post) =>
            GeometricJumps.Length(Probability < 1e-6 ? 1 - random.NextDouble() : (random.NextUInt32() + 1.0) / 4294967296.0, scale, post);
    }

    internal sealed record InDegreeWiring(int Senders) : Wiring
    {
        internal override double Expected(int pre, int post) => (double)Senders * post;

        internal override IEnumerable<string> Problems(int pre, int post, bool same) =>
            Senders >= 1 && Senders <= pre - (same ? 1 : 0)
                ? []
                :
                [
                    $"an in-degree must lie between 1 and the {pre - (same ? 1 : 0)} {(same ? "other neurons" : "senders")}, but is {Senders}.",
                ];

        internal override (uint[] Rows, int[] Targets) Draw(int pre, int post, bool same, RandomStream random)
        {
            var sources = new int[(long)post * Senders];
            var rows = new uint[pre + 1];
            for (var j = 0; j < post; j++)
            {
                for (var k = 0; k < Senders; k++)
                {
                    int i;
                    do
                    {
                        i = (int)(((ulong)random.NextUInt32() * (ulong)pre) >> 32);
                    } while (same && i == j);
                    sources[(j * (long)Senders) + k] = i;
                    rows[i + 1]++;
                }
            }

            return Sorted(rows, sources.Length, q => (sources[q], (int)(q / Senders)));
        }
    }

    internal sealed record PairWiring(IReadOnlyList<(int Pre, int Post)> List) : Wiring
    {
        internal override double Expected(int pre, int post) => List.Count;

        internal override IEnumerable<string> Problems(int pre, int post, bool same) =>
            List.Count(x => x.Pre < 0 || x.Pre >= pre || x.Post < 0 || x.Post >= post) is var wrong and > 0
                ? [$"{wrong} of {List.Count} pairs name neurons that do not exist ({pre} senders, {post} receivers)."]
                : [];

        internal override (uint[] Rows, int[] Targets) Draw(int pre, int post, bool same, RandomStream random)
        {
            var rows = new uint[pre + 1];
            foreach (var (i, _) in List)
            {
                rows[i + 1]++;
            }

            var ordered = List.OrderBy(x => x.Post).ToArray();
            return Sorted(rows, ordered.Length, q => ordered[q]);
        }
    }

    // A counting sort: pairs come in order of receivers, so every row ends up ascending.
    private static (uint[] Rows, int[] Targets) Sorted(uint[] rows, long count, Func<long, (int Pre, int Post)> pair)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            rows[i] += rows[i - 1];
        }

        var next = (uint[])rows.Clone();
        var targets = new int[count];
        for (long q = 0; q < count; q++)
        {
            var (i, j) = pair(q);
            targets[next[i]++] = j;
        }

        return (rows, targets);
    }
}
