using System.Globalization;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Round numbers for ticks, 1, 2 or 5 times a power of ten, with texts that can be told apart and read back, for data of any size
/// that a double holds.</summary>
internal static class Ticks
{
    public static IReadOnlyList<(double At, string Text)> Even(double low, double high, int about)
    {
        var step = Step((high / Math.Max(1, about)) - (low / Math.Max(1, about)));
        double[] values =
        [
            .. Enumerable
                .Range(0, 100)
                .Select(i => (Math.Ceiling((low / step) - 1e-9) + i) * step)
                .TakeWhile(at => at <= high + (1e-9 * step))
                .Select(at => Math.Abs(at) < step * 1e-9 ? 0 : at)
                .Distinct(),
        ];
        return Told(values, step);
    }

    public static IReadOnlyList<(double At, string Text)> Decades(double low, double high, double length)
    {
        var (first, last) = ((int)Math.Ceiling(Math.Log10(low) - 1e-9), (int)Math.Floor(Math.Log10(high) + 1e-9));
        if (last - first < 1)
        {
            // Less than two decades in view: 1, 2, 5; where none of them lies within, all digits; else round numbers as on an even axis.
            foreach (var digits in new[] { [1.0, 2, 5], Enumerable.Range(1, 9).Select(digit => (double)digit).ToArray() })
            {
                double[] within =
                [
                    .. Enumerable
                        .Range(first - 1, Math.Max(0, last - first) + 3)
                        .SelectMany(k => digits.Select(digit => digit * Math.Pow(10, k)))
                        .Where(at => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9)),
                ];
                if (within.Length >= 2)
                {
                    return [.. within.Select(at => (at, Text(at, 1)))];
                }
            }

            return Even(low, high, 4);
        }

        var every = Math.Max(1, (int)Math.Ceiling((last - first) * 22 / Math.Max(length, 22)));
        var plain = first >= -3 && last <= 3;
        return
        [
            .. Enumerable
                .Range(0, last - first + 1)
                .Where(i => i % every == 0)
                .Select(i => first + i)
                .Select(k => (Math.Pow(10, k), plain ? RichText.Number(Math.Pow(10, k), "0.######") : $"10^{{{RichText.Number(k)}}}")),
        ];
    }

    /// <summary>Values with texts that tell them apart: decimals where these are short, else a number times a power of ten.</summary>
    public static IReadOnlyList<(double At, string Text)> Told(IReadOnlyList<double> values, double step)
    {
        var largest = values.Select(Math.Abs).DefaultIfEmpty(0).Max();
        if (largest == 0)
        {
            return [.. values.Select(value => (value, "0"))];
        }

        var (top, bottom) = ((int)Math.Floor(Math.Log10(largest)), (int)Math.Floor(Math.Log10(step) + 1e-9));
        // A step such as 0.25 needs one digit more than its first.
        while (bottom > top - 15 && values.Any(value => !IsWhole(value / Math.Pow(10, bottom))))
        {
            bottom--;
        }

        var (decimals, digits) = (Math.Max(0, -bottom), Math.Max(1, top - bottom + 1));
        var plain = Math.Max(1, top + 1) + (decimals > 0 ? decimals + 1 : 0);
        if (plain <= Math.Max(6, digits + (digits > 1 ? 5 : 4)) && decimals <= 15)
        {
            var format = decimals == 0 ? "0" : "0." + new string('0', decimals);
            return [.. values.Select(value => (value, RichText.Number(value, format)))];
        }

        return [.. values.Select(value => (value, Power(value, value == 0 ? 1 : Math.Max(1, Order(value) - bottom + 1))))];
    }

    /// <summary>One value with so many digits: plain where that is short, else a number times a power of ten.</summary>
    public static string Text(double value, int digits)
    {
        var order = value == 0 ? 0 : Order(value);
        return order is >= -4 and <= 4
            ? RichText.Number(value, "0." + new string('#', Math.Max(0, digits - 1 - order)))
            : Power(value, digits);
    }

    private static string Power(double value, int digits)
    {
        if (value == 0)
        {
            return "0";
        }

        var parts = value.ToString($"E{Math.Clamp(digits - 1, 0, 16)}", CultureInfo.InvariantCulture).Split('E');
        var mantissa = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].TrimEnd('0').TrimEnd('.') : parts[0];
        return $"{mantissa.Replace('-', '−')}×10^{{{RichText.Number(int.Parse(parts[1], CultureInfo.InvariantCulture))}}}";
    }

    private static int Order(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);

    private static bool IsWhole(double scaled) =>
        !double.IsFinite(scaled) || Math.Abs(scaled - Math.Round(scaled)) <= 1e-6 * Math.Max(1, Math.Abs(scaled) * 1e-9);

    private static double Step(double raw)
    {
        if (!(raw > 0))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        if (power == 0)
        {
            return raw;
        }

        var digit = raw / power;
        return power
            * (
                digit < 1.5 ? 1
                : digit < 3.5 ? 2
                : digit < 7.5 ? 5
                : 10
            );
    }
}
