using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Compiler.Wasm;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>The functions of portable arithmetic as expressions, operation by operation as <see cref="Numerics.PortableMath"/> and the normal
/// numbers of <see cref="Numerics.Random.RandomStream"/> compute them; tests hold both equal to the bit.</summary>
internal static class Series
{
    private const double Shift = 6755399441055744.0; // 1.5 · 2^52: adding it rounds to a whole number and leaves that in the low bits

    /// <summary>φ(u) of a neuron; null when there is no portable one.</summary>
    public static Func<Node, Node>? Transfer(IRateNeuron neuron) =>
        neuron switch
        {
            Logistic logistic => u => LogisticOf(u, logistic.Beta, logistic.Theta),
            TanhRate tanh => u => (Node.Both(2.0) * LogisticOf(u, 2 * tanh.Beta, 0)) - Node.Both(1.0),
            ThresholdLinear linear => u =>
                Node.Min(Node.Both(linear.RateMax), Node.Max(Node.Both(0.0), Node.Both(linear.Beta) * (u - Node.Both(linear.Theta)))),
            _ => null,
        };

    private static Node LogisticOf(Node u, double beta, double theta)
    {
        var x = Node.Clamp(Node.Both(-beta) * (u - Node.Both(theta)), Node.Both(-80.0), Node.Both(80.0));
        return Node.Both(1.0) / (Node.Both(1.0) + Exp(x));
    }

    private static Node Exp(Node x)
    {
        var rounded = (x * Node.Both(1.4426950408889634)) + Node.Both(Shift);
        var k = rounded - Node.Both(Shift);
        var s = x - (k * Node.Both(0.693147180369123816490));
        s -= k * Node.Both(1.90821492927058770002e-10);
        var p = Horner(
            s,
            1 / 87178291200.0,
            1 / 6227020800.0,
            1 / 479001600.0,
            1 / 39916800.0,
            1 / 3628800.0,
            1 / 362880.0,
            1 / 40320.0,
            1 / 5040.0,
            1 / 720.0,
            1 / 120.0,
            1 / 24.0,
            1 / 6.0,
            0.5
        );
        p = (p * s * s) + s;
        var power = rounded.As(Kind.I64x2) - Node.Both(BitConverter.DoubleToInt64Bits(Shift));
        return (Node.Both(1.0) + p) * ((power + Node.Both(1023L)) << 52).As(Kind.F64x2);
    }

    /// <summary>Normal numbers in pairs: radius · (cos, sin), radius = √(−2 ln(1 − u)), angle 2π v.</summary>
    public static (Node Cos, Node Sin) Normal(Node u, Node v)
    {
        var radius = (Node.Both(-2.0) * Log(Node.Both(1.0) - u)).SquareRoot();
        var turns = Node.Both(4.0) * v;
        var rounded = turns + Node.Both(Shift);
        var quarter = rounded.As(Kind.I64x2) & Node.Both(3L);
        var x = (turns - (rounded - Node.Both(Shift))) * Node.Both(Math.PI / 2);
        var y = x * x;
        var sin = Horner(y, -1 / 1307674368000.0, 1 / 6227020800.0, -1 / 39916800.0, 1 / 362880.0, -1 / 5040.0, 1 / 120.0, -1 / 6.0);
        sin = (sin * (y * x)) + x;
        var cos = Horner(
            y,
            1 / 20922789888000.0,
            -1 / 87178291200.0,
            1 / 479001600.0,
            -1 / 3628800.0,
            1 / 40320.0,
            -1 / 720.0,
            1 / 24.0,
            -0.5,
            1
        );
        var odd = (quarter & Node.Both(1L)).Equal(Node.Both(1L));
        var sinSign = (quarter & Node.Both(2L)) << 62;
        var cosSign = ((quarter + Node.Both(1L)) & Node.Both(2L)) << 62;
        return (
            radius * (Node.Choose(odd, sin, cos) ^ cosSign).As(Kind.F64x2),
            radius * (Node.Choose(odd, cos, sin) ^ sinSign).As(Kind.F64x2)
        );
    }

    /// <summary>The upper 53 of 64 bits as a number in [0, 1).</summary>
    public static Node Unit(Node bits)
    {
        bits >>>= 11;
        var low = (bits & Node.Both(0xFFFFFFFFL)) | Node.Both(BitConverter.DoubleToInt64Bits(4503599627370496.0));
        var high = (bits >>> 32) | Node.Both(BitConverter.DoubleToInt64Bits(19342813113834066795298816.0));
        var number = (high.As(Kind.F64x2) - Node.Both(19342813118337666422669312.0)) + low.As(Kind.F64x2);
        return number * Node.Both(1.0 / (1ul << 53));
    }

    private static Node Log(Node x)
    {
        var bits = x.As(Kind.I64x2) - Node.Both(0x3FE6A09E667F3BCDL);
        var f = ((bits & Node.Both(0x000FFFFFFFFFFFFFL)) + Node.Both(0x3FE6A09E667F3BCDL)).As(Kind.F64x2);
        var biased = (bits + Node.Both(2048L << 52)) >>> 52;
        var e =
            (biased | Node.Both(BitConverter.DoubleToInt64Bits(4503599627370496.0))).As(Kind.F64x2) - Node.Both(4503599627370496.0 + 2048);
        var s = (f - Node.Both(1.0)) / (f + Node.Both(1.0));
        var z = s * s;
        var p = Horner(z, 2 / 21.0, 2 / 19.0, 2 / 17.0, 2 / 15.0, 2 / 13.0, 2 / 11.0, 2 / 9.0, 2 / 7.0, 2 / 5.0, 2 / 3.0);
        p = (p * z * s) + (s + s);
        return (e * Node.Both(0.693147180369123816490)) + ((e * Node.Both(1.90821492927058770002e-10)) + p);
    }

    private static Node Horner(Node x, params ReadOnlySpan<double> coefficients)
    {
        var sum = Node.Both(coefficients[0]);
        foreach (var coefficient in coefficients[1..])
        {
            sum = (sum * x) + Node.Both(coefficient);
        }

        return sum;
    }
}
