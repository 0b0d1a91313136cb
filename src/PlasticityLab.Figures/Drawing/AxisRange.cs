namespace PlasticityLab.Figures.Drawing;

/// <summary>Grows to hold the values of all marks of an axis.</summary>
internal sealed class Extent
{
    public double Low { get; private set; } = double.PositiveInfinity;

    public double High { get; private set; } = double.NegativeInfinity;

    /// <summary>The least value above 0, for decades.</summary>
    public double LeastPositive { get; private set; } = double.PositiveInfinity;

    /// <summary>Marks such as heat maps fill the axis to the edge: no margin then.</summary>
    public bool Tight { get; set; }

    public void Add(double value)
    {
        if (double.IsFinite(value))
        {
            Low = Math.Min(Low, value);
            High = Math.Max(High, value);
            LeastPositive = value > 0 ? Math.Min(LeastPositive, value) : LeastPositive;
        }
    }

    public void Add(IEnumerable<double> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }
}

/// <summary>An axis with its range settled.</summary>
internal sealed class AxisRange
{
    private readonly bool _log;

    public AxisRange(Axis axis, Extent data)
    {
        Axis = axis;
        _log = axis.Scale == AxisScale.Log;
        if (axis.Scale == AxisScale.Category)
        {
            (Low, High) = (axis.Min ?? -0.6, axis.Max ?? axis.Categories.Count - 0.4);
            return;
        }

        var (low, high) = data.Low <= data.High ? (data.Low, data.High) : (0.0, 1.0);
        if (_log)
        {
            low = double.IsFinite(data.LeastPositive) ? data.LeastPositive : 0.1;
            high = Math.Max(high, low * 1.01);
            if (Math.Log10(high) - Math.Log10(low) < 0.01)
            {
                (low, high) = (low / 1.1, high * 1.1);
            }

            var margin = data.Tight ? 1 : Math.Pow(10, 0.04 * (Math.Log10(high) - Math.Log10(low)));
            (Low, High) = (axis.Min ?? Math.Max(low / margin, double.Epsilon), axis.Max ?? Math.Min(high * margin, double.MaxValue));
            return;
        }

        // Constant: apart by rounding of their own size at most. A value alone gets a tenth of itself on either side.
        if ((high / 2) - (low / 2) <= 1e-14 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            var half = high == 0 ? 0.5 : 0.1 * Math.Abs(high);
            (low, high) = (low - half, high + half);
        }

        var pad = data.Tight ? 0 : (0.04 * (axis.Max ?? high)) - (0.04 * (axis.Min ?? low));
        Low = axis.Min ?? Math.Clamp(low - pad, -double.MaxValue, double.MaxValue);
        High = axis.Max ?? Math.Clamp(high + pad, -double.MaxValue, double.MaxValue);
    }

    public Axis Axis { get; }

    public double Low { get; }

    public double High { get; }

    /// <summary>Place along the axis, 0 at its start and 1 at its end.</summary>
    public double Place(double value)
    {
        // By halves and by logarithms one by one: differences and ratios of the largest numbers would overflow.
        var at = _log
            ? (Math.Log(Math.Max(value, double.Epsilon)) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
            : ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2));
        return Axis.Inverted ? 1 - at : at;
    }

    /// <summary>Major ticks with their texts, for an axis of this length [pt].</summary>
    public IReadOnlyList<(double At, string Text)> Ticks(double length, bool horizontal)
    {
        if (Axis.Scale == AxisScale.Category)
        {
            return [.. Axis.Categories.Select((name, i) => ((double)i, name))];
        }

        if (Axis.Ticks is { } given)
        {
            var step = given.Count > 1 ? Math.Abs(given[1] - given[0]) : 1;
            var told = Drawing.Ticks.Told(given, step > 0 ? step : 1);
            return [.. given.Select((at, i) => (at, Axis.TickLabels is { } texts && i < texts.Count ? texts[i] : told[i].Text))];
        }

        var most = Math.Clamp((int)Math.Round(length / (horizontal ? 30 : 20)), 2, 7);
        if (_log)
        {
            var ticks = Drawing.Ticks.Decades(Low, High, length);
            return horizontal ? Apart(ticks, length) : ticks;
        }

        // Long texts: fewer of them.
        for (var about = most; horizontal && about > 2; about--)
        {
            var ticks = Drawing.Ticks.Even(Low, High, about);
            if (Fits(ticks, length))
            {
                return ticks;
            }
        }

        return horizontal ? Apart(Drawing.Ticks.Even(Low, High, 2), length) : Drawing.Ticks.Even(Low, High, most);
    }

    private static bool Fits(IReadOnlyList<(double At, string Text)> ticks, double length) =>
        ticks.Sum(tick => Typefaces.Width(tick.Text, Panel.TickSize) + 4) <= length;

    // Every second, third ... tick, until the texts stand apart; the first alone where even two do not.
    private static IReadOnlyList<(double At, string Text)> Apart(IReadOnlyList<(double At, string Text)> ticks, double length)
    {
        for (var every = 1; every < ticks.Count; every++)
        {
            (double, string)[] some = [.. ticks.Where((_, i) => i % every == 0)];
            if (Fits(some, length))
            {
                return some;
            }
        }

        return [.. ticks.Take(1)];
    }

    /// <summary>Minor ticks, on decades only.</summary>
    public IEnumerable<double> MinorTicks()
    {
        if (!_log || Axis.Ticks is not null || Math.Log10(High) - Math.Log10(Low) > 6)
        {
            yield break;
        }

        for (var decade = Math.Floor(Math.Log10(Low)); decade <= Math.Log10(High); decade++)
        {
            for (var digit = 2; digit < 10; digit++)
            {
                var at = digit * Math.Pow(10, decade);
                if (at >= Low && at <= High)
                {
                    yield return at;
                }
            }
        }
    }
}
