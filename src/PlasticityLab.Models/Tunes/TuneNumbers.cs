using System.Globalization;
using PlasticityLab.Models.Tunes.Abc;

namespace PlasticityLab.Models.Tunes;

/// <summary>The numbers of tunes: short rows of the digits 0 to 9, fractions of them, and tempos.</summary>
internal static class TuneNumbers
{
    /// <summary>Most digits of a number.</summary>
    public const int MostDigits = 6;

    /// <summary>The digits from a place on as a number; null when there is none, −1 when there are too many.</summary>
    public static int? Digits(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        var value = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            value = at - start < MostDigits ? (10 * value) + (text[at] - '0') : -1;
        }

        return at == start ? null
            : at - start > MostDigits ? -1
            : value;
    }

    /// <summary>A whole number and nothing else, 0 or above; null when it is anything else.</summary>
    public static int? Whole(ReadOnlySpan<char> text)
    {
        var at = 0;
        return Digits(text, ref at) is >= 0 and var value && at == text.Length ? value : null;
    }

    /// <summary>A whole number with or without a sign; null when it is anything else.</summary>
    public static int? Signed(string text) =>
        text.Length > 1 && text[0] is '+' or '-' ? Whole(text.AsSpan(1)) * (text[0] == '-' ? -1 : 1) : Whole(text);

    /// <summary>A fraction like 3/8, or a whole number; null when it is neither, or 0.</summary>
    public static Fraction? Ratio(string text)
    {
        var parts = text.Split('/');
        int? upper = Whole(parts[0].AsSpan().Trim()),
            lower = parts.Length == 1 ? 1 : Whole(parts[1].AsSpan().Trim());
        return parts.Length <= 2 && upper > 0 && lower > 0 ? new Fraction(upper.Value, lower.Value) : null;
    }

    /// <summary>A number above 0 in plain decimal notation; null when it is anything else.</summary>
    public static double? Decimal(string text) =>
        text.Length is > 0 and <= 20
        && text.All(c => char.IsAsciiDigit(c) || c == '.')
        && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && value > 0
            ? value
            : null;
}
