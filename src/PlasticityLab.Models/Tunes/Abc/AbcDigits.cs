namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>The numbers between the signs of ABC: short rows of the digits 0 to 9, which end where the next sign begins. What stands by
/// itself in a field is read by <see cref="Numerics.Foundation.Quantity"/>.</summary>
internal static class AbcDigits
{
    /// <summary>Most digits of a number.</summary>
    public const int Most = 6;

    /// <summary>The digits from a place on as a number; null when there is none, −1 when there are too many.</summary>
    public static int? Read(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        var value = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            value = at - start < Most ? (10 * value) + (text[at] - '0') : -1;
        }

        return at == start ? null
            : at - start > Most ? -1
            : value;
    }
}
