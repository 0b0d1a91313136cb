using System.Buffers.Binary;

namespace PlasticityLab.Simulation.Compiler.Wasm;

/// <summary>An expression of a kernel, written down as C# writes it. A node that stands at several places of one expression is computed
/// once.</summary>
/// <param name="kind">What it yields.</param>
/// <param name="op">Its instruction, a number of <see cref="Op"/>.</param>
/// <param name="immediate">What stands behind the instruction.</param>
/// <param name="inputs">What it works on.</param>
internal sealed class Node(Kind kind, int op, byte[] immediate, params Node[] inputs)
{
    public Kind Kind => kind;

    public int Op => op;

    public byte[] Immediate => immediate;

    public Node[] Inputs => inputs;

    /// <summary>Reading a local costs nothing; everything else is worth a local when it is used twice.</summary>
    public bool IsLeaf => inputs.Length == 0;

    public static implicit operator Node(int value) => new(Kind.I32, Wasm.Op.ConstI32, Bytes.Signed(value));

    public static Node Whole(long value) => new(Kind.I64, Wasm.Op.ConstI64, Bytes.Signed(value));

    public static Node Number(double value) => new(Kind.F64, Wasm.Op.ConstF64, Raw(value));

    /// <summary>The same number in both places.</summary>
    public static Node Both(double value) => new(Kind.F64x2, Wasm.Op.ConstVector, [.. Raw(value), .. Raw(value)]);

    /// <summary>The same whole number in both places.</summary>
    public static Node Both(long value)
    {
        var raw = BitConverter.GetBytes(value);
        return new(Kind.I64x2, Wasm.Op.ConstVector, [.. raw, .. raw]);
    }

    /// <summary>Two whole numbers.</summary>
    public static Node Pair(long first, long second) =>
        new(Kind.I64x2, Wasm.Op.ConstVector, [.. BitConverter.GetBytes(first), .. BitConverter.GetBytes(second)]);

    public static Node operator +(Node a, Node b) => new(a.Kind, Wasm.Op.Add(Same(a, b)), [], a, b);

    public static Node operator -(Node a, Node b) => new(a.Kind, Wasm.Op.Subtract(Same(a, b)), [], a, b);

    public static Node operator *(Node a, Node b) => new(a.Kind, Wasm.Op.Multiply(Same(a, b)), [], a, b);

    public static Node operator /(Node a, Node b) => new(a.Kind, Wasm.Op.Divide(Same(a, b)), [], a, b);

    public static Node operator -(Node a) => new(a.Kind, Wasm.Op.Negate(a.Kind), [], a);

    public static Node operator &(Node a, Node b) => a.Kind == Kind.I32 ? new(Kind.I32, Wasm.Op.AndI32, [], a, b) : Bits(Wasm.Op.And, a, b);

    public static Node operator |(Node a, Node b) => Bits(Wasm.Op.Or, a, b);

    public static Node operator ^(Node a, Node b) => Bits(Wasm.Op.Xor, a, b);

    public static Node operator <(Node a, Node b) => new(Kind.I32, Wasm.Op.LessI32, [], a, b);

    /// <summary>Comparison of two numbers.</summary>
    public static Node operator >(Node a, Node b) =>
        a.Kind == Kind.F64 ? new(Kind.I32, Wasm.Op.GreaterF64, [], a, b)
        : a.Kind == Kind.F64x2 ? new(Kind.F64x2, Wasm.Op.GreaterThan, [], a, b)
        : b < a;

    public static Node operator <<(Node a, int bits) => new(Kind.I64x2, Wasm.Op.ShiftLeft, [], a, bits);

    public static Node operator >>>(Node a, int bits) => new(Kind.I64x2, Wasm.Op.ShiftRight, [], a, bits);

    public static Node Min(Node a, Node b) => new(a.Kind, Wasm.Op.Min(a.Kind), [], a, b);

    public static Node Max(Node a, Node b) => new(a.Kind, Wasm.Op.Max(a.Kind), [], a, b);

    /// <summary>The number between two bounds; NaN passes through (as <see cref="Numerics.PortableMath.Clamp"/>).</summary>
    public static Node Clamp(Node value, Node lower, Node upper) =>
        // pmax(a, b) is a < b ? b : a, and pmin(a, b) is b < a ? b : a.
        new(Kind.F64x2, Wasm.Op.LesserOf, [], new Node(Kind.F64x2, Wasm.Op.GreaterOf, [], value, lower), upper);

    /// <summary>The lesser as a lane has it: a where a &lt; b or a is NaN, else b.</summary>
    public static Node LaneMin(Node a, Node b) => Choose(a.IsANumber(), new(Kind.F64x2, Wasm.Op.LesserOf, [], b, a), a);

    /// <summary>The greater as a lane has it: a where a &gt; b or a is NaN, else b.</summary>
    public static Node LaneMax(Node a, Node b) => Choose(a.IsANumber(), new(Kind.F64x2, Wasm.Op.GreaterOf, [], b, a), a);

    /// <summary>Bits of one vector where a mask is set, else of another.</summary>
    public static Node Choose(Node mask, Node whereSet, Node elsewhere) =>
        new(whereSet.Kind, Wasm.Op.BitSelect, [], whereSet, elsewhere, mask);

    public Node Equal(Node other) => new(kind, kind == Kind.F64x2 ? Wasm.Op.EqualF64 : Wasm.Op.EqualI64, [], this, other);

    public Node Abs() => new(Kind.F64x2, Wasm.Op.AbsF64, [], this);

    public Node SquareRoot() => new(Kind.F64x2, Wasm.Op.SquareRoot, [], this);

    /// <summary>A condition turned round.</summary>
    public Node Not() => new(Kind.I32, Wasm.Op.IsZero, [], this);

    /// <summary>This number in both places.</summary>
    public Node Splat() => kind == Kind.F64 ? new(Kind.F64x2, Wasm.Op.SplatF64, [], this) : new(Kind.I64x2, Wasm.Op.SplatI64, [], this);

    /// <summary>The number in one place.</summary>
    public Node At(int place) => new(Kind.F64, Wasm.Op.ExtractF64, [(byte)place], this);

    /// <summary>Both numbers of two vectors: places 0 and 1 are this vector's, 2 and 3 the other's.</summary>
    public Node Shuffle(Node other, int first, int second) =>
        new(
            kind,
            Wasm.Op.Shuffle,
            [.. Enumerable.Range(8 * first, 8).Concat(Enumerable.Range(8 * second, 8)).Select(k => (byte)k)],
            this,
            other
        );

    /// <summary>The same bits, read as another vector.</summary>
    public Node As(Kind other) => new(other, Wasm.Op.None, [], this);

    /// <summary>A whole number without sign as one of 64 bits.</summary>
    public Node Wide() => new(Kind.I64, Wasm.Op.ExtendI32, [], this);

    private Node IsANumber() => Equal(this);

    private static Node Bits(int op, Node a, Node b) => new(a.Kind, op, [], a, b);

    private static Kind Same(Node a, Node b) =>
        a.Kind == b.Kind ? a.Kind : throw new InvalidOperationException($"{a.Kind} meets {b.Kind} in one operation.");

    private static byte[] Raw(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }
}
