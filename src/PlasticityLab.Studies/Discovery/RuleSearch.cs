using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>The search of the space of local rules: random, exhaustive and evolved rules and an archive of different ones, through the
/// population model as a filter; then the best of each family on fresh networks.</summary>
public sealed record RuleSearch : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new(
            "rule_search",
            "Search of the space of rules",
            "Which bilinear local rules let a network play the sequence, found by random, exhaustive and evolutionary search.",
            "Confavreux et al. 2020, Adv. Neural Inf. Process. Syst. 33; Hansen 2016, arXiv:1604.00772; Mouret & Clune 2015, arXiv:1504.04909",
            Version: 2
        );

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new("search of the space of rules", 0, study.Search?.Expected(study) ?? 0);
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        if (study.Study.Search is not { } search)
        {
            return new();
        }

        var trials = new RuleTrials(study, this, search, cancellation);
        var listed = ListedRules.Try(study.Study, search, trials);
        var (evolved, generations) = Evolutions.Run(study.Study, search, trials);
        var (archived, cells) = RuleArchive.Run(study.Study, search, trials, [.. listed.Rules, .. evolved]);
        Trial[] all = [.. listed.Rules, .. evolved, .. archived];
        var finals = new Finalists(study, search, trials, all, cancellation);
        return new RowSet()
            .Add(() => all.Select(trial => RuleTrials.Row(trial, search.Networks)))
            .Add(() => all.Select(RuleTrials.Prediction))
            .Add(listed.Filter)
            .Add(generations)
            .Add(cells)
            .Add(finals.Claims())
            .Add(finals.Terms())
            .Add(finals.Elsewhere());
    }
}
