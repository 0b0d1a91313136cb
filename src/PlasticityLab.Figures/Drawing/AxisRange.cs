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
            var margin = data.Tight ? 1 : Math.Pow(high / low, 0.04);
            (Low, High) = (axis.Min ?? low / margin, axis.Max ?? high * margin);
            return;
        }

        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high)))
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        var pad = data.Tight ? 0 : 0.04 * ((axis.Max ?? high) - (axis.Min ?? low));
        (Low, High) = (axis.Min ?? low - pad, axis.Max ?? high + pad);
    }

    public Axis Axis { get; }

    public double Low { get; }

    public double High { get; }

    /// <summary>Place along the axis, 0 at its start and 1 at its end.</summary>
    public double Place(double value)
    {
        var at = _log ? Math.Log(Math.Max(value, double.Epsilon) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
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
            return
            [
                .. given.Select(
                    (at, i) =>
                        (
                            at,
                            Axis.TickLabels is { } texts && i < texts.Count
                                ? texts[i]
                                : RichText.Number(at, Drawing.Ticks.Format(step, given))
                        )
                ),
            ];
        }

        return _log
            ? Drawing.Ticks.Decades(Low, High, length)
            : Drawing.Ticks.Even(Low, High, Math.Clamp((int)Math.Round(length / (horizontal ? 30 : 20)), 2, 7));
    }

    /// <summary>Minor ticks, on decades only.</summary>
    public IEnumerable<double> MinorTicks()
    {
        if (!_log || Axis.Ticks is not null || Math.Log10(High / Low) > 6)
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
