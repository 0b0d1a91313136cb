using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Analyses;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Spec;

/// <summary>A study: a question, the networks, the rules to compare, and everything that decides the answer. Resolved, it is canonical JSON
/// whose hash is the study's identity.</summary>
public sealed record StudySpec
{
    /// <summary>The version of the format that is written: since 2, times are in seconds.</summary>
    public const int Schema = 2;

    /// <summary>Version of this format: 2; files that say 1 are read as long as every time carries its unit.</summary>
    public int SchemaVersion { get; init; } = Schema;

    /// <summary>Short name; also the beginning of the result folder's name.</summary>
    public string Name { get; init; } = "study";

    /// <summary>Title for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>The question that the study asks.</summary>
    public string Question { get; init; } = "";

    /// <summary>What is expected, and other notes; shown in the report.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The network.</summary>
    public INetworkKind Network { get; init; } = new RateNetwork();

    /// <summary>The conditions, crossed with the rules; each changes something of the network.</summary>
    public ImmutableSortedDictionary<string, ConditionSection> Conditions { get; init; } =
        ImmutableSortedDictionary<string, ConditionSection>.Empty.Add("A", new());

    /// <summary>What the networks are to learn.</summary>
    public ITask Task { get; init; } = new Chain();

    /// <summary>The rules to compare.</summary>
    public ImmutableArray<RuleSection> Rules { get; init; } = [];

    /// <summary>The search for each rule's best values; absent: the values of the rules as they stand.</summary>
    public TuningSection? Tuning { get; init; }

    /// <summary>The grid of operating points at which networks are read out while tuning.</summary>
    public ReadoutSection Readout { get; init; } = new();

    /// <summary>The fresh seeds that networks are scored on.</summary>
    public SeedSection Seeds { get; init; } = new();

    /// <summary>Controls: no_learning, oracle, shuffled, sign_flipped.</summary>
    public ImmutableArray<string> Controls { get; init; } = [];

    /// <summary>The rule compass; absent: not run.</summary>
    public CompassSection? Compass { get; init; }

    /// <summary>The map of hand-built chains; absent: not run.</summary>
    public FunctionMapSection? FunctionMap { get; init; }

    /// <summary>Sweeps around the tuned values; each varies one thing.</summary>
    public ImmutableArray<SweepSection> Sweeps { get; init; } = [];

    /// <summary>What the rules remember: tunes, episodes, capacity, retention, working memory, sequences without a teacher; absent: not
    /// run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemorySection? Memory { get; init; }

    /// <summary>The search of the space of bilinear rules; absent: not run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SearchSection? Search { get; init; }

    /// <summary>Interventions on what the rules have learned: necessary, sufficient, exchanged, dosed; absent: not run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MechanismSection? Mechanism { get; init; }

    /// <summary>What is kept of networks over time, beside their measures; absent in a study of rate networks: nothing, in one of spiking networks: the
    /// defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordingSection? Recording { get; init; }

    /// <summary>Maps of behaviour over two quantities. Absent from the canonical JSON when there is none, so that studies without maps keep
    /// their names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<MapSection> Maps { get; init; }

    /// <summary>What the study's author claims, before any run: a list of claims, or the names of files that hold some; <c>founding</c> for
    /// the five that the project was founded on. Absent from the canonical JSON when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<IClaim> Claims { get; init; }

    /// <summary>What is measured, by id, in the order of the columns; the task's score is always measured. Absent: everything that networks
    /// of the task have. Probes that no measure reads are not asked. Absent from the canonical JSON when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<string> Measures { get; init; }

    /// <summary>Analyses that the study asks for: those of further libraries, which run only where they are named, and those with settings
    /// of their own. PlasticityLab's own always run. Absent from the canonical JSON when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<IStudyAnalysis> Analyses { get; init; }

    /// <summary>Where the rules' values come from when they were tuned beforehand, with equal budgets, in another study; shown with every
    /// answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TunedBy { get; init; }

