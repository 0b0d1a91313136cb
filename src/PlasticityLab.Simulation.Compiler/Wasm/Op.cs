namespace PlasticityLab.Simulation.Compiler.Wasm;

/// <summary>Instructions of WebAssembly that kernels use, by their numbers in the binary format (WebAssembly Core Specification 2.0, section
/// 5.4). Vector instructions carry their own number behind the prefix 0xFD.</summary>
/// <remarks>No relaxed vector instructions: their multiply-add may be fused or not, as the machine likes.</remarks>
internal static class Op
{
    /// <summary>Marks a vector instruction.</summary>
    public const int Vector = 0x100;

    /// <summary>No instruction: only what the value is called changes.</summary>
    public const int None = -1;

    public const int Block = 0x02,
        Loop = 0x03,
        If = 0x04,
        Else = 0x05,
        End = 0x0B,
        Branch = 0x0C,
        BranchIf = 0x0D,
        Call = 0x10,
        Select = 0x1B,
        Get = 0x20,
        Set = 0x21,
        Tee = 0x22,
        LoadI32 = 0x28,
        LoadI64 = 0x29,
        LoadF64 = 0x2B,
        LoadI16 = 0x2E,
        StoreI32 = 0x36,
        StoreI64 = 0x37,
        StoreF64 = 0x39,
        ConstI32 = 0x41,
        ConstI64 = 0x42,
        ConstF64 = 0x44,
        IsZero = 0x45,
        LessI32 = 0x48,
        GreaterF64 = 0x64,
        AndI32 = 0x71,
        ExtendI32 = 0xAD;

    public const int LoadVector = Vector + 0x00,
        LoadSplat = Vector + 0x0A,
        StoreVector = Vector + 0x0B,
        ConstVector = Vector + 0x0C,
        Shuffle = Vector + 0x0D,
        SplatI64 = Vector + 0x12,
        SplatF64 = Vector + 0x14,
        ExtractF64 = Vector + 0x21,
        EqualF64 = Vector + 0x47,
        GreaterThan = Vector + 0x4A,
        And = Vector + 0x4E,
        Or = Vector + 0x50,
        Xor = Vector + 0x51,
        BitSelect = Vector + 0x52,
        ShiftLeft = Vector + 0xCB,
        ShiftRight = Vector + 0xCD,
        EqualI64 = Vector + 0xD6,
        AbsF64 = Vector + 0xEC,
        SquareRoot = Vector + 0xEF,
        LesserOf = Vector + 0xF6,
        GreaterOf = Vector + 0xF7;

    public static int Add(Kind kind) =>
        kind switch
        {
            Kind.I32 => 0x6A,
            Kind.I64 => 0x7C,
            Kind.F64 => 0xA0,
            Kind.F64x2 => Vector + 0xF0,
            _ => Vector + 0xCE,
        };

    public static int Subtract(Kind kind) =>
        kind switch
        {
            Kind.I32 => 0x6B,
            Kind.I64 => 0x7D,
            Kind.F64 => 0xA1,
            Kind.F64x2 => Vector + 0xF1,
            _ => Vector + 0xD1,
        };

    public static int Multiply(Kind kind) =>
        kind switch
        {
            Kind.I32 => 0x6C,
            Kind.I64 => 0x7E,
            Kind.F64 => 0xA2,
            Kind.F64x2 => Vector + 0xF2,
            _ => Vector + 0xD5,
        };

    public static int Divide(Kind kind) => kind == Kind.F64 ? 0xA3 : Vector + 0xF3;

    public static int Negate(Kind kind) => kind == Kind.F64 ? 0x9A : Vector + 0xED;

    /// <summary>The lesser; NaN passes through, and −0 is below +0 (as <see cref="Math.Min(double, double)"/>).</summary>
    public static int Min(Kind kind) => kind == Kind.F64 ? 0xA4 : Vector + 0xF4;

    /// <summary>The greater; NaN passes through, and −0 is below +0 (as <see cref="Math.Max(double, double)"/>).</summary>
    public static int Max(Kind kind) => kind == Kind.F64 ? 0xA5 : Vector + 0xF5;
}
