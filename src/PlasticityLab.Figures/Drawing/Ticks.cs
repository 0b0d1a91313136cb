namespace PlasticityLab.Figures.Drawing;

/// <summary>Round numbers for ticks: 1, 2 or 5 times a power of ten.</summary>
internal static class Ticks
{
    public static IReadOnlyList<(double At, string Text)> Even(double low, double high, int about)
    {
        var step = Step((high - low) / Math.Max(1, about));
        var values = Enumerable
            .Range(0, 100)
            .Select(i => (Math.Ceiling((low / step) - 1e-9) + i) * step)
            .TakeWhile(at => at <= high + (1e-9 * step))
            .Select(at => Math.Abs(at) < step * 1e-9 ? 0 : at)
            .ToArray();
        var format = Format(step, values);
        return [.. values.Select(at => (at, RichText.Number(at, format)))];
    }

    public static IReadOnlyList<(double At, string Text)> Decades(double low, double high, double length)
    {
        var (first, last) = ((int)Math.Ceiling(Math.Log10(low) - 1e-9), (int)Math.Floor(Math.Log10(high) + 1e-9));
        if (last - first < 1)
        {
            // Less than two decades in view: 1, 2, 5.
            return
            [
                .. Enumerable
                    .Range(first - 1, last - first + 3)
                    .SelectMany(k => new[] { 1.0, 2, 5 }.Select(d => d * Math.Pow(10, k)))
                    .Where(at => at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9))
                    .Select(at => (at, RichText.Number(at, "0.######"))),
            ];
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

    /// <summary>As many decimals as tell the ticks apart.</summary>
    public static string Format(double step, IReadOnlyList<double> values)
    {
        var needed = 0;
        while (needed < 8 && values.Any(value => Math.Abs(Math.Round(value, needed) - value) > 1e-6 * Math.Max(Math.Abs(step), 1e-12)))
        {
            needed++;
        }

        return needed == 0 ? "0" : "0." + new string('0', needed);
    }

    private static double Step(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
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