    /// <summary>Difference of S or D that does not matter: two rules are called equivalent when the whole interval lies within
    /// it.</summary>
    public double EquivalenceMargin { get; init; } = 0.05;

    /// <summary>double or single.</summary>
    public string Precision { get; init; } = "double";

    /// <summary>The analyses that the study runs: PlasticityLab's own, with the settings that the study gives them, then the others that it
    /// names.</summary>
    [JsonIgnore]
    public IEnumerable<IStudyAnalysis> AllAnalyses
    {
        get
        {
            IStudyAnalysis[] named = Analyses.IsDefault ? [] : [.. Analyses];
            IStudyAnalysis[] own =
            [
                .. Catalog.Of<IStudyAnalysis>().All.Where(analysis => analysis.GetType().Assembly == typeof(IStudyAnalysis).Assembly),
            ];
            return own.Select(analysis => Array.Find(named, other => other.GetType() == analysis.GetType()) ?? analysis)
                .Concat(named.Where(analysis => own.All(other => other.GetType() != analysis.GetType())));
        }
    }

    /// <summary>What is measured of the study's networks; null: everything.</summary>
    [JsonIgnore]
    public MeasureSet? Wanted => Measures.IsDefaultOrEmpty ? null : MeasureSet.Some(Task, Measures);

    /// <summary>Whether everything that is to be measured is in the catalogue.</summary>
    [JsonIgnore]
    internal bool CanMeasure =>
        (Measures.IsDefault ? [] : Measures).Append(Task.Card.Score).All(Catalog.Of<Analysis.Measures.IMeasure>().Has);

    /// <summary>A run with what a condition changes.</summary>
    public RunSpec In(string condition, RunSpec run) =>
        Conditions[condition].Changes.Aggregate(run, (changed, change) => RunPatch.With(changed, change.Key, change.Value));

    /// <summary>The network with what a condition changes.</summary>
    public INetworkKind NetworkIn(string condition) => In(condition, Template).Network;

    /// <summary>A run of this study without a rule of its own, to look settings up in.</summary>
    [JsonIgnore]
    public RunSpec Template =>
        new()
        {
            Network = Network,
            Task = Task,
            Learning = new LearningChoice { Rule = "no_learning" },
            Seed = (ulong)Math.Max(0, Seeds.First),
            Readouts = [new(1, 1)],
            Precision = Precision,
        };

    /// <summary>Canonical JSON of the resolved study.</summary>
    public string ToCanonicalJson() => JsonSerializer.Serialize(this, Json.Canonical);

    /// <summary>The study's identity: the beginning of the SHA-256 of its canonical JSON.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToCanonicalJson())))[..8];
}

