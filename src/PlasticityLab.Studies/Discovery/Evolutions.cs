using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Evolutions from random starts; the conditions take turns.</summary>
/// <remarks>Where networks score 0 everywhere there is no slope to climb, so a tenth of the mean score of the population model over the
/// operating points is added. A counterexample search subtracts the size of the time-reversal index.</remarks>
internal static class Evolutions
{
    private const double FirstStep = 0.5,
        OfTheModel = 0.1;

    public static (IReadOnlyList<Trial> Rules, IReadOnlyList<SearchEvolutionRow> Generations) Run(
        StudySpec study,
        SearchSection search,
        RuleTrials trials
    )
    {
        var (rules, rows) = (new List<Trial>(), new List<SearchEvolutionRow>());
        string[] conditions = [.. study.Conditions.Keys];
        for (var number = 0; number < (search.Evolution is { } e ? e.Starts + e.Counterexamples : 0); number++)
        {
            One(search, search.Evolution!, trials, number, conditions[number % conditions.Length], rules, rows);
        }

        return (rules, rows);
    }

    private static void One(
        SearchSection search,
        EvolutionSearch evolution,
        RuleTrials trials,
        int number,
        string condition,
        List<Trial> rules,
        List<SearchEvolutionRow> rows
    )
    {
        var random = new RandomStreams((ulong)search.Root).Open(StreamPurpose.Tuning, $"evolution {number}");
        var gain = RuleDraws.Gain(random);
        var cma = new CmaEs(RuleDraws.Start(random), FirstStep, evolution.Population, random);
        var (penalised, soFar) = (number >= evolution.Starts, double.NaN);
        for (var generation = 0; generation < evolution.Evaluations / evolution.Population; generation++)
        {
            var tried = trials.Try(
                [.. cma.Ask().Select((place, k) => new Trial("evolution", rules.Count + k, condition, RuleDraws.At(place, gain)))],
                $"evolution {number + 1} of {evolution.Starts + evolution.Counterexamples}, generation {generation + 1}"
            );
            var best = tried.Max(trial => trial.Seen?.Score) ?? double.NaN;
            soFar = double.IsNaN(soFar) || best > soFar ? best : soFar;
            rows.Add(new(number, generation, condition, penalised, best, soFar, cma.Sigma));
            rules.AddRange(tried);
            cma.Tell([.. tried.Select(trial => Fitness(trial, penalised))]);
        }
    }

    private static double Fitness(Trial trial, bool penalised)
    {
        var index = trial.Told!.Index;
        return (trial.Seen?.Score ?? 0)
            + (OfTheModel * trial.Told.Model.Mean)
            - (penalised && double.IsFinite(index) ? Math.Abs(index) : 0);
    }
}
