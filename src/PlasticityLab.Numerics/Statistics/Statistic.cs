namespace PlasticityLab.Numerics.Statistics;

/// <summary>One number computed from a sample, as the mean or the median. It must not depend on the order of the values.</summary>
/// <param name="sample">The values.</param>
public delegate double Statistic(ReadOnlySpan<double> sample);
