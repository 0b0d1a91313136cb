namespace PlasticityLab.Numerics.Statistics;

/// <summary>How the variance of a measure splits into between groups (rules) and within groups (seeds): one-way random effects.</summary>
/// <param name="Between">Variance between groups, estimated, cut at 0 [unit²].</param>
/// <param name="Within">Variance within groups [unit²].</param>
/// <param name="IntraclassCorrelation">Between/(between + within) [1]: 0 when the rule says nothing, 1 when the seed says nothing. NaN when
/// the measure is constant.</param>
/// <param name="EtaSquared">Share of the sum of squares between groups [1]; biased upwards with few seeds.</param>
/// <param name="OmegaSquared">The same, corrected for its bias (Hays 1963) [1]; may be slightly below 0.</param>
/// <param name="F">Between-group over within-group mean square [1].</param>
public sealed record VarianceComponents(
    double Between,
    double Within,
    double IntraclassCorrelation,
    double EtaSquared,
    double OmegaSquared,
    double F
)
{
    /// <summary>From values and groups, which may differ in size. NaN everywhere with fewer than two groups or no group of two;
    /// groups and measures are constant when they are so within rounding.</summary>
    public static VarianceComponents Of(ReadOnlySpan<double> values, ReadOnlySpan<int> groups)
    {
        Sample.MustBeFinite(values);
        if (values.Length != groups.Length)
        {
            throw new ArgumentException($"Each value needs a group, but there are {values.Length} values and {groups.Length} groups.");
        }

        var (labels, count) = Distances.Relabel(groups);
        var n = labels.Length;
        if (count < 2 || n <= count)
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var sizes = Distances.Sizes(labels, count);
        var means = new double[count];
        for (var i = 0; i < n; i++)
        {
            means[labels[i]] += values[i] / sizes[labels[i]];
        }

        var grand = Sample.Mean(values);
        double between = 0,
            within = 0,
            squares = 0,
            scale = Rounding.Scale(values),
            unit = Rounding.Unit(scale);
        var constant = Rounding.IsConstant(values);
        for (var g = 0; g < count; g++)
        {
            var d = constant ? 0 : (means[g] - grand) * unit;
            between += sizes[g] * d * d;
            squares += (double)sizes[g] * sizes[g];
            var members = new List<double>(sizes[g]);
            for (var i = 0; i < n; i++)
            {
                if (labels[i] == g)
                {
                    members.Add(values[i] * unit);
                }
            }

            var own = members.ToArray();
            within += Rounding.IsConstant(own, scale * unit) ? 0 : Sample.SumOfSquares(own);
        }

        double betweenMean = between / (count - 1),
            withinMean = within / (n - count),
            total = between + within;
        var typical = (n - (squares / n)) / (count - 1);
        var component = Math.Max(0, (betweenMean - withinMean) / typical);
        return new(
            component / unit / unit,
            withinMean / unit / unit,
            component + withinMean > 0 ? component / (component + withinMean) : double.NaN,
            total > 0 ? between / total : double.NaN,
            total + withinMean > 0 ? (between - ((count - 1) * withinMean)) / (total + withinMean) : double.NaN,
            withinMean > 0 ? betweenMean / withinMean
                : between > 0 ? double.PositiveInfinity
                : double.NaN
        );
    }
}
