namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>An exact length or moment [quarter notes], so that thirds and fifths of a beat add up without rounding.</summary>
/// <remarks>A result whose denominator passes 2^40 or whose value passes 2^22 throws <see cref="OverflowException"/>: no music needs it,
/// and the ticks that are made of it at the end stay within 64 bits.</remarks>
internal readonly record struct Fraction : IComparable<Fraction>
{
    private const long LargestDenominator = 1L << 40;
    private const long LargestValue = 1L << 22;
    private readonly long _below;

    public Fraction(long numerator, long denominator = 1)
        : this((Int128)numerator, denominator) { }

    private Fraction(Int128 numerator, Int128 denominator)
    {
        var divisor = GreatestCommonDivisor(numerator < 0 ? -numerator : numerator, denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if (denominator > LargestDenominator || numerator > LargestValue * denominator)
        {
            throw new OverflowException();
        }

        (Numerator, _below) = ((long)numerator, (long)denominator - 1);
    }

    public long Numerator { get; }

    /// <summary>Above 0; stored less one, so that the default value is 0/1.</summary>
    public long Denominator => _below + 1;

    public double Value => Numerator / (double)Denominator;

    public static Fraction operator +(Fraction a, Fraction b) =>
        new(((Int128)a.Numerator * b.Denominator) + ((Int128)b.Numerator * a.Denominator), (Int128)a.Denominator * b.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) =>
        new((Int128)a.Numerator * b.Numerator, (Int128)a.Denominator * b.Denominator);

    /// <summary>The least denominator that both share.</summary>
    public static long CommonDenominator(long a, long b) => new Fraction(1, a / (long)GreatestCommonDivisor(a, b) * b).Denominator;

    public int CompareTo(Fraction other) => ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    private static Int128 GreatestCommonDivisor(Int128 a, Int128 b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a == 0 ? 1 : a;
    }
}
