using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Kernels;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Laboratories;

/// <summary>Runs rate networks.</summary>
internal sealed class RateLaboratory : ILaboratory
{
    public string Network => "rate";

    public SearchSpace Space => SearchSpace.Rate;

    public OperatingPoint Point => new(2, 1);

    public OperatingPoint OraclePoint => new(4, 2);

    public RunResult Execute(RunSpec run, CancellationToken cancellation) => RunExecutor.ExecuteRate(run, cancellation);

    public IEnumerable<string> NetworkProblems(StudySpec study) => study.Network.ToNetwork(study.Task.AssemblySize).Problems();

    public IEnumerable<string> RuleProblems(StudySpec study, LearningChoice choice)
    {
        if (choice.Rule == "oracle")
        {
            yield break; // a hand-built chain has no traces and any sign
        }

        var rule = RuleChoice.Create(choice);
        var traces = rule.Traces;
        foreach (var trace in new[] { traces.PreFast, traces.PreSlow, traces.PostFast, traces.PostSlow })
        {
            if (trace.Kind != TraceKind.None && trace.Tau < study.Network.TimeStep)
            {
                yield return $": a trace's time constant must be at least the time step of {Quantity.Show(study.Network.TimeStep, "s")}, but is {Quantity.Show(trace.Tau, "s")}.";
            }

            if (trace.Kind == TraceKind.NearestSpike)
            {
                yield return $": {choice.Rule} pairs nearest spikes, which a rate network does not have; use a rule of the rate family (plasticity rules list).";
            }
        }

        if (LearningStep.Problem(study.Network.ToNetwork(study.Task.AssemblySize), RunExecutor.Learning(choice, rule)) is { } step)
        {
            yield return ": " + step;
        }

        foreach (var problem in study.Network.Arithmetic == "portable" ? PlasticMatrix.PortableProblems(rule) : [])
        {
            yield return $": {problem}";
        }

        if (
            choice.Rule != "text"
            && RuleCatalog.Card(choice.Rule) is { Clock: not RuleClock.EveryStep, Family: not RuleFamily.Control } card
        )
        {
            yield return $": {card.Id} is a rule on spikes and this network has rates; use {RateForm(card)}, its rate form.";
        }
    }

    public IEnumerable<string> Records(StudySpec study) => study.Recording is { } recording ? [recording.Weights(study)] : [];

    private static string RateForm(RuleCard card) =>
        card.Id switch
        {
            "spike_hebbian" => "symmetric_window",
            "spike_anti_hebbian" => "anti_hebbian",
            "spike_causal" => "causal_trace_hebb",
            "spike_anti_stdp" => "anti_stdp",
            _ => card.Id.Contains("triplet", StringComparison.Ordinal) ? "rate_triplet" : "rate_stdp",
        };
}
