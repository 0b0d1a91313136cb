using System.Reflection;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Analysis.Structure;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Tests.Analysis;

/// <summary>Every measure of structure and similarity and every statistic, on shapes at the edge (empty, equal, constant, tied, in parts, of
/// one unit) and in units from 1e-15 to 1e15: the answer is the same, scaled, whatever the names of the units; or it is refused in one
/// sentence, in every unit alike. No method is missing.</summary>
public class EveryMeasureTests
{
    /// <summary>A measure of one input: its values, each with the power of the unit that it has.</summary>
    /// <param name="Method">Type and method.</param>
    /// <param name="Values">The values; NaN where there is none.</param>
    /// <param name="Named">Whether the answer may hang on the order of the rows.</param>
    private sealed record Measure<T>(string Method, Func<T, (double Value, int Power)[]> Values, bool Named = false);

    private static RandomStream Stream() => new RandomStreams(5).Open(StreamPurpose.Analysis, 3);

    private static (double, int)[] Free(params double[] values) => [.. values.Select(value => (value, 0))];

    private static (double, int)[] Scaled(params double[] values) => [.. values.Select(value => (value, 1))];

    // Of a square matrix of weights.
    private static readonly Measure<Matrix>[] Structures =
    [
        new("Asymmetry.Of", w => Asymmetry.Of(w) is var x ? Free(x.Index, x.SymmetryCorrelation, x.Pearson, x.NormRatio) : []),
        new("ChainDetection.Of", w => [(ChainDetection.Of(w).Count, 0), .. Scaled([.. ChainDetection.Of(w).Select(c => c.MeanWeight)])]),
        new(
            "Dimensionality.OfSingularValues",
            w => Dimensionality.OfSingularValues(w) is var x ? Free(x.ParticipationRatio, x.ComponentsFor90Percent, x.EntropyDimension) : []
        ),
        new("Dimensionality.OfSamples", w => Free(Dimensionality.OfSamples(Tall(w)).ParticipationRatio), true),
        new("Dimensionality.Of", w => Free(Dimensionality.Of([.. w.Values.Select(Math.Abs)]).EntropyDimension)),
        new(
            "HodgeDecomposition.Of",
            w => HodgeDecomposition.Of(w) is var x ? Free(x.GradientShare, x.CurlShare, x.HarmonicShare, x.Components) : []
        ),
        new("LagProfile.Linear", w => [(LagProfile.Linear(w).RSquared, 0), (LagProfile.Linear(w).Mean[0], 1)], true),
        new("LagProfile.Cyclic", w => [(LagProfile.Cyclic(w).RSquared, 0), (LagProfile.Cyclic(w).Mean[0], 1)], true),
        new("Modularity.Maximum", w => Free([.. Enum.GetValues<ModularityKind>().Select(kind => Modularity.Maximum(w, kind, Stream()).Q)])),
        new(
            "Modularity.Of",
            w => Free(Modularity.Of(w, Enumerable.Range(0, w.Rows).Select(i => i % 2).ToArray(), ModularityKind.Signed)),
            true
        ),
        new("MotifRatios.Of", w => MotifRatios.Of(w) is var x ? Free(x.ConnectionProbability, x.OneWayRatio, x.ReciprocalRatio) : []),
        // Eigenvalues of defective matrices are known to a root of rounding only: of those the departure, which is not.
        new("NonNormality.Of", w => [(NonNormality.Of(w).HenriciNormalised, 0), (NonNormality.Of(w).NumericalAbscissa, 1)]),
        new("Reciprocity.Of", w => Reciprocity.Of(w) is var x ? Free(x.Share, x.Density, x.Rho, x.Weighted, x.ReciprocalRatio) : []),
        new("Seriation.ByFlow", w => Free(Seriation.ByFlow(w, Stream()).Feedforwardness)),
        new(
            "Seriation.ByPath",
            w => Scaled(Seriation.ByPath(w, Stream()).Order is var o ? o.Skip(1).Zip(o, (to, from) => w[to, from]).Sum() : 0)
        ),
        new("Spectrum.Of", w => [(Spectrum.Of(w).Reciprocity, 0), (Spectrum.Of(w).Centre, 1), (Spectrum.Of(w).Radius, 1)]),
        new("TriadCensus.Of", w => Free([.. TriadCensus.Of(w).Counts.Select(count => (double)count)])),
        new(
            "TriadNull.Test",
            w => Free(w.Rows < 3 ? [] : [.. TriadNull.Test(TriadCensus.Links(w), Stream(), 20).Observed.Select(count => (double)count)])
        ),
        new("TrophicLevels.Of", w => Free(TrophicLevels.Of(w).Incoherence, TrophicLevels.Of(w).Components)),
        new(
            "WeightDistribution.Of",
            w =>
                WeightDistribution.Of(w) is var x
                    ?
                    [
                        .. Free(x.Skewness, x.Kurtosis, x.Bimodality, x.Gini, x.TopTenPercentShare, x.LogStandardDeviation),
                        .. Scaled(x.Mean, x.StandardDeviation),
                    ]
                    : []
        ),
        new(
            "BlockStructure.Of",
            w =>
                Scaled(BlockStructure.Of(w, new Assemblies(w.Rows, Enumerable.Range(0, w.Rows).Select(i => new[] { i })), 1).Blocks.Values),
            true
        ),
        new(
            "AssemblyBlocks.Of",
            w => Scaled(AssemblyBlocks.Of(w, [.. Enumerable.Range(0, w.Rows).Select(i => new[] { i })]).Blocks.Values),
            true
        ),
        new("SpectralDistance.Of", w => SpectralDistance.Of(w, Turned(w)) is var x ? Scaled(x.SingularValues, x.SymmetricPart) : [], true),
        new(
            "AlignedDistance.Of",
            w => AlignedDistance.Of(w, Turned(w)) is var x ? [(x.Frobenius, 1), (x.Normalised, 0), (x.SymmetricCosine, 0)] : [],
            true
        ),
        new("GraphMatching.Of", w => Scaled(GraphMatching.Of(w, Turned(w), Stream()).Distance), true),
        new("DynamicalSimilarity.Of", w => Scaled(w.Rows > 4 ? 0 : DynamicalSimilarity.Of(w, Turned(w), Stream(), 4).Euclidean), true),
        // Of activity: rows are samples.
        new("Cka.Linear", w => Free(Cka.Linear(Tall(w), Tall(Turned(w)))), true),
        new("Cka.Debiased", w => Free(Cka.Debiased(Tall(w), Tall(Turned(w)))), true),
        new("Procrustes.Of", w => Procrustes.Of(Tall(w), Tall(Turned(w))) is var x ? Free(x.Angular, x.Disparity) : [], true),
        new("CanonicalCorrelations.Of", w => Free(CanonicalCorrelations.Of(Tall(w), Tall(Turned(w)))), true),
        new("DelayDmd.Fit", w => Free(DelayDmd.Fit([Tall(w)], 2, 1, 1).VarianceKept), true),
        new(
            "FeatureDistances.Standardised",
            w => Free(FeatureDistances.Standardised(Tall(w), [.. Enumerable.Range(0, Tall(w).Rows).Select(i => i % 2)]).Values),
            true
        ),
    ];

