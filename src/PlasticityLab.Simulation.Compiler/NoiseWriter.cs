using PlasticityLab.Simulation.Compiler.Wasm;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>Writes the random numbers: Philox4x32-10, two blocks side by side, and normal numbers from them, as
/// <see cref="Numerics.Random.RandomStream"/> gives them. The key stands at address 0.</summary>
internal sealed class NoiseWriter
{
    private const int Key = 0,
        One = sizeof(double);

    public NoiseWriter(Module module) => Fill = module.Add(WriteFill());

    /// <summary>The number of the function fill(target, count, stream).</summary>
    public int Fill { get; }

    /// <summary>words(stream): the words of the stream's next two blocks, and moves on by two.</summary>
    /// <param name="target">Where the four words of the first block go, then those of the second, each as one of 64 bits in turn: A A B B C C
    /// D D as 32-bit numbers.</param>
    public Function Words(int target)
    {
        var f = new Function("words", [Kind.I32]);
        var stream = f.Arguments[0];
        var block = f.Let(Function.Load(Kind.I64, 0, stream));
        var words = Blocks(f, block, stream);
        // Two words of 64 bits a place; the low halves are what counts, so two vectors make one.
        for (var k = 0; k < 2; k++)
        {
            f.Store(target + (16 * k), 0, words[2 * k] | (words[(2 * k) + 1] << 32));
        }

        f.Store(0, stream, block + Node.Whole(2));
        return f;
    }

    private static Function WriteFill()
    {
        var f = new Function("fill", [Kind.I32, Kind.I32, Kind.I32]);
        var (at, stream) = (f.Arguments[0], f.Arguments[2]);
        var end = f.Let(at + (f.Arguments[1] * One));
        f.If(
            Function.Load(Kind.I32, 16, stream) & (at < end),
            () =>
            {
                f.Store(0, at, Function.Load(Kind.F64, 8, stream));
                f.Store(16, stream, 0);
                f.Set(at, at + One);
            }
        );
        f.For(
            at,
            end,
            4 * One,
            () =>
            {
                var block = f.Let(Function.Load(Kind.I64, 0, stream));
                var words = Blocks(f, block, stream);
                var u = f.Let(Series.Unit((words[0] << 32) | words[1]));
                var v = f.Let(Series.Unit((words[2] << 32) | words[3]));
                var (cosine, sine) = Series.Normal(u, v);
                var (cos, sin) = (f.Let(cosine), f.Let(sine));
                var left = f.Let(end - at);
                // One pair is one block: what is not needed is not drawn, but half a pair is kept for the next call.
                f.If(left < (2 * One), () => f.Store(0, at, cos.At(0)), () => f.Store(0, at, cos.Shuffle(sin, 0, 2)));
                f.If(
                    (left < (3 * One)).Not(),
                    () => f.If(left < (4 * One), () => f.Store(2 * One, at, cos.At(1)), () => f.Store(2 * One, at, cos.Shuffle(sin, 1, 3)))
                );
                f.If(left < (2 * One), () => Keep(f, stream, sin.At(0)));
                f.If((3 * One - 1 < left) & (left < (4 * One)), () => Keep(f, stream, sin.At(1)));
                f.Store(0, stream, block + Node.Whole(1));
                f.If((left < (3 * One)).Not(), () => f.Store(0, stream, block + Node.Whole(2)));
            }
        );
        return f;
    }

    private static void Keep(Function f, Node stream, Node value)
    {
        f.Store(8, stream, value);
        f.Store(16, stream, 1);
    }

    // Philox of a block and of the next one; each 64-bit place holds one 32-bit word of one block.
    private static Node[] Blocks(Function f, Node block, Node stream)
    {
        var low = Node.Both(0xFFFFFFFFL);
        var counter = block.Splat() + Node.Pair(0, 1);
        Node[] c =
        [
            f.Let(counter & low),
            f.Let(counter >>> 32),
            f.Let(Function.Load(Kind.I32, 20, stream).Wide().Splat()),
            f.Let(Function.Load(Kind.I32, 24, stream).Wide().Splat()),
        ];
        var (k0, k1) = (f.Let(Function.Load(Kind.I32, Key, 0).Wide().Splat()), f.Let(Function.Load(Kind.I32, Key + 4, 0).Wide().Splat()));
        f.For(
            10,
            1,
            _ =>
            {
                var left = f.Let(Node.Both(0xD2511F53L) * c[0]);
                var right = f.Let(Node.Both(0xCD9E8D57L) * c[2]);
                f.Set(c[0], (right >>> 32) ^ c[1] ^ k0);
                f.Set(c[1], right & low);
                f.Set(c[2], (left >>> 32) ^ c[3] ^ k1);
                f.Set(c[3], left & low);
                f.Set(k0, (k0 + Node.Both(0x9E3779B9L)) & low);
                f.Set(k1, (k1 + Node.Both(0xBB67AE85L)) & low);
            }
        );
        return c;
    }
}
