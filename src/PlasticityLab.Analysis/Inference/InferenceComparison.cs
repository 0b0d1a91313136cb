using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Analysis.Inference;

/// <summary>What else explains a recording: rules of the catalogue and formulas; and the experiment that would tell them apart.</summary>
internal sealed class InferenceComparison(FeatureBank bank, TermSearch search, FittedTerms best, TraceTimes times, double[] grid)
{
    private const int MostEqual = 6;

    /// <summary>The inference with what else explains the recording, and the experiment to do next.</summary>
    /// <param name="result">The inference so far.</param>
    /// <param name="start">Weight at the start of the experiment [weight unit].</param>
    public RuleInference Of(RuleInference result, double start)
    {
        var catalogue = new CatalogueFits(bank, search, grid).Run(best.Price, best.Left);
        EqualFormula[] equal =
        [
            .. search
                .AsGoodAs(best, times, MostEqual + 1)
                .Where(fit => !fit.Terms.SequenceEqual(best.Terms))
                .Concat(Allowed(result.Confusions))
                .Select(fit => Formula(fit))
                .DistinctBy(formula => formula.Text)
                .Take(MostEqual),
        ];
        var told = result with { Catalogue = catalogue, Equal = equal };
        var rivals = RivalsOf(told);
        return told with
        {
            Rivals = rivals,
            Next =
                rivals.Count < 2 || told.TermMissing
                    ? null
                    : NextExperiment.Choose([.. rivals.Select(rival => rival.Rule)], Smallest(told), start),
        };
    }

    // A reading without any noise is not to be had: a hundredth of what the weights do is as good as it gets.
    private double Smallest(RuleInference told) => Math.Max(told.Noise, 0.01 * Math.Sqrt(search.Total / bank.Rows));

    // Rules of the catalogue first, of those that are one formula one; where only one is left, formulas.
    private static List<(string Name, ILearningRule Rule)> RivalsOf(RuleInference told)
    {
        var named = told.EqualGroups.Select(group => (RuleCatalog.Card(group[0].Rule).Name, (ILearningRule)group[0].Point)).ToList();
        if (named.Count == 0)
        {
            named.Add((told.Text, told.Rule));
        }

        return named.Count >= 2
            ? [.. named.Take(MostEqual)]
            : [.. named, .. told.Equal.Take(3).Select(formula => (formula.Text, (ILearningRule)formula.Rule))];
    }

    // A term of the rule written through another that the recording cannot tell from a sum with it.
    private IEnumerable<FittedTerms> Allowed(IReadOnlyList<TermConfusion> confusions)
    {
        foreach (var confusion in confusions.Where(c => c.Sum.Count > 0).OrderBy(c => c.Sum.Count))
        {
            foreach (var term in best.Terms.Where(term => confusion.Sum.Any(part => part.Term == term)))
            {
                SpaceTerm[] terms =
                [
                    .. best.Terms.Where(other => other != term),
                    confusion.Term,
                    .. confusion.Sum.Select(part => part.Term).Where(other => other != term && !best.Terms.Contains(other)),
                ];
                var fit = search.Fit(terms);
                if (fit.Left - best.Left <= TermLibrary.OwnShare * search.Total)
                {
                    yield return fit;
                }
            }
        }
    }

    private EqualFormula Formula(FittedTerms fit)
    {
        var rule = fit.Rule();
        return new(RuleInference.TextOf(rule), 1 - (fit.Left / search.Total), rule);
    }
}
