using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>The one place that reads numbers, fractions and quantities with units from people, and writes them for people.</summary>
/// <remarks>
/// <para>A number is digits with at most one decimal point, a sign and an exponent, whatever the language of the machine: <c>1.5</c>,
/// <c>-70</c>, <c>2e-3</c>. Thousands separators and decimal commas are refused with what to write instead, since "1,5" and "1,500" mean
/// different things to different people. A quantity is a number and a unit with a prefix (<c>20 ms</c>, <c>-70 mV</c>, <c>1.5 kHz</c>,
/// <c>2 min</c>); its value is in the plain unit.</para>
/// <para>A prefix moves the decimal point before the digits become a double, so <c>9.41751 ms</c> and <c>9.41751e-3 s</c> are the same
/// bits; a division by 1000 would change the last bit of every fourth such number.</para>
/// <para>Problems are predicates that follow the name of the value: <c>network.tau</c> <c>must carry its unit, such as "20 ms", but is the
/// bare number 10.</c></para>
/// </remarks>
public static class Quantity
{
    private static readonly (string Prefix, int Exponent)[] Prefixes =
    [
        ("G", 9),
        ("M", 6),
        ("k", 3),
        ("", 0),
        ("m", -3),
        ("u", -6),
        ("µ", -6),
        ("μ", -6),
        ("n", -9),
        ("p", -12),
        ("f", -15),
    ];

    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["s"] = "20 ms",
        ["Hz"] = "10 Hz",
        ["V"] = "-70 mV",
        ["A"] = "200 pA",
        ["F"] = "200 pF",
        ["S"] = "10 nS",
    };

    /// <summary>Whether values of this unit must be written with it: s, Hz, V, A, F and S; all others are bare numbers.</summary>
    public static bool IsWritten(string unit) => Examples.ContainsKey(unit);

    /// <summary>What a value of the unit looks like, such as <c>20 ms</c>; a bare number where the unit is not written.</summary>
    public static string Example(string unit) => Examples.GetValueOrDefault(unit, "1.5");

    /// <summary>A finite number without a unit.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="value">The number; 0 when there is none.</param>
    /// <param name="problem">What must hold and what was found, to be put behind the name of the value.</param>
    public static bool TryNumber(string? text, out double value, [NotNullWhen(false)] out string? problem)
    {
        var typed = (text ?? "").Trim();
        if (TryNumber(typed, out value))
        {
            return IsFinite(value, typed, out value, out problem);
        }

        problem = NotANumber(typed) ?? $"must be a plain number, but has the unit \"{Split(typed).Unit}\".";
        return false;
    }

    /// <summary>A number in plain decimal notation without blanks around it, for tables of millions of them. What is no such number has its
    /// sentence from the other overload.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="value">The double nearest to them; infinite beyond the largest.</param>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return Decimal.Parts(text) is not null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A whole number of at most nine digits, as counts are.</summary>
    /// <inheritdoc cref="TryNumber(string?, out double, out string?)" path="/param"/>
    public static bool TryWhole(string? text, out int value, [NotNullWhen(false)] out string? problem)
    {
        value = 0;
        if (!TryNumber(text, out var number, out problem))
        {
            return false;
        }

        if (number != Math.Floor(number) || Math.Abs(number) >= 1e9)
        {
            problem = $"must be a whole number below 1e9, but is {text!.Trim()}.";
            return false;
        }

        value = (int)number;
        return true;
    }

    /// <summary>A fraction of two whole numbers (<c>6/8</c>), or one whole number, which is over 1.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="value">Numerator and denominator as they were typed; the denominator is above 0.</param>
    /// <param name="problem">What must hold and what was found, to be put behind the name of the value.</param>
    public static bool TryFraction(string? text, out (int Numerator, int Denominator) value, [NotNullWhen(false)] out string? problem)
    {
        var parts = (text ?? "").Split('/');
        value = (0, 1);
        problem = parts.Length > 2 ? $"must be a fraction such as 3/4, but is \"{text}\"." : null;
        if (problem is not null || !TryWhole(parts[0], out var numerator, out problem))
        {
            return false;
        }

        var denominator = 1;
        if (parts.Length == 2 && (!TryWhole(parts[1], out denominator, out problem) || denominator < 1))
        {
            problem ??= $"must be a fraction with a denominator above 0, but is \"{text}\".";
            return false;
        }

        value = (numerator, denominator);
        return true;
    }

    /// <summary>A quantity; its value is in the plain unit (<c>20 ms</c> in s is 0.02). Of a unit that is not written
    /// (<see cref="IsWritten"/>) a bare number. 0 needs no unit.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="unit">The unit that the value has in the program, without a prefix.</param>
    /// <param name="value">The value [unit]; 0 when there is none.</param>
    /// <param name="problem">What must hold and what was found, to be put behind the name of the value.</param>
    public static bool TryParse(string? text, string unit, out double value, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (!IsWritten(unit))
        {
            return TryNumber(text, out value, out problem);
        }

        value = 0;
        var typed = (text ?? "").Trim();
        var (digits, suffix) = Split(typed);
        if (Decimal.Read(digits) is not { } number)
        {
            problem = NotANumber(typed) ?? $"must be a quantity such as \"{Examples[unit]}\", but is \"{typed}\".";
            return false;
        }

        if (suffix.Length == 0)
        {
            problem = number.IsZero ? null : $"must carry its unit, such as \"{Examples[unit]}\", but is the bare number {digits}.";
            return problem is null;
        }

        if (suffix == "min" && unit == "s")
        {
            return IsFinite(number.Times(60).ToDouble(0), typed, out value, out problem);
        }

        if (Array.FindIndex(Prefixes, prefix => prefix.Prefix + unit == suffix) is var at and >= 0)
        {
            return IsFinite(number.ToDouble(Prefixes[at].Exponent), typed, out value, out problem);
        }

        problem = $"must be given in {unit} (such as \"{Examples[unit]}\"), but has the unit \"{suffix}\".";
        return false;
    }

    private static bool IsFinite(double read, string typed, out double value, [NotNullWhen(false)] out string? problem)
    {
        value = double.IsFinite(read) ? read : 0;
        problem = double.IsFinite(read) ? null : $"must be a finite number, but {typed} is beyond the largest number.";
        return problem is null;
    }

    /// <summary>As <see cref="TryNumber(string?, out double, out string?)"/>.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="what">Name of the value, with which the sentence begins.</param>
    /// <exception cref="UserError">It is no number; says what to write.</exception>
    public static double Number(string? text, string what) =>
        TryNumber(text, out var value, out var problem) ? value : throw new UserError($"{what} {problem}");

    /// <summary>As <see cref="TryWhole"/>.</summary>
    /// <inheritdoc cref="Number" path="/param"/>
    /// <exception cref="UserError">It is no whole number; says what to write.</exception>
    public static int Whole(string? text, string what) =>
        TryWhole(text, out var value, out var problem) ? value : throw new UserError($"{what} {problem}");

    /// <summary>As <see cref="TryParse"/>.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="unit">The unit that the value has in the program, without a prefix.</param>
    /// <param name="what">Name of the value, with which the sentence begins.</param>
    /// <exception cref="UserError">It is no quantity of this unit; says what to write.</exception>
    public static double Parse(string? text, string unit, string what) =>
        TryParse(text, unit, out var value, out var problem) ? value : throw new UserError($"{what} {problem}");

    /// <summary>The shortest text that is read back as the same bits, with the prefix that leaves one to three digits before the point:
    /// 0.02 s is <c>20 ms</c>.</summary>
    /// <param name="value">The value [unit].</param>
    /// <param name="unit">Its unit, without a prefix; of a unit that is not written the bare number is shown.</param>
    public static string Show(double value, string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var plain = value.ToString("R", CultureInfo.InvariantCulture);
        if (!IsWritten(unit) || value == 0 || Decimal.Read(plain) is not { } number)
        {
            return plain;
        }

        var (prefix, exponent) = Array.Find(
            Prefixes,
            candidate => number.Magnitude >= candidate.Exponent && (unit != "s" || candidate.Exponent <= 0)
        );
        (prefix, exponent) = prefix is null ? Prefixes[^1] : (prefix, exponent);
        return $"{number.Shifted(-exponent)} {prefix}{unit}";
    }

    /// <summary>A number times a power of ten, by moving the point of its shortest digits: 0.035 · 10³ is 35.</summary>
    /// <param name="value">The number; what is not finite stays.</param>
    /// <param name="exponent">The power.</param>
    public static double Scaled(double value, int exponent) =>
        Decimal.Read(value.ToString("R", CultureInfo.InvariantCulture)) is { } number ? number.ToDouble(exponent) : value;

    // The text before and after the last character that belongs to a number; in "2e" the e is a unit.
    private static (string Digits, string Unit) Split(string text)
    {
        var end = text.Length;
        while (end > 0 && (char.IsLetter(text[end - 1]) || text[end - 1] is 'µ' or '%'))
        {
            end--;
        }

        return (text[..end].Trim(), text[end..]);
    }

    // Why a text cannot be read as digits with or without a unit; null when its digits are a number.
    private static string? NotANumber(string text)
    {
        var (digits, unit) = Split(text);
        if (digits.Length > 0 && Decimal.Read(digits) is not null)
        {
            return null;
        }

        if (Mended(digits) is { } mended)
        {
            var asked = string.Join(" or ", mended.Select(choice => unit.Length > 0 ? $"{choice} {unit}" : choice));
            return $"must be a number with a decimal point and no separators, but is \"{text}\"; write {asked}.";
        }

        return $"must be a finite number, but is \"{text}\".";
    }

    // What a number with commas, spaces, apostrophes, underscores or a long minus may have meant.
    private static string[]? Mended(string digits)
    {
        var text = digits.Replace('\u2212', '-').Replace('\u2013', '-');
        var bare = string.Concat(text.Where(c => c is not ('\'' or '’' or '_') && !char.IsWhiteSpace(c)));
        var (commas, points) = (bare.Count(c => c == ','), bare.Count(c => c == '.'));
        string[] choices = (commas, points) switch
        {
            (0, 0 or 1) => [bare],
            (0, _) => [bare.Replace(".", "", StringComparison.Ordinal)],
            (1, 0) when bare.Length - bare.IndexOf(',', StringComparison.Ordinal) == 4 =>
            [
                bare.Replace(',', '.'),
                bare.Replace(",", "", StringComparison.Ordinal),
            ],
            (1, 0) => [bare.Replace(',', '.')],
            (_, 0) => [bare.Replace(",", "", StringComparison.Ordinal)],
            (1, _) when bare.IndexOf(',', StringComparison.Ordinal) > bare.LastIndexOf('.') =>
            [
                bare.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'),
            ],
            _ => [bare.Replace(",", "", StringComparison.Ordinal)],
        };
        return bare.Length > 0 && Array.TrueForAll(choices, choice => Decimal.Read(choice) is not null) ? choices : null;
    }

    // digits × 10^exponent, exactly as typed.
    private readonly record struct Decimal(BigInteger Digits, int Exponent, bool Negative)
    {
        public bool IsZero => Digits.IsZero;

        // The power of ten of the first digit.
        public int Magnitude => Digits.ToString(CultureInfo.InvariantCulture).Length - 1 + Exponent;

        public static Decimal? Read(string text)
        {
            if (Parts(text) is not { } parts)
            {
                return null;
            }

            var mantissa = text[parts.Start..parts.End].Replace(".", "", StringComparison.Ordinal);
            var after = parts.Point < 0 ? 0 : parts.End - parts.Point - 1;
            return new(BigInteger.Parse(mantissa, CultureInfo.InvariantCulture), parts.Exponent - after, text[0] == '-');
        }

        /// <summary>Where the digits with their point stand, and the exponent; null for what is no number in plain decimal notation.</summary>
        public static (int Start, int End, int Point, int Exponent)? Parts(ReadOnlySpan<char> text)
        {
            var start = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
            var (at, point) = (start, -1);
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && point < 0)))
            {
                point = text[at] == '.' ? at : point;
                at++;
            }

            var exponent = 0;
            // An unlimited number of digits would be multiplied in quadratic time; no number that people mean has 400.
            var isNumber =
                at - start - (point < 0 ? 0 : 1) is > 0 and <= 400
                && (
                    at == text.Length
                    || (
                        text[at] is 'e' or 'E'
                        && text.Length - at is > 1 and < 7
                        && int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                    )
                );
            return isNumber ? (start, at, point, exponent) : null;
        }

        public Decimal Times(int factor) => this with { Digits = Digits * factor };

        public double ToDouble(int exponent) =>
            double.Parse(
                string.Create(CultureInfo.InvariantCulture, $"{(Negative ? "-" : "")}{Digits}E{Exponent + exponent}"),
                NumberStyles.Float,
                CultureInfo.InvariantCulture
            );

        // The digits with the point moved, without an exponent.
        public string Shifted(int exponent)
        {
            var text = Digits.ToString(CultureInfo.InvariantCulture);
            var places = -(Exponent + exponent);
            if (places <= 0)
            {
                text += new string('0', -places);
            }
            else
            {
                text = text.PadLeft(places + 1, '0');
                text = $"{text[..^places]}.{text[^places..]}".TrimEnd('0').TrimEnd('.');
            }

            return Negative ? "-" + text : text;
        }
    }
}
