using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Exporting;

/// <summary>A network of a finished study of which arrays may have been kept.</summary>
/// <param name="Rule">Rule or control, as the tables name it.</param>
/// <param name="Condition">Condition.</param>
/// <param name="Seed">Seed.</param>
public sealed record KeptNetwork(string Rule, string Condition, ulong Seed)
{
    /// <summary>RULE_CONDITION_SEED; of all networks of a study no two are alike.</summary>
    public required string Name { get; init; }
}

/// <summary>The networks of a finished study of which arrays were kept, and these arrays: the one reader of <c>weights.npz</c>,
/// <c>weights_over_time.npz</c> and <c>activity.npz</c> by network.</summary>
public sealed class KeptNetworks : IDisposable
{
    private readonly NpzArchive? _last,
        _course,
        _activity;
    private readonly Func<string, string, string> _exampleName,
        _recordedName;
    private readonly StudyFolder _folder;
    private readonly ulong _first;
    private readonly bool _every;

    /// <summary>Those of a study.</summary>
    public KeptNetworks(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        NpzArchive? Open(string name) =>
            Path.Combine(study.Folder, "tables", name) is var path && File.Exists(path) ? NpzArchive.Open(path) : null;
        (_last, _course, _activity) = (Open("weights.npz"), Open("weights_over_time.npz"), Open("activity.npz"));
        _folder = StudyFolder.Load(study.Folder);
        _first = study.Study.Seeds.All().FirstOrDefault();
        _every = study.Study.Recording?.Networks == RecordedNetworks.All;
        var learning = study.Study.Rules.Where(rule => rule.Learning is { IsGiven: false, Rule: not "no_learning" });
        string[] recorded = [.. learning.Select(rule => rule.Name)],
            shown = [ControlNames.NoLearning, ControlNames.Oracle, .. study.Study.Rules.Select(rule => rule.Name)];
        var rows = study.Rows<OutcomeRow>().Where(row => shown.Contains(row.Rule)).ToArray();
        var pairs = rows.Select(row => (row.Rule, row.Condition)).Distinct().ToArray();
        (_exampleName, _recordedName) = (ArrayNames.For(pairs), ArrayNames.For(pairs.Where(pair => recorded.Contains(pair.Rule))));
        All =
        [
            .. rows.Where(row => row.Seed == _first || (_every && recorded.Contains(row.Rule)))
                .Select(row => new KeptNetwork(row.Rule, row.Condition, row.Seed)
                {
                    Name = $"{_exampleName(row.Rule, row.Condition)}_{row.Seed}",
                }),
        ];
    }

    /// <summary>The example of each rule and control in each condition, and, where every network was recorded, those of the other
    /// seeds.</summary>
    public IReadOnlyList<KeptNetwork> All { get; }

    /// <summary>Whether it is the example of its rule and condition: the network of the first seed.</summary>
    public bool IsExample(KeptNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Seed == _first;
    }

    /// <summary>What was run to get it: network, task, and learning with the values that it was scored with.</summary>
    /// <exception cref="UserError">The store beside the study no longer holds the run.</exception>
    public RunSpec Run(KeptNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var id = StudyContents.RunOf(_folder.Path, network.Condition, network.Rule, network.Seed);
        var parts = id is null
            ? []
            : _folder.Store().Find(id).Where(part => part.Name.StartsWith(RunPart.Prefix, StringComparison.Ordinal));
        return parts.Select(part => RunPart.Read(part.Bytes.Span).Spec).OfType<RunSpec>().FirstOrDefault()
            ?? throw new UserError(
                $"The run of {network.Rule} in {network.Condition}, seed {network.Seed}, is not in the store beside {_folder.Path}, so the values that it was run with are not known; compute it again: plasticity study finish {_folder.Path}."
            );
    }

    /// <summary>The weights that it learned, W[post, pre]; null: not kept.</summary>
    public NpyArray? Weights(KeptNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return IsExample(network) ? Find(_last, $"W_{_exampleName(network.Rule, network.Condition)}") : null;
    }

    /// <summary>Its weights after some epochs of training, W[snapshot, post, pre], and these epochs; null: not recorded.</summary>
    public (NpyArray Epochs, NpyArray Weights)? Course(KeptNetwork network) => Pair(_course, "epochs", "W", network);

    /// <summary>Its activity in the first replay, [time, neuron], and the times from the onset of the cue [s]; null: not
    /// recorded.</summary>
    public (NpyArray Times, NpyArray Rates)? Activity(KeptNetwork network) => Pair(_activity, "time", "rates", network);

    /// <inheritdoc/>
    public void Dispose()
    {
        _last?.Dispose();
        _course?.Dispose();
        _activity?.Dispose();
    }

    private (NpyArray, NpyArray)? Pair(NpzArchive? archive, string first, string second, KeptNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var name = _recordedName(network.Rule, network.Condition) + (_every ? $"_{network.Seed}" : "");
        return (_every || IsExample(network)) && Find(archive, $"{second}_{name}") is { } array
            ? (Find(archive, $"{first}_{name}")!, array)
            : null;
    }

    private static NpyArray? Find(NpzArchive? archive, string name) =>
        archive is not null && archive.Arrays.Any(array => array.Name == name) ? archive.Read(name) : null;
}
