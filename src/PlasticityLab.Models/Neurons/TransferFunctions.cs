using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PlasticityLab.Models.Neurons;

/// <summary>Vector forms of transfer functions. The tail is computed with the same vector arithmetic, so a value does not depend on its
/// place.</summary>
internal static class TransferFunctions
{
    public static void Logistic(ReadOnlySpan<double> u, Span<double> rates, double beta, double theta)
    {
        CheckLengths(u.Length, rates.Length);
        ref var source = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetReference(rates);
        var i = 0;
        for (; i + 4 <= u.Length; i += 4)
        {
            Logistic(Vector256.LoadUnsafe(ref source, (nuint)i), beta, theta).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < u.Length; i++)
        {
            rates[i] = Logistic(Vector256.Create(u[i]), beta, theta).ToScalar();
        }
    }

    public static void Logistic(ReadOnlySpan<float> u, Span<float> rates, float beta, float theta)
    {
        CheckLengths(u.Length, rates.Length);
        ref var source = ref MemoryMarshal.GetReference(u);
        ref var target = ref MemoryMarshal.GetReference(rates);
        var i = 0;
        for (; i + 8 <= u.Length; i += 8)
        {
            Logistic(Vector256.LoadUnsafe(ref source, (nuint)i), beta, theta).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < u.Length; i++)
        {
            rates[i] = Logistic(Vector256.Create(u[i]), beta, theta).ToScalar();
        }
    }

    /// <summary>The loops write as many rates as there are inputs, whatever stands behind them in memory: so their number must agree.</summary>
    public static void CheckLengths(int inputs, int rates)
    {
        if (inputs != rates)
        {
            throw new ArgumentException($"There must be one place for the rate of each of the {inputs} inputs, but there are {rates}.");
        }
    }

    private static Vector256<double> Logistic(Vector256<double> u, double beta, double theta)
    {
        var x = Vector256.Create(-beta) * (u - Vector256.Create(theta));
        x = Vector256.MinNative(Vector256.Create(80.0), Vector256.MaxNative(Vector256.Create(-80.0), x));
        return Vector256.Create(1.0) / (Vector256.Create(1.0) + Vector256.Exp(x));
    }

    private static Vector256<float> Logistic(Vector256<float> u, float beta, float theta)
    {
        var x = Vector256.Create(-beta) * (u - Vector256.Create(theta));
        x = Vector256.MinNative(Vector256.Create(80f), Vector256.MaxNative(Vector256.Create(-80f), x));
        return Vector256.Create(1f) / (Vector256.Create(1f) + Vector256.Exp(x));
    }
}