    // Of two samples of one length.
    private static readonly Measure<(double[] A, double[] B)>[] Statistics =
    [
        new("Sample.Mean", x => Scaled(Sample.Mean(x.A)), true),
        new("Sample.Variance", x => [(Sample.Variance(x.A), 2)], true),
        new("Sample.SumOfSquares", x => [(Sample.SumOfSquares(x.A), 2)], true),
        new("Sample.StandardDeviation", x => Scaled(Sample.StandardDeviation(x.A)), true),
        new("Sample.Median", x => Scaled(Sample.Median(x.A)), true),
        new("Sample.Quantile", x => Scaled(Sample.Quantile(x.A, 0.3)), true),
        new("Sample.Pearson", x => Free(Sample.Pearson(x.A, x.B)), true),
        new("Sample.Spearman", x => Free(Sample.Spearman(x.A, x.B)), true),
        new("Sample.Ranks", x => Free(Sample.Ranks(x.A)), true),
        new("Bootstrap.Percentile", x => Ends(Bootstrap.Percentile(x.A, Stream(), resamples: 199)), true),
        new("Bootstrap.Bca", x => Ends(Bootstrap.Bca(x.A, Stream(), resamples: 199)), true),
        new("StudentMean.Of", x => Ends(StudentMean.Of(x.A, 0.95)), true),
        new("Bootstrap.PairedDifference", x => Ends(Bootstrap.PairedDifference(x.A, x.B, Stream(), resamples: 199)), true),
        new("Bootstrap.UnpairedDifference", x => Ends(Bootstrap.UnpairedDifference(x.A, x.B, Stream(), resamples: 199)), true),
        new("CliffsDelta.Of", x => Free(CliffsDelta.Of(x.A, x.B)), true),
        new("EffectSize.HedgesG", x => Free(EffectSize.HedgesG(x.A, x.B)), true),
        new(
            "EffectSize.Paired",
            x => Free(EffectSize.Paired([.. x.A.Zip(x.B, Rounding.Difference)], Math.Max(Rounding.Scale(x.A), Rounding.Scale(x.B)))),
            true
        ),
        new("EffectSize.PairedAverage", x => Free(EffectSize.PairedAverage(x.A, x.B)), true),
        new(
            "PairedComparison.Of",
            x => PairedComparison.Of(x.A, x.B, Stream()) is var p ? Free(p.EffectSize, p.Test.PValue, p.CliffsDelta) : [],
            true
        ),
        new("PermutationTest.Paired", x => Free(PermutationTest.Paired(x.A, x.B, Stream()).PValue), true),
        new("PermutationTest.PairedSignFlip", x => Free(PermutationTest.PairedSignFlip(x.A, Stream()).PValue), true),
        new("PermutationTest.TwoSample", x => Free(PermutationTest.TwoSample(x.A, x.B, Stream()).PValue), true),
        new("Tost.Paired", x => Free(Tost.Paired(x.A, x.B, Margin(x), Stream()).PValue), true),
        new("Tost.TwoSample", x => Free(Tost.TwoSample(x.A, x.B, Margin(x), Stream()).PValue), true),
        new(
            "VarianceComponents.Of",
            x => VarianceComponents.Of(x.A, [.. x.A.Select((_, i) => i % 2)]) is var v ? Free(v.EtaSquared, v.IntraclassCorrelation) : [],
            true
        ),
        // Of the distances between the values.
        new("BetweenWithin.Of", x => Scaled(BetweenWithin.Of(Line(x), Halves(x))), true),
        new("BetweenWithin.Test", x => Free(BetweenWithin.Test(Line(x), Halves(x), Stream(), 99).PValue), true),
        new("EnergyDistance.Of", x => Scaled(EnergyDistance.Of(Line(x), Halves(x))), true),
        new("EnergyDistance.Test", x => Free(EnergyDistance.Test(Line(x), Halves(x), Stream(), 99).PValue), true),
        new("Permanova.Test", x => Free(Permanova.Test(Line(x), Halves(x), Stream(), 99).PValue), true),
        new(
            "Dispersion.Test",
            x =>
                Dispersion.Test(Line(x), Halves(x), Stream(), 99) is var d
                    ? [(d.PValue, 0), (d.MeanDistanceToCentroid.FirstOrDefault(), 1)]
                    : [],
            true
        ),
        new("Mantel.Test", x => Free(Mantel.Test(Line((x.A, [])), Line((x.B, [])), Stream(), draws: 99).PValue), true),
        new(
            "Mantel.Partial",
            x => Free(Mantel.Partial(Line((x.A, [])), Line((x.B, [])), Line((Squares(x.A), [])), Stream(), draws: 99).PValue),
            true
        ),
        new("SolutionFamilies.Find", x => Free(SolutionFamilies.Find(Line(x), Stream(), draws: 9).Count), true),
        new("Clustering.KMedoids", x => Free([.. Clustering.KMedoids(Line(x), 2).Select(k => (double)k)]), true),
        new("Clustering.AverageLinkage", x => Free([.. Clustering.AverageLinkage(Line(x), 2).Select(k => (double)k)]), true),
        new("Clustering.Silhouette", x => Free(Clustering.Silhouette(Line(x), Halves(x))), true),
    ];

