using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Studies.Runs;

/// <summary>Inhibition and recurrent gain at which a trained network is read out.</summary>
/// <param name="Inhibition">w_I [1].</param>
/// <param name="Gain">γ [1].</param>
public readonly record struct OperatingPoint(double Inhibition, double Gain)
{
    /// <summary>The point of a readout.</summary>
    public static OperatingPoint Of(ImmutableSortedDictionary<string, double> readout)
    {
        ArgumentNullException.ThrowIfNull(readout);
        return new(readout.GetValueOrDefault("inhibition"), readout.GetValueOrDefault("gain", 1));
    }

    /// <summary>The readout of the point, of those values that a kind of network has.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="noise">Factor on the noise [1].</param>
    public ImmutableSortedDictionary<string, double> Values(KindCard kind, double noise = 1)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return ImmutableSortedDictionary<string, double>
            .Empty.Add("inhibition", Inhibition)
            .Add("gain", Gain)
            .Add("noise", noise)
            .RemoveRange(new[] { "inhibition", "gain", "noise" }.Where(name => !kind.Readout.ContainsKey(name)));
    }

    /// <summary>Points that differ for a kind of network: one where it has neither inhibition nor gain.</summary>
    public static ImmutableArray<OperatingPoint> Distinct(IEnumerable<OperatingPoint> points, KindCard kind) =>
        [.. points.DistinctBy(point => string.Join(',', point.Values(kind).Values))];
}

/// <summary>How many cues a run asks for.</summary>
public enum AskedCues
{
    /// <summary>The probes that the task's score reads: what tuning needs.</summary>
    FirstCue,

    /// <summary>All that the wanted measures read.</summary>
    AllCues,
}

/// <summary>The rule and everything else that decides how weights come about in a run.</summary>
public sealed record LearningChoice
{
    /// <summary>A rule of the catalogue, "text" (see <see cref="Equation"/>) or hand-built weights, such as "oracle".</summary>
    public required string Rule { get; init; }

    /// <summary>The rule as text, when <see cref="Rule"/> is "text".</summary>
    public string? Equation { get; init; }

    /// <summary>Parameters of the rule or of the hand-built weights by name, in SI units.</summary>
    public ImmutableSortedDictionary<string, double> Parameters { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The file of imported weights; null: they are learned or built. Absent from the canonical JSON when there is none, so that
    /// other runs keep their names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WeightArray? Weights { get; init; }

    /// <summary>−1 turns every change round.</summary>
    public double Sign { get; init; } = 1;

    /// <summary>w_max [1].</summary>
    public double WeightMax { get; init; } = 1.5;

    /// <summary>λ [1/s].</summary>
    public double Decay { get; init; }

    /// <summary>h, cap on positive input weights in units of their initial sum; in a spiking network, limit on the sum of a neuron's input
    /// weights over n_A; 0: off.</summary>
    public double Cap { get; init; }

    /// <summary>κ, recurrent gain in training [1].</summary>
    public double TrainingGain { get; init; } = 0.3;

    /// <summary>Soft instead of hard bounds.</summary>
    public bool SoftBounds { get; init; }

    /// <summary>Normalisation of input weights: none, subtractive, divisive, synaptic_scaling, heterosynaptic.</summary>
    public string Normalisation { get; init; } = "none";

    /// <summary>Presentations of the task that are heard while it learns so; 0: all of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Presentations { get; init; }

    /// <summary>What is learned afterwards, in turn, each on the weights that the one before left; absent: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [SetByCode]
    public ImmutableArray<LearningChoice> Then { get; init; }

    /// <summary>Whether it goes on by other rules.</summary>
    [JsonIgnore]
    public bool HasPhases => !Then.IsDefaultOrEmpty;

    /// <summary>Everything that is learned in turn, this first.</summary>
    [JsonIgnore]
    public IEnumerable<LearningChoice> Phases => HasPhases ? Then.Prepend(this with { Then = default }) : [this];

    /// <summary>The same with every change turned round, in all phases.</summary>
    internal LearningChoice SignTurned =>
        this with
        {
            Sign = -Sign,
            Then = HasPhases ? [.. Then.Select(phase => phase.SignTurned)] : default,
        };

    /// <summary>Whether its weights are built by hand instead of learned.</summary>
    [JsonIgnore]
    public bool IsGiven => Equation is null && Catalog.Of<IGivenWeights>().Has(Rule);

    /// <summary>The hand-built or imported weights; null: it learns.</summary>
    [JsonIgnore]
    public IGivenWeights? Given =>
        !IsGiven ? null
        : Catalog.Of<IGivenWeights>().Create(Rule, Parameters) is var given && given is ImportedWeights imported
            ? imported with
            {
                Weights = Weights,
            }
        : given;

    /// <summary>The same with the file found that it names.</summary>
    internal LearningChoice At(string folder, string where) => Weights is null ? this : this with { Weights = Weights.At(folder, where) };

    /// <summary>How a network learns by it; where weights are given it learns nothing.</summary>
    /// <exception cref="UserError">The rule or a parameter is unknown, or the text is not a local rule.</exception>
    public LearningSpec ToSpec() =>
        new()
        {
            Rule = IsGiven ? new NoLearning() : RuleChoice.Create(this),
            Sign = Sign,
            WeightMax = WeightMax,
            Decay = Decay,
            Cap = Cap > 0 ? Cap : double.PositiveInfinity,
            TrainingGain = TrainingGain,
            SoftBounds = SoftBounds,
            Normalisation = NormalisationOf(Normalisation),
        };

    private static RowNormalisation NormalisationOf(string name) =>
        Enum.TryParse<RowNormalisation>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
        && Enum.IsDefined(kind)
            ? kind
            : throw new UserError(
                $"learning.normalisation must be one of none, subtractive, divisive, synaptic_scaling, heterosynaptic, but is \"{name}\"."
            );
}

/// <summary>Damage and disturbance at recall.</summary>
public sealed record Perturbation
{
    /// <summary>None of either.</summary>
    public static Perturbation None { get; } = new();