/// <summary>What a condition changes of the network.</summary>
public sealed record ConditionSection
{
    /// <summary>Name for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>Settings of the network or the perturbation by their paths: <c>network.adaptation: 1</c>.</summary>
    public ImmutableSortedDictionary<string, string> Changes { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A rule of the study, with values that hold in every condition or in one.</summary>
public sealed record RuleSection
{
    /// <summary>Name in tables and figures; empty: the rule's short name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The rule.</summary>
    public required LearningChoice Learning { get; init; }

    /// <summary>Operating point when nothing is tuned.</summary>
    public OperatingPoint Point { get; init; } = new(2, 1);

    /// <summary>Other values in a condition, by the condition's name.</summary>
    public ImmutableSortedDictionary<string, ConditionedRule> In { get; init; } = ImmutableSortedDictionary<string, ConditionedRule>.Empty;

    /// <summary>Ranges to search instead of the declared ones.</summary>
    public ImmutableArray<Tuning.ParameterRange> Search { get; init; } = [];

    /// <summary>The rule with the files found that it names (<see cref="WeightArray.At"/>).</summary>
    internal RuleSection At(string folder) =>
        this with
        {
            Learning = Learning.At(folder, "weights"),
            In = In.ToImmutableSortedDictionary(
                pair => pair.Key,
                pair => pair.Value with { Learning = pair.Value.Learning.At(folder, $"in.{pair.Key}.weights") },
                In.KeyComparer
            ),
        };

    /// <summary>The values in a condition.</summary>
    public ConditionedRule For(string condition) => In.GetValueOrDefault(condition) ?? new(Learning, Point);
}

/// <summary>A rule's values in one condition.</summary>
/// <param name="Learning">The learning.</param>
/// <param name="Point">Where it is read out.</param>
public sealed record ConditionedRule(LearningChoice Learning, OperatingPoint Point);

/// <summary>The search for values.</summary>
public sealed record TuningSection
{
    /// <summary>Random configurations per rule and condition.</summary>
    public int Configurations { get; init; } = 60;

    /// <summary>Seed of the draws.</summary>
    public int Root { get; init; } = 9000;

    /// <summary>First validation seed.</summary>
    public int FirstSeed { get; init; } = 9001;

    /// <summary>A random configuration succeeds above this S.</summary>
    public double SuccessAbove { get; init; } = 0.7;
}

/// <summary>Operating points: every inhibition with every gain.</summary>
public sealed record ReadoutSection
{
    /// <summary>w_I.</summary>
    public ImmutableArray<double> Inhibition { get; init; } = [1, 2, 4];

    /// <summary>γ.</summary>
    public ImmutableArray<double> Gain { get; init; } = [0.7, 1, 1.4, 2];

    /// <summary>How often the grid may be widened for a rule whose best point stands on its border; 0: never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Widen { get; init; }

    /// <summary>The grid.</summary>
    public ImmutableArray<OperatingPoint> Points() =>
        [.. Inhibition.SelectMany(inhibition => Gain.Select(gain => new OperatingPoint(inhibition, gain)))];
}

/// <summary>Seeds of the scored networks.</summary>
public sealed record SeedSection
{
    /// <summary>First seed.</summary>
    public int First { get; init; } = 100;

    /// <summary>How many.</summary>
    public int Count { get; init; } = 20;

    /// <summary>The seeds.</summary>
    public IEnumerable<ulong> All() => Enumerable.Range(First, Count).Select(seed => (ulong)seed);
}

/// <summary>The rule compass: S, D and lag weights as the rule turns from Hebb to STDP to anti-Hebb to anti-STDP.</summary>
public sealed record CompassSection
{
    /// <summary>Steps around the circle.</summary>
    public int Angles { get; init; } = 24;

    /// <summary>Learning rates [1/s].</summary>
    public ImmutableArray<double> Eta { get; init; } = [3, 8];

    /// <summary>τ₊ = τ₋ [s].</summary>
    [Unit("s")]
    public double Tau { get; init; } = 0.012;

    /// <summary>w_max.</summary>
    public double WeightMax { get; init; } = 1.5;

    /// <summary>κ.</summary>
    public double TrainingGain { get; init; } = 0.3;

    /// <summary>Networks at each angle; the first of the study's seeds.</summary>
    public int Seeds { get; init; } = 6;
}

/// <summary>Hand-built chains over a grid of self, forward and backward weight.</summary>
public sealed record FunctionMapSection
{
    /// <summary>Largest weight.</summary>
    public double Max { get; init; } = 2.4;

    /// <summary>Grid points along each axis.</summary>
    public int Steps { get; init; } = 13;

    /// <summary>Inhibitions; the best one counts.</summary>
    public ImmutableArray<double> Inhibition { get; init; } = [1, 2, 4];

    /// <summary>Networks at each point; the first of the study's seeds.</summary>
    public int Seeds { get; init; } = 2;
}

/// <summary>One thing varied around each rule's values.</summary>
public sealed record SweepSection
{
    /// <summary>The setting that is varied, by its path in a run: task.item, task.epochs, network.units, perturbation.noise_factor,
    /// perturbation.lesion_share, perturbation.weight_noise, learning.rule.eta, ….</summary>
    public string Path { get; init; } = "";

    /// <summary>Its values, with their units.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Networks at each value; the first of the study's seeds.</summary>
    public int Seeds { get; init; } = 6;

    /// <summary>Rules that take part, by name; empty: all.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];
}
