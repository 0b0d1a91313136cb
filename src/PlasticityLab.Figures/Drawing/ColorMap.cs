namespace PlasticityLab.Figures.Drawing;

/// <summary>Colour maps made from paths through the OKLab space (Ottosson 2020), stepped by equal perceived distance: equal steps in the
/// data look equally large, and the order survives in greyscale. No rainbow (Crameri, Shephard and Heron 2020, Nat. Commun.
/// 11:5444).</summary>
public sealed class ColorMap
{
    private readonly uint[] _table;

    private ColorMap(IReadOnlyList<(double L, double A, double B)> path)
    {
        // Arc length along the path, then 256 colours at equal distances.
        const int fine = 4096;
        var lab = new (double L, double A, double B)[fine + 1];
        var length = new double[fine + 1];
        for (var i = 0; i <= fine; i++)
        {
            var at = (double)i / fine * (path.Count - 1);
            var k = Math.Min(path.Count - 2, (int)at);
            var (p, q, f) = (path[k], path[k + 1], at - k);
            lab[i] = (p.L + (f * (q.L - p.L)), p.A + (f * (q.A - p.A)), p.B + (f * (q.B - p.B)));
            length[i] =
                i == 0
                    ? 0
                    : length[i - 1]
                        + Math.Sqrt(Square(lab[i].L - lab[i - 1].L) + Square(lab[i].A - lab[i - 1].A) + Square(lab[i].B - lab[i - 1].B));
        }

        _table = new uint[256];
        for (int c = 0, i = 0; c < 256; c++)
        {
            while (i < fine && length[i] < length[fine] * c / 255)
            {
                i++;
            }

            _table[c] = Rgb(lab[i]);
        }
    }

    /// <summary>For magnitudes: from pale yellow over teal to deep blue; lightness falls evenly, so it also reads in greyscale.</summary>
    public static ColorMap Sequential { get; } =
        new([
            .. Enumerable
                .Range(0, 33)
                .Select(i => i / 32.0)
                .Select(t => Polar(0.97 - (0.70 * t), (0.045 + (0.045 * Math.Sin(Math.PI * t))) * (1 + (0.2 * t)), 108 + (162 * t))),
        ]);

    /// <summary>For signed values: blue above zero, vermillion below, near-white at zero, equal lightness at equal distance from
    /// zero.</summary>
    public static ColorMap Diverging { get; } =
        new([
            .. Enumerable
                .Range(0, 17)
                .Select(i => 1 - (i / 16.0))
                .Select(t => Polar(0.975 - (0.53 * t), 0.155 * Math.Sin(Math.PI / 2 * Math.Min(1, 1.15 * t)), 44)),
            .. Enumerable
                .Range(1, 16)
                .Select(i => i / 16.0)
                .Select(t => Polar(0.975 - (0.53 * t), 0.135 * Math.Sin(Math.PI / 2 * Math.Min(1, 1.15 * t)), 250)),
        ]);

    /// <summary>Colour at t in [0, 1]; outside it takes the ends, and a missing value is grey.</summary>
    public uint At(double t) => double.IsNaN(t) ? 0x999999 : _table[(int)Math.Round(Math.Clamp(t, 0, 1) * 255)];

    private static (double L, double A, double B) Polar(double l, double chroma, double hue) =>
        (l, chroma * Math.Cos(hue * Math.PI / 180), chroma * Math.Sin(hue * Math.PI / 180));

    private static double Square(double x) => x * x;

    private static uint Rgb((double L, double A, double B) lab)
    {
        double Cube(double x) => x * x * x;
        var l = Cube(lab.L + (0.3963377774 * lab.A) + (0.2158037573 * lab.B));
        var m = Cube(lab.L - (0.1055613458 * lab.A) - (0.0638541728 * lab.B));
        var s = Cube(lab.L - (0.0894841775 * lab.A) - (1.2914855480 * lab.B));
        return (Channel((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)) << 16)
            | (Channel((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)) << 8)
            | Channel((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static uint Channel(double linear)
    {
        var c = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
        return (uint)Math.Round(255 * Math.Clamp(c, 0, 1));
    }
}
