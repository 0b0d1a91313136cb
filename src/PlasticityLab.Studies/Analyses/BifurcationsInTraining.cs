using System.Globalization;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Training;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Learning as the bifurcation parameter: the equilibria of each example network, and of the rules' networks of the next seeds,
/// reduced to assemblies and followed through training.</summary>
/// <remarks>The kink of the inhibition is rounded by <see cref="Smoothing"/> assemblies, as continuation needs a derivative; weights are
/// linear between at most <see cref="Snapshots"/> epochs.</remarks>
public sealed record BifurcationsInTraining : IStudyAnalysis
{
    private const int Snapshots = 6,
        Equilibria = 12,
        Seeds = 3;
    private const double Smoothing = 0.05;
    private const string Followed = "followed";

    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("training", "Bifurcations in training", "Where equilibria appear, vanish or change as a network learns.", "this project");

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var seeds = Math.Clamp(study.Seeds.Count - 1, 0, Seeds - 1);
        return new(
            "networks followed through training",
            0,
            study.Network is RateNetwork ? study.Rules.Length * study.Conditions.Count * seeds : 0
        );
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        NetworkOutcome[] all = [.. data.Examples.Where(o => ReducedNetwork.IsPossible(data, o)), .. Replicates(study, cancellation)];
        var first = all.Length > 0 ? all[0].Seed : 0;
        NetworkOutcome[] followed =
        [
            .. all.Where(o => o.Result.Example is { BlocksByEpoch.Length: > 1 } && o.Result.Structure.Blocks.Length > 1),
        ];
        var found = study.Steps(
            this,
            [.. followed.Select(o => new AnalysisStep(o.What, o.Inputs, _ => Rows(ReducedNetwork.Of(data, o))))],
            cancellation
        );
        var rows = RowSet.Concat(found);
        return new RowSet()
            .Add(rows.Rows<TrainingEventRow>())
            .Add(rows.Rows<TrainingBranchRow>().Where(row => row.Seed == first))
            .Add(Matched(followed.Zip(found)));
    }

    // The rules' networks of the seeds after the first, with their weights kept at every epoch.
    private static IEnumerable<NetworkOutcome> Replicates(StudyContext study, CancellationToken cancellation)
    {
        var chosen = study.Study.Seeds.All().Skip(1).Take(Seeds - 1).ToHashSet();
        NetworkOutcome[] networks =
        [
            .. study.Data.Outcomes.Where(o => chosen.Contains(o.Seed) && !o.Entry.IsControl && ReducedNetwork.IsPossible(study.Data, o)),
        ];
        var kept = study.Runs(
            [.. networks.Select(o => o.Entry.Run(study.Study, o.Seed) with { KeepExample = true })],
            "networks followed through training",
            cancellation
        );
        return networks.Zip(kept, (o, result) => o with { Result = result });
    }

    private static RowSet Rows(ReducedNetwork example)
    {
        var found = Follow(example);
        var (condition, rule, seed) = (example.Outcome.Entry.Condition, example.Outcome.Entry.Name, example.Outcome.Seed);
        // Rows are rounded, and a network without events has none: events are matched by this note.
        return new RowSet()
            .AddNote(Followed, string.Join('\n', found.Events.Select(e => $"{e.Time:R}\t{e.Kind}\t{e.Change}")))
            .Add(
                found.Events.Select(e => new TrainingEventRow(
                    condition,
                    rule,
                    seed,
                    Math.Round(e.Time, 6),
                    e.Kind,
                    e.Change,
                    e.Multiplicity,
                    Place(e.State, example),
                    Math.Round(e.State[0], 6),
                    Math.Round(e.State[1], 6)
                ))
            )
            .Add(
                from branch in found.Branches.Select((branch, b) => (Number: b + 1, branch.Nodes))
                from i in Enumerable.Range(0, branch.Nodes.Count)
                let node = branch.Nodes[i]
                // Every third node is enough for a curve; changes of stability and ends are kept.
                where i == 0 || i == branch.Nodes.Count - 1 || i % 3 == 0 || node.UnstableCount != branch.Nodes[i - 1].UnstableCount
                select new TrainingBranchRow(
                    condition,
                    rule,
                    seed,
                    branch.Number,
                    Math.Round(node.Parameter, 6),
                    node.UnstableCount,
                    Place(node.State, example),
                    Math.Round(node.State[0], 6),
                    Math.Round(node.State[1], 6)
                )
            );
    }

    private static IEnumerable<TrainingMatchedRow> Matched(IEnumerable<(NetworkOutcome Network, RowSet Found)> followed) =>
        from network in followed
        group network.Found by (network.Network.Entry.Condition, network.Network.Entry.Name) into rule
        where rule.Count() > 1
        from e in TrainingEvents.Match([.. rule.Select(Events)])
        let times = e.Times.Where(double.IsFinite).ToArray()
        select new TrainingMatchedRow(
            rule.Key.Condition,
            rule.Key.Name,
            e.Kind,
            e.Change,
            e.Occurrence,
            e.Times.Count,
            times.Length,
            Math.Round(e.MedianTime, 6),
            Math.Round(times.Min(), 6),
            Math.Round(times.Max(), 6)
        );

    private static IReadOnlyList<TrainingEvent> Events(RowSet found) =>
        [
            .. found
                .Notes[Followed]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Select(words => new TrainingEvent(double.Parse(words[0], CultureInfo.InvariantCulture), words[1], words[2], [])),
        ];

    // Where the activity sits: Σ k r_k, 0 when all is silent and k when item k alone is fully active.
    private static double Place(IReadOnlyList<double> state, ReducedNetwork example) =>
        Math.Round(Enumerable.Range(0, example.Course[0].Rows).Sum(k => (k + 1) * state[k]), 6);

    private static TrainingBifurcations Follow(ReducedNetwork example)
    {
        var last = example.Course.Length - 1;
        var epochs = Enumerable.Range(0, Snapshots).Select(k => (int)Math.Round((double)k * last / (Snapshots - 1))).Distinct().ToArray();
        var point = example.Point with { Smoothing = Smoothing };
        var p = example.Blocks.Rows;
        var options = new EquilibriumOptions
        {
            MinimumStarts = 60,
            MaximumStarts = 240,
            Hints =
            [
                .. Enumerable
                    .Range(0, p)
                    .Select(k =>
                        Enumerable.Range(0, example.Point.Adaptation == 0 ? p : 2 * p).Select(i => i % p == k ? 1.0 : 0).ToArray()
                    ),
            ],
        };
        return TrainingContinuation.Follow(
            [.. epochs.Select(e => (double)e)],
            [.. epochs.Select(e => example.Course[e])],
            b => new AssemblyField(b, point),
            Known,
            new TrainingOptions { FollowCycles = false, LargestStep = 0.25 }
        );

        IReadOnlyList<double[]> Known(IVectorField field) =>
            [.. EquilibriumFinder.Find(field, ((AssemblyField)field).Box, options).Equilibria.Take(Equilibria).Select(e => e.X)];
    }
}
