using System.Numerics;

namespace PlasticityLab.Numerics;

/// <summary>The two loops of networks whose weights are sums of outer products, in single precision.</summary>
public static class Vectors
{
    /// <summary>Σ a_i b_i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    /// <summary>y ← y + factor · x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Add(float factor, ReadOnlySpan<float> x, Span<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        var i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((factors * new Vector<float>(x[i..])) + new Vector<float>(y[i..])).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }
}
