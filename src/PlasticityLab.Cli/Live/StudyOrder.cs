using PlasticityLab.Numerics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli.Live;

/// <summary>What a page asks to be run as a study: the file that it would save.</summary>
internal sealed record StudyOrder
{
    private const int MostNetworks = 40,
        MostNeurons = 600,
        MostPresentations = 200;
    private const double LongestTraining = 600; // s of model time

    /// <summary>The text of the study.</summary>
    public string Study { get; init; } = "";

    /// <summary>Its networks, each as the run that the study has of it.</summary>
    /// <exception cref="UserError">The text is no study, names a file, or asks for more than a page may; one sentence each.</exception>
    public IReadOnlyList<RunSpec> Runs()
    {
        var study = ClosedStudy.Parse(Study);
        var seeds = study.Seeds.Count;
        var networks = (long)seeds * study.Rules.Length * study.Conditions.Count;
        var presentations = study
            .Rules.Select(rule =>
                rule.Learning.Phases.Sum(phase => (long)(phase.Presentations > 0 ? phase.Presentations : study.Task.Epochs))
            )
            .DefaultIfEmpty()
            .Max();
        UserError.ThrowIfAny(
            Require.All(
                networks is < 1 or > MostNetworks
                    ? $"A page may ask for 1 to {MostNetworks} networks, but the study has {networks}; run it with: plasticity study run."
                    : null,
                study.Network.Neurons > MostNeurons
                    ? $"A page may ask for networks of up to {MostNeurons} neurons, but units is {study.Network.Neurons}; run it with: plasticity study run."
                    : null,
                study.Task.TrainingTime > LongestTraining
                    ? $"A page may ask for up to {LongestTraining} s of training, but the task takes {study.Task.TrainingTime:G6} s; run it with: plasticity study run."
                    : null,
                presentations > MostPresentations
                    ? $"A page may ask for up to {MostPresentations} presentations, but the study has {presentations}; run it with: plasticity study run."
                    : null
            )
        );
        return
        [
            .. from rule in study.Rules
            from condition in study.Conditions.Keys
            from seed in study.Seeds.All()
            select new StudyEntry(rule.Name, condition, rule.For(condition)).Run(study, seed),
        ];
    }
}
