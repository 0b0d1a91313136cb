using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>The trigonometric interpolant of one coordinate of equispaced samples (an odd number of them) over one period.</summary>
internal sealed class TrigonometricPolynomial
{
    private readonly double[] _cosine;
    private readonly double[] _sine;

    public TrigonometricPolynomial(Matrix samples, int coordinate)
    {
        var m = samples.Rows;
        Modes = (m - 1) / 2;
        _cosine = new double[Modes + 1];
        _sine = new double[Modes + 1];
        var (cos, sin) = (new double[m], new double[m]);
        for (var j = 0; j < m; j++)
        {
            (sin[j], cos[j]) = Math.SinCos(2 * Math.PI * j / m);
        }

        for (var k = 0; k <= Modes; k++)
        {
            double c = 0,
                s = 0;
            for (var j = 0; j < m; j++)
            {
                var at = (int)((long)j * k % m);
                c += samples[j, coordinate] * cos[at];
                s += samples[j, coordinate] * sin[at];
            }

            (_cosine[k], _sine[k]) = (c * (k == 0 ? 1 : 2) / m, 2 * s / m);
        }
    }

    public int Modes { get; }

    public double Mean => _cosine[0];

    public double Amplitude(int k) => Math.Sqrt((_cosine[k] * _cosine[k]) + (_sine[k] * _sine[k]));

    /// <summary>Value and two derivatives at phase s in [0, 1).</summary>
    public (double Value, double Slope, double Curvature) At(double s)
    {
        double value = _cosine[0],
            slope = 0,
            curvature = 0;
        for (var k = 1; k <= Modes; k++)
        {
            var w = 2 * Math.PI * k;
            var (sin, cos) = Math.SinCos(w * s);
            var even = (_cosine[k] * cos) + (_sine[k] * sin);
            value += even;
            slope += w * ((_sine[k] * cos) - (_cosine[k] * sin));
            curvature -= w * w * even;
        }

        return (value, slope, curvature);
    }

    /// <summary>Largest and smallest value with their phases.</summary>
    public (double Max, double AtMax, double Min, double AtMin) Extrema()
    {
        // The polynomial has at most 2 modes extrema a period: four points a mode see each of those that matter; Newton does the rest.
        var points = 4 * ((2 * Modes) + 1);
        var values = new double[points];
        for (var i = 0; i < points; i++)
        {
            values[i] = At((double)i / points).Value;
        }

        var (high, low) = (Array.IndexOf(values, values.Max()), Array.IndexOf(values, values.Min()));
        var (atMax, max) = Polish((double)high / points, 1.0 / points);
        var (atMin, min) = Polish((double)low / points, 1.0 / points);
        return (max, atMax, min, atMin);
    }

    private (double At, double Value) Polish(double s, double width)
    {
        var (low, high) = (s - width, s + width);
        for (var round = 0; round < 30; round++)
        {
            var (_, slope, curvature) = At(s);
            var step = curvature == 0 ? 0 : -slope / curvature;
            if (Math.Abs(step) < 1e-15 || s + step < low || s + step > high)
            {
                break;
            }

            s += step;
        }

        return (s - Math.Floor(s), At(s).Value);
    }
}
