using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tuning;

namespace PlasticityLab.Studies.Laboratories;

/// <summary>Where runs of one kind of network are carried out. Studies, tuning, the store and the tables are the same for all kinds; a
/// laboratory knows how a network is trained and read out.</summary>
public interface ILaboratory
{
    /// <summary>Name of the kind, as in the column <c>network</c> of tables.</summary>
    string Network { get; }

    /// <summary>The space that rules are searched in.</summary>
    SearchSpace Space { get; }

    /// <summary>Where a rule is read out when neither the study file nor tuning says where.</summary>
    OperatingPoint Point { get; }

    /// <summary>Where the oracle is read out then.</summary>
    OperatingPoint OraclePoint { get; }

    /// <summary>Trains, reads out and measures: a pure function of the run.</summary>
    RunResult Execute(RunSpec run, CancellationToken cancellation);

    /// <summary>What is wrong with the study's network and task, one sentence each, with the path in the study file.</summary>
    IEnumerable<string> NetworkProblems(StudySpec study);

    /// <summary>What is wrong with a rule in this kind of network.</summary>
    IEnumerable<string> RuleProblems(StudySpec study, LearningChoice choice);

    /// <summary>What the study records and what memory it takes, in sentences; told before it runs.</summary>
    IEnumerable<string> Records(StudySpec study);
}
