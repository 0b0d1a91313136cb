using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Tests.Compiler;

/// <summary>What single instructions do, by their numbers: S of the plain ones, V of vector ones. WebAssembly Core Specification 2.0, section
/// 4.3. Vectors are held as two doubles, whatever is in them.</summary>
public static unsafe class WasmOps
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Whether an instruction reads or writes memory.</summary>
    public static bool IsAccess(string name) => name is "S28" or "S29" or "S2B" or "S2E" or "S36" or "S37" or "S39" or "V0" or "VA" or "VB";

    [MethodImpl(Inline)]
    public static int S28(int address, byte* memory, long offset) => *(int*)(memory + (uint)address + offset);

    [MethodImpl(Inline)]
    public static long S29(int address, byte* memory, long offset) => *(long*)(memory + (uint)address + offset);

    [MethodImpl(Inline)]
    public static double S2B(int address, byte* memory, long offset) => *(double*)(memory + (uint)address + offset);

    [MethodImpl(Inline)]
    public static int S2E(int address, byte* memory, long offset) => *(short*)(memory + (uint)address + offset);

    [MethodImpl(Inline)]
    public static void S36(int address, int value, byte* memory, long offset) => *(int*)(memory + (uint)address + offset) = value;

    [MethodImpl(Inline)]
    public static void S37(int address, long value, byte* memory, long offset) => *(long*)(memory + (uint)address + offset) = value;

    [MethodImpl(Inline)]
    public static void S39(int address, double value, byte* memory, long offset) => *(double*)(memory + (uint)address + offset) = value;

    [MethodImpl(Inline)]
    public static Vector128<double> V0(int address, byte* memory, long offset) =>
        Vector128.Load((double*)(memory + (uint)address + offset));

    [MethodImpl(Inline)]
    public static Vector128<double> VA(int address, byte* memory, long offset) =>
        Vector128.Create(*(double*)(memory + (uint)address + offset));

    [MethodImpl(Inline)]
    public static void VB(int address, Vector128<double> value, byte* memory, long offset) =>
        value.Store((double*)(memory + (uint)address + offset));

    [MethodImpl(Inline)]
    public static Vector128<double> VC(long high, long low) => Vector128.Create(low, high).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> VD(Vector128<double> a, Vector128<double> b, long high, long low) =>
        Vector128.Create(Lane(a, b, low), Lane(a, b, high)).AsDouble();

    [MethodImpl(Inline)]
    public static double V21(Vector128<double> a, long place) => a[(int)place];

    [MethodImpl(Inline)]
    public static int S45(int a) => a == 0 ? 1 : 0;

    [MethodImpl(Inline)]
    public static int S48(int a, int b) => a < b ? 1 : 0;

    [MethodImpl(Inline)]
    public static int S64(double a, double b) => a > b ? 1 : 0;

    [MethodImpl(Inline)]
    public static int S6A(int a, int b) => a + b;

    [MethodImpl(Inline)]
    public static int S6B(int a, int b) => a - b;

    [MethodImpl(Inline)]
    public static int S6C(int a, int b) => a * b;

    [MethodImpl(Inline)]
    public static int S71(int a, int b) => a & b;

    [MethodImpl(Inline)]
    public static long S7C(long a, long b) => a + b;

    [MethodImpl(Inline)]
    public static double SA0(double a, double b) => a + b;

    [MethodImpl(Inline)]
    public static double SA1(double a, double b) => a - b;

    [MethodImpl(Inline)]
    public static double SA2(double a, double b) => a * b;

    [MethodImpl(Inline)]
    public static double SA3(double a, double b) => a / b;

    [MethodImpl(Inline)]
    public static double SA4(double a, double b) => Math.Min(a, b);

    [MethodImpl(Inline)]
    public static double SA5(double a, double b) => Math.Max(a, b);

    [MethodImpl(Inline)]
    public static long SAD(int a) => (uint)a;

    [MethodImpl(Inline)]
    public static Vector128<double> V12(long a) => Vector128.Create(a).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> V14(double a) => Vector128.Create(a);

    [MethodImpl(Inline)]
    public static Vector128<double> V47(Vector128<double> a, Vector128<double> b) => Vector128.Equals(a, b);

    [MethodImpl(Inline)]
    public static Vector128<double> V4A(Vector128<double> a, Vector128<double> b) => Vector128.GreaterThan(a, b);

    [MethodImpl(Inline)]
    public static Vector128<double> V4E(Vector128<double> a, Vector128<double> b) => a & b;

    [MethodImpl(Inline)]
    public static Vector128<double> V50(Vector128<double> a, Vector128<double> b) => a | b;

    [MethodImpl(Inline)]
    public static Vector128<double> V51(Vector128<double> a, Vector128<double> b) => a ^ b;

    [MethodImpl(Inline)]
    public static Vector128<double> VF0(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(Inline)]
    public static Vector128<double> VF1(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(Inline)]
    public static Vector128<double> VF2(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(Inline)]
    public static Vector128<double> VF3(Vector128<double> a, Vector128<double> b) => a / b;

    [MethodImpl(Inline)]
    public static Vector128<double> VF4(Vector128<double> a, Vector128<double> b) => Vector128.Min(a, b);

    [MethodImpl(Inline)]
    public static Vector128<double> VF5(Vector128<double> a, Vector128<double> b) => Vector128.Max(a, b);

    [MethodImpl(Inline)]
    public static Vector128<double> VF6(Vector128<double> a, Vector128<double> b) =>
        Vector128.ConditionalSelect(Vector128.LessThan(b, a), b, a);

    [MethodImpl(Inline)]
    public static Vector128<double> VF7(Vector128<double> a, Vector128<double> b) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), b, a);

    [MethodImpl(Inline)]
    public static Vector128<double> VCE(Vector128<double> a, Vector128<double> b) => (a.AsInt64() + b.AsInt64()).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> VD1(Vector128<double> a, Vector128<double> b) => (a.AsInt64() - b.AsInt64()).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> VD5(Vector128<double> a, Vector128<double> b) => (a.AsInt64() * b.AsInt64()).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> VD6(Vector128<double> a, Vector128<double> b) => Vector128.Equals(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> V52(Vector128<double> a, Vector128<double> b, Vector128<double> mask) =>
        (a & mask) | Vector128.AndNot(b, mask);

    [MethodImpl(Inline)]
    public static Vector128<double> VCB(Vector128<double> a, int bits) => Vector128.ShiftLeft(a.AsInt64(), bits).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> VCD(Vector128<double> a, int bits) => Vector128.ShiftRightLogical(a.AsInt64(), bits).AsDouble();

    [MethodImpl(Inline)]
    public static Vector128<double> VEC(Vector128<double> a) => Vector128.Abs(a);

    [MethodImpl(Inline)]
    public static Vector128<double> VED(Vector128<double> a) => -a;

    [MethodImpl(Inline)]
    public static Vector128<double> VEF(Vector128<double> a) => Vector128.Sqrt(a);

    // Kernels shuffle whole numbers of 64 bits: the first byte of a place says which.
    private static long Lane(Vector128<double> a, Vector128<double> b, long bytes) =>
        ((bytes & 0xFF) / 8) switch
        {
            0 => a.AsInt64()[0],
            1 => a.AsInt64()[1],
            2 => b.AsInt64()[0],
            _ => b.AsInt64()[1],
        };
}
