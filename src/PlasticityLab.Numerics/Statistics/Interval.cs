namespace PlasticityLab.Numerics.Statistics;

/// <summary>An estimate with its confidence interval, in the unit of the estimate.</summary>
/// <param name="Estimate">The point estimate.</param>
/// <param name="Low">Lower end; NaN when the sample is too small to say.</param>
/// <param name="High">Upper end; NaN when the sample is too small to say.</param>
/// <param name="Confidence">Nominal coverage [1], as 0.95.</param>
public readonly record struct Interval(double Estimate, double Low, double High, double Confidence)
{
    /// <summary>Whether a value lies in the interval; false when the ends are unknown.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>Width, High − Low.</summary>
    public double Width => High - Low;

    /// <summary>The estimate and its interval in words, "0.71 [0.55, 0.86]"; says so where there is none.</summary>
    /// <param name="format">Format of each number.</param>
    public string Show(string format) =>
        double.IsNaN(Estimate) ? "unknown (nothing was measured)"
        : double.IsNaN(Low) || double.IsNaN(High) ? $"{Estimate.Text(format)} (too few networks for an interval)"
        : $"{Estimate.Text(format)} [{Low.Text(format)}, {High.Text(format)}]";
}
