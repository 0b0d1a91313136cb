using System.Numerics;
using System.Runtime.InteropServices;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Rate;

internal sealed class BatchProduct<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights;
    private readonly int _n;

    public BatchProduct(Matrix weights, int width)
    {
        _n = weights.Rows;
        var per = Vector<T>.Count * 2;
        Stride = (width + per - 1) / per * per;
        _weights = [.. weights.Values.Select(T.CreateChecked)];
    }

    public int Stride { get; }

    public void Multiply(T[] rates, T[] result)
    {
        var vectors = Stride / Vector<T>.Count;
        var r = MemoryMarshal.Cast<T, Vector<T>>(rates.AsSpan());
        var y = MemoryMarshal.Cast<T, Vector<T>>(result.AsSpan());
        for (var i = 0; i < _n; i++)
        {
            var w = _weights.AsSpan(i * _n, _n);
            for (var v = 0; v < vectors; v += 2)
            {
                Vector<T> a = Vector<T>.Zero, b = Vector<T>.Zero;
                for (var j = 0; j < w.Length; j++)
                {
                    var x = new Vector<T>(w[j]);
                    a += x * r[(j * vectors) + v];
                    b += x * r[(j * vectors) + v + 1];
                }

                y[(i * vectors) + v] = a;
                y[(i * vectors) + v + 1] = b;
            }
        }
    }
}