    /// <summary>Share of neurons silenced after training [1].</summary>
    public double LesionShare { get; init; }

    /// <summary>Standard deviation of noise added to the learned weights, in units of w_max/n_A [1].</summary>
    public double WeightNoise { get; init; }

    /// <summary>Factor on the noise at recall [1].</summary>
    public double NoiseFactor { get; init; } = 1;
}

/// <summary>A complete run: nothing outside it decides its result, so its hash names the result.</summary>
public sealed record RunSpec
{
    /// <summary>Raised when the meaning of results changes, so that old results are not taken for new ones.</summary>
    public const int ResultsVersion = 3;

    /// <summary>The network.</summary>
    public required INetworkKind Network { get; init; }

    /// <summary>The task.</summary>
    public required ITask Task { get; init; }

    /// <summary>The learning.</summary>
    public required LearningChoice Learning { get; init; }

    /// <summary>Seed of the replicate: patterns, initial weights and noise; the same for every rule.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Where the network is read out.</summary>
    public required ImmutableArray<OperatingPoint> Readouts { get; init; }

    /// <summary>Which cues.</summary>
    public AskedCues Cues { get; init; } = AskedCues.AllCues;

    /// <summary>What is measured; null: everything that networks of the task have. No part of the run's name.</summary>
    [JsonIgnore]
    [SetByCode]
    public MeasureSet? Measures { get; init; }

    /// <summary>Damage and disturbance at recall.</summary>
    public Perturbation Perturbation { get; init; } = Perturbation.None;

    /// <summary>Precision: double or single.</summary>
    public string Precision { get; init; } = "double";

    /// <summary>Keep an example: overlaps over time, the weights, and the weights along training.</summary>
    public bool KeepExample { get; init; }

    /// <summary>Keep the replays at the level of items. Absent from the canonical JSON when off, so that runs without it keep their
    /// names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KeepReplay { get; init; }

    /// <summary>What is to be recorded beside the result; null: nothing. No part of the run's name.</summary>
    [JsonIgnore]
    [SetByCode]
    public RecordingWish? Record { get; init; }

    /// <summary>After training, a second sequence is learned on top, with the items of the network of this seed; 0: none. The readouts are
    /// of the first sequence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong LaterSeed { get; init; }

    /// <summary>Name the behaviour at the first operating point.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Classify { get; init; }

    /// <summary>What is measured.</summary>
    [JsonIgnore]
    public MeasureSet Wanted => Measures ?? MeasureSet.All(Task);

    /// <summary>Canonical JSON: fixed order, no white space.</summary>
    public string ToCanonicalJson() => JsonSerializer.Serialize(this, Json.Canonical);

    /// <summary>Name of the run: the beginning of the SHA-256 of its canonical JSON and the results version. Parameters that were left out
    /// are written with their defaults, so that a default that changes is another run, and one that is said is the same.</summary>
    public string Id() =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{ResultsVersion}\n{JsonSerializer.Serialize(Filled(), Json.Named)}"))
        )[..20];

    // Every parameter of the rule and of the neuron, given or not; of a text and of hand-built weights those that were given.
    private RunSpec Filled() => this with { Learning = Complete.GetValue(Learning, WithAll) };

    // The runs of a rule share its learning, which never changes.
    private static readonly ConditionalWeakTable<LearningChoice, LearningChoice> Complete = [];

    private static LearningChoice WithAll(LearningChoice learning) =>
        Filled(learning) with
        {
            Then = learning.HasPhases ? [.. learning.Then.Select(Filled)] : default,
        };

    private static LearningChoice Filled(LearningChoice learning) =>
        learning.Equation is not null || learning.IsGiven ? learning : learning with { Parameters = All(RuleChoice.Create(learning)) };

    private static ImmutableSortedDictionary<string, double> All(object record) =>
        Settings.Values(record).ToImmutableSortedDictionary(StringComparer.Ordinal);
}

/// <summary>How specs and results are written.</summary>
public static class Json
{
    /// <summary>One line, snake case, nothing left out.</summary>
    public static JsonSerializerOptions Canonical { get; } = Make(indented: false);

    /// <summary>The same without the places of files (<see cref="PlaceAttribute"/>), whose contents stand there by their hashes: what runs
    /// are named by.</summary>
    internal static JsonSerializerOptions Named { get; } = Make(indented: false, named: true);

    /// <summary>For people.</summary>
    public static JsonSerializerOptions Indented { get; } = Make(indented: true);

    private static JsonSerializerOptions Make(bool indented, bool named = false)
    {
        var options = Plain(indented);
        options.Converters.Add(new CatalogJson(named));
        if (named)
        {
            options.Converters.Add(new WeightArrayName());
        }

        return options;
    }

    private sealed class WeightArrayName : JsonConverter<WeightArray>
    {
        public override WeightArray Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, WeightArray value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Hash.Length > 0 ? value.Hash : value.File);
    }

    private static JsonSerializerOptions Plain(bool indented) =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = indented,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
}
