using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>What the study asked to record: named synapses as rows, whole weights and activity as arrays. It lies in the store beside the runs
/// that it is of; where a run was stored without, the network is trained once more.</summary>
public sealed record Recordings : IStudyAnalysis
{
    // Read and let go, since all recordings together may be more than fits into memory.
    private const int AtOnce = 16;

    /// <inheritdoc/>
    public AnalysisCard Card =>
        new(
            "recordings",
            "Recordings",
            "Weights and activity over time, of the networks and synapses that the study names.",
            "this project"
        );

    /// <summary>Whether something is recorded of a network: rules that learn, every seed or the first.</summary>
    public static bool IsOf(StudySpec study, StudyEntry entry, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(entry);
        return study.Recording is { } recording
            && !entry.IsControl
            && (recording.Networks == RecordedNetworks.All || seed == study.Seeds.All().First());
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (data, set) = (study.Data, new RowSet());
        if (RecordingSection.WishOf(data.Study) is not { } wish)
        {
            return set;
        }

        NetworkOutcome[] networks = [.. data.Outcomes.Where(o => IsOf(data.Study, o.Entry, o.Seed))];
        var rows = new List<RecordedSynapseRow>();
        foreach (var some in networks.Chunk(AtOnce))
        {
            foreach (var (network, recorded) in some.Zip(study.RecordedOf(some, wish, cancellation)))
            {
                rows.AddRange(Rows(network, wish, recorded));
            }
        }

        set.Add<RecordedSynapseRow>(rows);
        if (wish.Weights.Length > 0)
        {
            set.AddFile("weights_over_time.npz", path => Npz.Write(path, Arrays(study, networks, wish, Weights)));
        }

        if (wish.Samples > 0)
        {
            set.AddFile("activity.npz", path => Npz.Write(path, Arrays(study, networks, wish, Activity)));
        }

        return set;
    }

    private static IEnumerable<RecordedSynapseRow> Rows(NetworkOutcome network, RecordingWish wish, Recorded recorded) =>
        recorded.Synapses.SelectMany(at =>
            wish.Synapses.Zip(
                at.Weights,
                (synapse, weight) =>
                    new RecordedSynapseRow(
                        network.Entry.Condition,
                        network.Entry.Name,
                        network.Seed,
                        synapse.Post,
                        synapse.Pre,
                        at.Epoch,
                        weight
                    )
            )
        );

    // RULE_CONDITION, and the seed behind it where there is more than one network of them.
    private static IEnumerable<KeyValuePair<string, NpyArray>> Arrays(
        StudyContext study,
        NetworkOutcome[] networks,
        RecordingWish wish,
        Func<Recorded, IEnumerable<(string Name, NpyArray Array)>> choose
    )
    {
        var nameOf = ArrayNames.For(networks.Select(o => (o.Entry.Name, o.Entry.Condition)));
        var all = study.Study.Recording!.Networks == RecordedNetworks.All;
        foreach (var network in networks)
        {
            var name = nameOf(network.Entry.Name, network.Entry.Condition) + (all ? $"_{network.Seed}" : "");
            foreach (var (what, array) in choose(study.RecordedOf([network], wish, CancellationToken.None)[0]))
            {
                yield return new($"{what}_{name}", array);
            }
        }
    }

    private static IEnumerable<(string, NpyArray)> Weights(Recorded recorded) =>
        recorded.Weights is { } weights ? [("W", weights), ("epochs", recorded.Arrays["epochs"])] : [];

    private static IEnumerable<(string, NpyArray)> Activity(Recorded recorded) =>
        recorded.Activity is { } seen ? [("rates", seen.Rates), ("time", seen.Time)] : [];
}
