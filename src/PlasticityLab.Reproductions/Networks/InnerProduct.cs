using System.Numerics;

namespace PlasticityLab.Reproductions.Networks;

/// <summary>Inner products over the machine's vector width.</summary>
internal static class InnerProduct
{
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var width = Vector<double>.Count;
        var (s0, s1) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= a.Length - (2 * width); i += 2 * width)
        {
            s0 += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
            s1 += new Vector<double>(a[(i + width)..]) * new Vector<double>(b[(i + width)..]);
        }

        var sum = Vector.Sum(s0 + s1);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