    /// <summary>What has no unit and no shape of numbers, and where it is held.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["Absence.Of"] = "words",
        ["MotifRatios.OfPairs"] = "counts",
        ["Seriation.Agreement"] = "orders: StructurePropertyTests",
        ["TriadCensus.Links"] = "in TriadNull.Test above",
        ["Weights.Check"] = "refuses: StructurePropertyTests",
        ["Weights.Problems"] = "words",
        ["Weights.Reorder"] = "moves rows",
        ["Weights.OffDiagonal"] = "copies",
        ["Weights.Components"] = "in TrophicLevels.Of above",
        ["Pairs.SquareAndFinite"] = "refuses",
        ["FeatureDistances.OfCourses"] = "whole numbers: SimilarityPropertyTests",
        ["SequenceScore.Of"] = "visits: SequenceScoreTests",
        ["Visits.Of"] = "overlaps have no unit: SequenceScoreTests",
        ["Clustering.AdjustedRand"] = "labels: BadNumbersTests",
        ["CliffsDelta.Word"] = "words",
        ["HolmCorrection.Adjust"] = "p values: RoundingTests",
        ["NormalLaw.Cumulative"] = "a law",
        ["NormalLaw.Quantile"] = "a law",
        ["PermutationTest.OfLabels"] = "any statistic: FalsePositiveRateTests",
        ["Power.PairsNeeded"] = "effects have no unit: StatisticsTests",
        ["Power.GroupSizeNeeded"] = "effects have no unit: StatisticsTests",
        ["Power.OfPaired"] = "effects have no unit: StatisticsTests",
        ["Power.OfTwoSample"] = "effects have no unit: StatisticsTests",
        ["Rounding.Slack"] = "the tolerance itself",
        ["Rounding.Scale"] = "the tolerance itself",
        ["Rounding.AreEqual"] = "the tolerance itself",
        ["Rounding.Difference"] = "the tolerance itself",
        ["Rounding.IsConstant"] = "the tolerance itself",
        ["Rounding.Unit"] = "the tolerance itself",
        ["Sample.MustBeFinite"] = "refuses",
        ["WilsonInterval.Of"] = "counts: StatisticsTests",
    };

    [Fact]
    public void No_measure_and_no_statistic_is_missing()
    {
        string[] places =
        [
            "PlasticityLab.Analysis.Structure",
            "PlasticityLab.Analysis.Similarity",
            "PlasticityLab.Analysis.Sequence",
            "PlasticityLab.Numerics.Statistics",
        ];
        var methods =
            from type in typeof(Asymmetry).Assembly.GetExportedTypes().Concat(typeof(Sample).Assembly.GetExportedTypes())
            where places.Contains(type.Namespace)
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !method.IsSpecialName
            select $"{type.Name}.{method.Name}";
        var tried = Structures.Select(m => m.Method).Concat(Statistics.Select(m => m.Method)).ToArray();
        Assert.Empty(methods.Except(tried).Except(Elsewhere.Keys));
        Assert.Empty(tried.Except(methods));
    }

    public static TheoryData<string> StructureNames => [.. Structures.Select(m => m.Method)];

    public static TheoryData<string> StatisticNames => [.. Statistics.Select(m => m.Method)];

    [Theory]
    [MemberData(nameof(StructureNames))]
    public void A_measure_knows_no_unit_and_no_names_on_shapes_at_the_edge(string method)
    {
        var measure = Structures.Single(m => m.Method == method);
        foreach (var (shape, w) in Shapes())
        {
            var plain = Answer(measure, w);
            foreach (var unit in new[] { 1e-15, 1e-6, 3e4, 1e15 })
            {
                Same(
                    $"{method} of {shape} times {unit:R}",
                    plain,
                    Answer(measure, Matrix.From(w.Rows, w.Rows, (i, j) => w[i, j] * unit)),
                    unit
                );
            }

            if (!measure.Named)
            {
                Same($"{method} of {shape} renamed", plain, Answer(measure, Weights.Reorder(w, Stream().Permutation(w.Rows))), 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(StatisticNames))]
    public void A_statistic_knows_no_unit_on_samples_at_the_edge(string method)
    {
        var measure = Statistics.Single(m => m.Method == method);
        foreach (var (shape, a, b) in Samples())
        {
            var plain = Answer(measure, (a, b));
            foreach (var unit in new[] { 1e-15, 1e-6, 3e4, 1e15 })
            {
                Same(
                    $"{method} of {shape} times {unit:R}",
                    plain,
                    Answer(measure, ([.. a.Select(x => x * unit)], [.. b.Select(x => x * unit)])),
                    unit
                );
            }
        }
    }

    // The values, or the refusal: one sentence.
    private static (double Value, int Power)[]? Answer<T>(Measure<T> measure, T input)
    {
        try
        {
            return measure.Values(input);
        }
        catch (Exception refusal) when (refusal is UserError or ArgumentException)
        {
            Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private static void Same(string what, (double Value, int Power)[]? plain, (double Value, int Power)[]? found, double unit)
    {
        Assert.True(plain is null == found is null, $"{what}: refused in one unit and not in the other");
        Assert.True(plain?.Length == found?.Length, $"{what}: {plain?.Length} values and {found?.Length}");
        foreach (var (a, b) in (plain ?? []).Zip(found ?? []))
        {
            var back = b.Value / Math.Pow(unit, b.Power);
            var near =
                (double.IsNaN(a.Value) && double.IsNaN(back))
                || a.Value == back
                || Math.Abs(a.Value - back) <= 1e-7 * Math.Max(1, Math.Abs(a.Value));
            Assert.True(near, $"{what}: {a.Value:R} and {back:R}");
        }
    }

    private static IEnumerable<(string, Matrix)> Shapes()
    {
        var random = new RandomStreams(9).Open(StreamPurpose.Analysis);
        Matrix Normal(int n) => Matrix.From(n, n, (_, _) => random.NextGaussian());
        var (a, b) = (Normal(6), Normal(7));
        yield return ("numbers at large", Normal(7));
        yield return ("one unit", Matrix.From(1, 1, (_, _) => 5));
        yield return ("two units, one link", Matrix.From(2, 2, (i, j) => i > j ? 1 : 0));
        yield return ("no link", new Matrix(4, 4));
        yield return ("equal weights", Matrix.From(5, 5, (_, _) => 0.1));
        yield return ("a chain", Matrix.From(6, 6, (i, j) => i == j + 1 ? 1 : 0));
        yield return ("a ring", Matrix.From(5, 5, (i, j) => i == (j + 1) % 5 ? 0.3 : 0));
        yield return ("two parts", Matrix.From(6, 6, (i, j) => i != j && i / 3 == j / 3 ? 1 + (0.1 * i) : 0));
        yield return (
            "blocks",
            Matrix.From(
                6,
                6,
                (i, j) =>
                    i / 2 == j / 2 ? 0.7
                    : i / 2 == (j / 2) + 1 ? 0.2
                    : 0
            )
        );
        yield return ("a star", Matrix.From(6, 6, (i, j) => i > 0 && j == 0 ? 1 : 0));
        yield return ("symmetric", Matrix.Combine(1, a, 1, a.Transpose()));
        yield return ("antisymmetric", Matrix.Combine(1, a, -1, a.Transpose()));
        yield return ("of rank 1", Matrix.From(6, 6, (i, j) => a[0, i] * a[1, j]));
        yield return ("a weak link", Matrix.From(4, 4, (i, j) => i == j + 1 ? (i == 2 ? 1e-12 : 1) : 0));
        yield return ("negative", Matrix.From(7, 7, (i, j) => -Math.Abs(b[i, j])));
        yield return ("whole numbers", Matrix.From(7, 7, (i, j) => Math.Round(b[i, j])));
    }

    private static IEnumerable<(string, double[], double[])> Samples()
    {
        var random = new RandomStreams(9).Open(StreamPurpose.Analysis);
        double[] Normal() => [.. Enumerable.Range(0, 8).Select(_ => random.NextGaussian())];
        yield return ("numbers at large", Normal(), Normal());
        yield return ("tenths", [0.1, 0.3, 0.3, 0.7, 0.2, 0.9, 0.4, 0.6], [0.2, 0.3, 0.1, 0.8, 0.2, 0.5, 0.4, 0.7]);
        yield return ("constants", [.. Enumerable.Repeat(0.1, 8)], [.. Enumerable.Repeat(0.7, 8)]);
        yield return ("one constant", [.. Enumerable.Repeat(0.1, 8)], Normal());
        yield return ("zeros", new double[8], new double[8]);
        yield return ("the same", [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]);
        yield return ("far from 0", [.. Normal().Select(x => 1e6 + x)], [.. Normal().Select(x => 1e6 + x)]);
        yield return ("one outlier", [1, 1, 1, 1, 1, 1, 1, 1e9], [1, 2, 1, 2, 1, 2, 1, 2]);
        yield return ("two pairs", [0.1, 0.4], [0.3, 0.2]);
        yield return ("one pair", [0.1], [0.3]);
        yield return ("nothing", [], []);
    }

    private static (double, int)[] Ends(Interval interval) => Scaled(interval.Estimate, interval.Low, interval.High);

    private static double Margin((double[] A, double[] B) x) => 0.5 * Math.Max(Rounding.Scale(x.A), Rounding.Scale(x.B));

    private static double[] Squares(double[] x) => [.. x.Select((value, i) => (i * i) % 5 * Rounding.Scale(x))];

    private static int[] Halves((double[] A, double[] B) x) => [.. x.A.Select(_ => 0), .. x.B.Select(_ => 1)];

    private static Matrix Line((double[] A, double[] B) x)
    {
        double[] all = [.. x.A, .. x.B];
        return Matrix.From(all.Length, all.Length, (i, j) => Rounding.Difference(Math.Max(all[i], all[j]), Math.Min(all[i], all[j])));
    }

    // Another matrix of the same kind.
    private static Matrix Turned(Matrix w) => Matrix.From(w.Rows, w.Rows, (i, j) => w[j, w.Rows - 1 - i]);

    // Twice as many samples as units.
    private static Matrix Tall(Matrix w) =>
        Matrix.From(2 * w.Rows, w.Rows, (i, j) => i < w.Rows ? w[i, j] : w[j, i - w.Rows] + w[i - w.Rows, (j + 1) % w.Rows]);
}
