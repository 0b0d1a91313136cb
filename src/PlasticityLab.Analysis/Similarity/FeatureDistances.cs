using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>Distances between networks from tables of numbers, as measures of behaviour.</summary>
public static class FeatureDistances
{
    /// <summary>Euclidean distances after each feature is divided by its pooled standard deviation within groups, so that no unit of
    /// measurement rules. Features without spread within groups are divided by their total spread; constant ones carry nothing.</summary>
    /// <param name="features">[network, feature], finite.</param>
    /// <param name="groups">Group (rule) of each network.</param>
    public static Matrix Standardised(Matrix features, ReadOnlySpan<int> groups)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Rows != groups.Length || !features.IsFinite())
        {
            throw new UserError(
                $"A table of features needs finite numbers and one row for each network ({groups.Length}), but it has {features.Rows} rows{(features.IsFinite() ? "" : " and values that are not finite")}."
            );
        }

        var n = features.Rows;
        var scale = new double[features.Columns];
        var column = new double[n];
        for (var f = 0; f < scale.Length; f++)
        {
            for (var i = 0; i < n; i++)
            {
                column[i] = features[i, f];
            }

            var within = Math.Sqrt(VarianceComponents.Of(column, groups).Within);
            var total = Sample.StandardDeviation(column);
            scale[f] =
                within > 1e-12 * total ? 1 / within
                : total > 0 ? 1 / total
                : 0;
        }

        return Matrix.From(
            n,
            n,
            (i, j) =>
            {
                double sum = 0;
                for (var f = 0; f < scale.Length; f++)
                {
                    var d = (features[i, f] - features[j, f]) * scale[f];
                    sum += d * d;
                }

                return Math.Sqrt(sum);
            }
        );
    }

    /// <summary>Edit distance of two courses of visited items (Levenshtein 1966), over the longer length [1]: 0 the same course, 1 nothing
    /// in common.</summary>
    public static double OfCourses(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.IsEmpty && b.IsEmpty)
        {
            return 0;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length] / (double)Math.Max(a.Length, b.Length);
    }
}
