using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>One inference on its way: the best sum of terms, what it leaves, what cannot be told.</summary>
internal sealed class InferenceWork(RuleRecording recording, InferenceOptions options, RecordingSelection selection, double[] grid)
{
    // What numbers in steps of dt leave of the right rule.
    private const double Exact = 1e-3;

    private const int FewestReceivers = 10,
        MostRounds = 5;

    private readonly FeatureBank _bank = new(recording, selection.Synapses, selection.Readings, grid);
    private readonly Func<SpaceTerm, bool> _offered = options.Offered ?? (_ => true);
    private readonly int[] _cluster = Clusters(selection.Synapses);

    public RuleInference Infer()
    {
        var search = new TermSearch(_bank, grid, _offered);
        var (best, times) = search.Run();
        // Decays along the weights that the rule found makes, until nothing is gained.
        for (var round = 0; round < MostRounds && best.Terms.Any(term => term.IsDecay); round++)
        {
            var before = best.Left;
            _bank.DecayAlong(best.Terms, best.Coefficients);
            search = new TermSearch(_bank, grid, _offered);
            (best, times) = search.Run();
            if (best.Left > 0.98 * before)
            {
                break;
            }
        }

        return Told(search, best, times);
    }

    private RuleInference Told(TermSearch search, FittedTerms best, TraceTimes times)
    {
        var random = new RandomStreams(options.Seed);
        var columns = best.Terms.Select(_bank.Column).ToArray();
        var (terms, r2) = Fitted(best, columns, random.Open(StreamPurpose.Analysis, "coefficients of an inference"));
        var left = Left(columns, best.Coefficients);
        var roughness = ClusterFit.Roughness(
            left,
            _cluster,
            selection.Readings.Length,
            options.Resamples,
            random.Open(StreamPurpose.Analysis, "rest of an inference")
        );
        var free = _bank.Rows - selection.Synapses.Length - best.Terms.Count;
        var noise = Math.Sqrt(best.Left / Math.Max(1, free));
        var missing = roughness.High < RuleInference.NoiseAbove && 1 - r2.Estimate > Exact;
        if (best.Terms.Count == 0 && !missing)
        {
            return new()
            {
                WhyNothing =
                    "Nothing can be told: no term of the space explains more of what these weights do than chance would; from reading to reading "
                    + $"they vary like noise of standard deviation {noise.Text("G3")}. Record longer, with stronger learning or with less noise.",
                Used = selection.Used,
            };
        }

        var library = TermLibrary.Of(_bank, Usual(best, times), _offered);
        var result = new RuleInference
        {
            Used = selection.Used,
            Terms = [.. terms.OrderBy(term => term.R2Without)],
            Times = Read(best, times),
            Rule = best.Rule(),
            R2 = r2,
            Roughness = roughness,
            Noise = noise,
            TermMissing = missing,
            Ridge = RidgeOf(library),
            SingularValues = library.SingularValues,
            Confusions = library.Confusions,
        };
        return options.Compare ? new InferenceComparison(_bank, search, best, times, grid).Of(result, TypicalWeight()) : result;
    }

    private double TypicalWeight() => selection.Synapses.Average(s => Math.Abs(recording.Weights[^1][s.Post, s.Pre]));

    private (double, IReadOnlyList<(SpaceTerm, double)>, double) RidgeOf(TermLibrary library)
    {
        var fit = new ClusterFit([.. library.Terms.Select(_bank.Column)], _bank.Response, _cluster, selection.Readings.Length);
        var (strength, coefficients, r2) = fit.Ridge();
        return (strength, [.. library.Terms.Zip(coefficients)], r2);
    }

    private (List<InferredTerm> Terms, Interval R2) Fitted(FittedTerms best, double[][] columns, RandomStream random)
    {
        var fit = new ClusterFit(columns, _bank.Response, _cluster, selection.Readings.Length);
        var (coefficients, r2) = fit.Bootstrap(options.Resamples, random);
        var terms = new List<InferredTerm>();
        for (var k = 0; k < columns.Length; k++)
        {
            int[] others = [.. Enumerable.Range(0, columns.Length).Where(other => other != k)];
            terms.Add(new(best.Terms[k], coefficients[k], 1 - (fit.Fit.Residual(others, new double[others.Length]) / fit.Fit.Total)));
        }

        return (terms, r2);
    }

    private double[] Left(double[][] columns, IReadOnlyList<double> coefficients)
    {
        var left = (double[])_bank.Response.Clone();
        for (var k = 0; k < columns.Length; k++)
        {
            for (var row = 0; row < left.Length; row++)
            {
                left[row] -= coefficients[k] * columns[k][row];
            }
        }

        return left;
    }

    // Receivers are resampled where there are enough of them, since what a rule misses of one is missed at all its synapses.
    private static int[] Clusters((int Post, int Pre)[] synapses)
    {
        int[] receivers = [.. synapses.Select(s => s.Post).Distinct().Order()];
        return receivers.Length >= FewestReceivers
            ? [.. synapses.Select(s => Array.IndexOf(receivers, s.Post))]
            : [.. Enumerable.Range(0, synapses.Length)];
    }

    // Where the rule reads no trace, those of usual length are asked about.
    private static TraceTimes Usual(FittedTerms best, TraceTimes times) =>
        new(
            TraceTimes.Reads(best.Terms, 0) ? times.PreFast
                : TraceTimes.Reads(best.Terms, 1) ? times.PostFast
                : 0.020,
            TraceTimes.Reads(best.Terms, 1) ? times.PostFast
                : TraceTimes.Reads(best.Terms, 0) ? times.PreFast
                : 0.020,
            TraceTimes.Reads(best.Terms, 2) ? times.PreSlow : double.NaN,
            TraceTimes.Reads(best.Terms, 3) ? times.PostSlow : double.NaN
        );

    private static TraceTimes Read(FittedTerms best, TraceTimes times)
    {
        foreach (var which in Enumerable.Range(0, TraceTimes.Count))
        {
            times = TraceTimes.Reads(best.Terms, which) ? times : times.With(which, double.NaN);
        }

        return times;
    }
}
