using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Analysis.Mechanisms;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Mechanisms;

/// <summary>The trained networks of one rule in one condition as they are.</summary>
internal sealed class MechanismIntact
{
    /// <summary>Takes the networks on which operations are defined; those that diverged, or of which an item has no neuron of its own, are
    /// left out and counted.</summary>
    /// <param name="subject">The rule.</param>
    /// <param name="worksAbove">The score above which it works.</param>
    /// <param name="networks">Its networks.</param>
    /// <param name="together">Questions that are asked together in its condition.</param>
    public MechanismIntact(
        MechanismSubject subject,
        double worksAbove,
        ImmutableArray<(ulong Seed, RunResult Result)> networks,
        int together
    )
    {
        (Subject, Together) = (subject, together);
        Networks =
        [
            .. networks.Where(network =>
                !network.Result.Readouts.IsDefaultOrEmpty
                && !network.Result.Structure.Blocks.IsDefaultOrEmpty
                && network.Result.Structure.Blocks.All(double.IsFinite)
            ),
        ];
        LeftOut = networks.Length - Networks.Length;
        var points = Networks.SelectMany(network => network.Result.Readouts.Select(readout => readout.Point)).Distinct().ToArray();
        (Point, Scores) =
            points.Length == 0
                ? (subject.Point, [])
                : points
                    .Select(point => (point, scores: Networks.Select(network => At(network.Result, point)).ToArray()))
                    .MaxBy(pair => pair.scores.Average());
        S = MechanismTables.Mean(Scores, Random("intact"));
        Works = MechanismTest.Above([.. Scores.Select(score => score - worksAbove)], together);
    }

    /// <summary>The rule.</summary>
    public MechanismSubject Subject { get; }

    /// <summary>The networks.</summary>
    public ImmutableArray<(ulong Seed, RunResult Result)> Networks { get; }

    /// <summary>Questions that are asked together in its condition.</summary>
    public int Together { get; }

    /// <summary>Networks left out.</summary>
    public int LeftOut { get; }

    /// <summary>Their best common operating point.</summary>
    public OperatingPoint Point { get; }

    /// <summary>S of each there.</summary>
    public double[] Scores { get; }

    /// <summary>Its mean with interval.</summary>
    public Interval S { get; }

    /// <summary>Whether the rule works.</summary>
    public Decision Works { get; }

    /// <summary>The network of the next seed, round in a ring; null: there is no other.</summary>
    public (ulong Seed, RunResult Result)? After(ulong seed)
    {
        var others = Networks.Where(network => network.Seed != seed).ToArray();
        return others.Length == 0 ? null
            : Array.Find(others, network => network.Seed > seed) is { Result: not null } next ? next
            : others[0];
    }

    /// <summary>Random numbers of a question about this rule, whatever else is asked.</summary>
    public RandomStream Random(string question) =>
        new RandomStreams(18).Open(
            StreamPurpose.Analysis,
            string.Create(CultureInfo.InvariantCulture, $"mechanism {Subject.Condition} {Subject.Rule} {question}")
        );

    private static double At(RunResult result, OperatingPoint point) =>
        result.Readouts.First(readout => readout.Point == point)[ReplayScore.Id];
}
