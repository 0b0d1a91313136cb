using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Studies.Dynamics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>What a section of the dynamics analysis works on and writes to. Sections run in their order, so a later one may use what an
/// earlier one shared.</summary>
internal sealed class DynamicsContext(SystemFile file, ParseResult arguments, ulong seed, TextWriter text, CancellationToken cancellation)
{
    private readonly Dictionary<Type, object> _shared = [];

    /// <summary>The system after all <c>--set</c>.</summary>
    public IDynamicalSystem System => File.System;

    /// <summary>The file as read, with <see cref="SystemFile.System"/> after all <c>--set</c>.</summary>
    public SystemFile File { get; } = file;

    /// <summary>The stored run that the file holds, or null.</summary>
    public StoredRun? Run { get; init; }

    /// <summary>The command line, for a section's own options.</summary>
    public ParseResult Arguments { get; } = arguments;

    /// <summary>The seed of every random search.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The JSON document under way.</summary>
    public JsonObject Result { get; } = [];

    /// <summary>Where text for people goes; a null writer when only JSON is wanted.</summary>
    public TextWriter Text { get; } = text;

    /// <summary>Ctrl+C.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>How far the section at work is, for people who wait; empty when it does not say.</summary>
    public string Doing { get; set; } = "";

    /// <summary>A result shared between sections, made at its first use.</summary>
    public T Share<T>(Func<T> make)
        where T : class
    {
        if (!_shared.TryGetValue(typeof(T), out var value))
        {
            _shared[typeof(T)] = value = make();
        }

        return (T)value;
    }

    /// <summary>Leaves a result for later sections, such as the figures.</summary>
    public void Keep<T>(T value)
        where T : class => _shared[typeof(T)] = value;

    /// <summary>What an earlier section left, or null.</summary>
    public T? Kept<T>()
        where T : class => _shared.GetValueOrDefault(typeof(T)) as T;

    /// <summary>How this document is written: snake case, full precision, NaN and infinity as null.</summary>
    public static JsonSerializerOptions JsonOptions { get; } =
        new()
        {
            WriteIndented = true,
            IndentSize = 1,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new FiniteOrNull() },
        };

    /// <summary>A value as JSON in this document's style.</summary>
    public static JsonNode? Json<T>(T value) => JsonSerializer.SerializeToNode(value, JsonOptions);

    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
