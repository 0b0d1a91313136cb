namespace PlasticityLab.Numerics.Intervals;

/// <summary>A closed interval [Low, High] of real numbers. Every operation gives an interval that surely holds the exact result.</summary>
/// <remarks>Moore, Kearfott and Cloud 2009, Introduction to Interval Analysis. .NET cannot change the rounding mode, so each bound is
/// computed to nearest and moved
/// outward by one unit in the last place; elementary functions, which C libraries give to within one or two units, are moved by
/// eight.</remarks>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that holds one number.</summary>
    public static implicit operator Interval(double value) => new(value, value);

    /// <summary>The midpoint, rounded.</summary>
    public double Middle => 0.5 * (Low + High);

    /// <summary>High − Low, rounded up.</summary>
    public double Width => Math.BitIncrement(High - Low);

    /// <summary>max |x| over the interval.</summary>
    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    /// <summary>Whether 0 lies in the interval.</summary>
    public bool HoldsZero => Low <= 0 && High >= 0;

    /// <summary>Whether the interval lies in the interior of another.</summary>
    public bool IsInside(Interval other) => Low > other.Low && High < other.High;

    /// <summary>Whether the two intervals share a number.</summary>
    public bool Meets(Interval other) => Low <= other.High && other.Low <= High;

    /// <summary>The shared part; only when they meet.</summary>
    public Interval Intersect(Interval other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));

    /// <summary>Sum.</summary>
    public static Interval operator +(Interval a, Interval b) => new(Math.BitDecrement(a.Low + b.Low), Math.BitIncrement(a.High + b.High));

    /// <summary>Difference.</summary>
    public static Interval operator -(Interval a, Interval b) => new(Math.BitDecrement(a.Low - b.High), Math.BitIncrement(a.High - b.Low));

    /// <summary>Negation, exact.</summary>
    public static Interval operator -(Interval a) => new(-a.High, -a.Low);

    /// <summary>Product.</summary>
    public static Interval operator *(Interval a, Interval b)
    {
        double p = a.Low * b.Low,
            q = a.Low * b.High,
            r = a.High * b.Low,
            s = a.High * b.High;
        return new(
            Math.BitDecrement(Math.Min(Math.Min(p, q), Math.Min(r, s))),
            Math.BitIncrement(Math.Max(Math.Max(p, q), Math.Max(r, s)))
        );
    }

    /// <summary>{f(x)} for a rising f whose values are off by at most six units in the last place.</summary>
    public Interval Rising(Func<double, double> f) => new(Down(f(Low)), Up(f(High)));

    /// <summary>{tanh x}.</summary>
    public static Interval Tanh(Interval x) => new(Math.Max(-1, Down(Math.Tanh(x.Low))), Math.Min(1, Up(Math.Tanh(x.High))));

    /// <summary>{1/(1 + exp(−x))}.</summary>
    public static Interval Logistic(Interval x) =>
        new(Math.Max(0, Down(1 / (1 + Math.Exp(-x.Low)))), Math.Min(1, Up(1 / (1 + Math.Exp(-x.High)))));

    /// <summary>{max(0, x)}.</summary>
    public static Interval Positive(Interval x) => new(Math.Max(0, x.Low), Math.Max(0, x.High));

    /// <summary>{s (1 − s)} for s = logistic(x): rises to 1/4 at 0, then falls.</summary>
    public static Interval LogisticSlope(Interval x)
    {
        double a = LogisticSlope(x.Low),
            b = LogisticSlope(x.High);
        return new(Math.Max(0, Down(Math.Min(a, b))), x.HoldsZero ? 0.25 : Math.Min(0.25, Up(Math.Max(a, b))));
    }

    /// <summary>{1 − tanh² x}.</summary>
    public static Interval TanhSlope(Interval x)
    {
        double a = TanhSlope(x.Low),
            b = TanhSlope(x.High);
        return new(Math.Max(0, Down(Math.Min(a, b))), x.HoldsZero ? 1 : Math.Min(1, Up(Math.Max(a, b))));
    }

    // 1/cosh² keeps its digits where tanh is near ±1.
    private static double TanhSlope(double x)
    {
        var e = Math.Exp(-2 * Math.Abs(x));
        return 4 * e / ((1 + e) * (1 + e));
    }

    private static double LogisticSlope(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return e / ((1 + e) * (1 + e));
    }

    private static double Down(double x) => x - (8 * Math.Abs(Math.BitIncrement(x) - x)) - double.Epsilon;

    private static double Up(double x) => x + (8 * Math.Abs(x - Math.BitDecrement(x))) + double.Epsilon;
}
