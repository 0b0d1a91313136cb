using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Execution;

/// <summary>A rule or control in one condition, with the values that it is scored with.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Condition">Condition.</param>
/// <param name="Values">Learning and operating point.</param>
/// <param name="Shuffled">The control for timing: another order in every epoch.</param>
/// <param name="IsControl">Whether it is a control rather than a rule under test.</param>
public sealed record StudyEntry(string Name, string Condition, ConditionedRule Values, bool Shuffled = false, bool IsControl = false)
{
    /// <summary>The run of this entry with a seed.</summary>
    public RunSpec Run(StudySpec study, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(study);
        var run = new RunSpec
        {
            Network = study.Network,
            Task = Shuffled ? ((IOrderedTask)study.Task).InAnyOrder() : study.Task,
            Learning = Values.Learning,
            Seed = seed,
            Readouts = [Values.Point],
            Precision = study.Precision,
            Measures = study.Wanted,
        };
        return study.In(Condition, run);
    }
}
