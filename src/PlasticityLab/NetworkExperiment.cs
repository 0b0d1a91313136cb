using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab;

/// <summary>One network that learns a task by a rule: says what is to be done, changes nothing, so that one may stand for many.</summary>
/// <remarks>The same experiment gives the same numbers as a study file that asks for the same, since both are one
/// <see cref="RunSpec"/>.</remarks>
public sealed class NetworkExperiment
{
    internal NetworkExperiment(INetworkKind kind) =>
        Spec = new()
        {
            Network = kind,
            Task = new Chain(),
            Learning = new() { Rule = "hebbian" },
            Seed = 100,
            Readouts = [OperatingPoint.Of(kind.Card.Readout)],
            KeepReplay = true,
        };

    private NetworkExperiment(RunSpec spec) => Spec = spec;

    /// <summary>Everything that decides the outcome.</summary>
    public RunSpec Spec { get; }

    /// <summary>The task: eight items in order when nothing is said.</summary>
    public NetworkExperiment On(ITask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new(Spec with { Task = task.At(Environment.CurrentDirectory) });
    }

    /// <summary>The seed of items, initial weights and noise; 100 when nothing is said.</summary>
    public NetworkExperiment Seed(ulong seed) => new(Spec with { Seed = seed });

    /// <summary>The rule with its values.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="change">Changes what is not the rule: <c>learning => learning with { WeightMax = 2 }</c>; null: nothing.</param>
    /// <exception cref="UserError">The rule is in no catalogue.</exception>
    public NetworkExperiment Learn(ILearningRule rule, Func<LearningChoice, LearningChoice>? change = null) =>
        With(Rules.Choice(rule), change);

    /// <summary>A rule by its name in study files, or typed as an equation.</summary>
    /// <param name="rule">Id or short name, or an equation.</param>
    /// <param name="values">Values of its parameters, in SI units.</param>
    /// <exception cref="UserError">There is no such rule.</exception>
    public NetworkExperiment Learn(string rule, params IEnumerable<(string Name, double Value)> values) =>
        With(Rules.Choice(rule, values), null);

    /// <summary>The operating point at which the trained network is asked.</summary>
    /// <param name="inhibition">w_I [1].</param>
    /// <param name="gain">γ, factor on the recurrent weights [1].</param>
    public NetworkExperiment Recall(double inhibition, double gain) => new(Spec with { Readouts = [new(inhibition, gain)] });

    /// <summary>One sentence for each reason why this cannot be done.</summary>
    public IReadOnlyList<string> Problems()
    {
        string[] network = [.. Spec.Network.Problems()],
            task = [.. Spec.Task.Problems()];
        return network.Length + task.Length > 0
            ? [.. network, .. task]
            :
            [
                .. Spec.Network.Problems(Spec.Task),
                .. RuleChoice.Create(Spec.Learning).Problems(),
                .. Spec.Network.Problems(Spec.Learning.ToSpec(), Spec.Task.AssemblySize),
            ];
    }

    /// <summary>The network before it learns, to be driven step by step: hears trials, answers probes.</summary>
    /// <exception cref="UserError">This cannot be done; one sentence a problem.</exception>
    public INetwork Make()
    {
        UserError.ThrowIfAny(Problems());
        return Trained.Untrained(Spec).Network;
    }

    /// <summary>Trains a network, lets it recall and measures it.</summary>
    /// <exception cref="UserError">This cannot be done; one sentence a problem.</exception>
    public LearnedNetwork Run(CancellationToken cancellation = default)
    {
        UserError.ThrowIfAny(Problems());
        var trained = Trained.Of(Spec, keepCourse: true, cancellation);
        return new(trained, Studies.Runs.Run.Measure(trained, cancellation));
    }

    private NetworkExperiment With(LearningChoice learning, Func<LearningChoice, LearningChoice>? change) =>
        new(Spec with { Learning = change is null ? learning : change(learning) });
}
