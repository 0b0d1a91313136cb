using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Runs;

/// <summary>Writes whatever stands in a catalogue as <c>{"kind": id, …}</c> with its own settings, and reads it back; what is neutral by
/// <see cref="AddedAttribute"/> is left out.</summary>
/// <remarks>The thousands of runs of a study share their network and their task, so the text of one and the same object is made once, and one and
/// the same text is read once. That takes objects that never change, which is known of PlasticityLab's own.</remarks>
/// <param name="named">Leaves the places of files out (<see cref="PlaceAttribute"/>): for names of runs.</param>
internal sealed class CatalogJson(bool named = false) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsInterface && typeToConvert.IsDefined(typeof(CatalogAttribute), inherit: false);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        // As an array: a lone bool would be taken for another question.
        (JsonConverter)Activator.CreateInstance(typeof(Entry<>).MakeGenericType(typeToConvert), [named])!;

    /// <summary>Whether an entry of a catalogue, with those in its settings, is of this house, whose records do not change.</summary>
    public static bool IsFrozen(object entry) =>
        entry.GetType().Assembly.GetName().Name!.StartsWith("PlasticityLab.", StringComparison.Ordinal)
        && Settings
            .Of(entry.GetType())
            .Where(setting => setting.Type.IsInterface && setting.Type.IsDefined(typeof(CatalogAttribute), inherit: false))
            .All(setting => setting.Property.GetValue(entry) is not { } inner || IsFrozen(inner));

    private sealed class Entry<T>(bool named) : JsonConverter<T>
        where T : class
    {
        private const int MostTexts = 256;
        private readonly ConditionalWeakTable<T, byte[]> _written = [];
        private readonly ConcurrentDictionary<string, T> _read = new(StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
            {
                return Catalog.Of<T>().Create(root.GetString()!);
            }

            var text = root.GetRawText();
            if (_read.TryGetValue(text, out var known))
            {
                return known;
            }

            var read = Read(root, options);
            if (_read.Count < MostTexts && IsFrozen(read))
            {
                _ = _read.TryAdd(text, read);
            }

            return read;
        }

        private static T Read(JsonElement root, JsonSerializerOptions options)
        {
            var id =
                root.ValueKind != JsonValueKind.Object ? null
                : root.TryGetProperty("kind", out var kind) ? kind.GetString()
                : Spec.Plugins.Before(typeof(T)); // as written before there were kinds
            if (id is null)
            {
                throw new JsonException($"a {Catalog.Of<T>().Noun} must be an object with its kind.");
            }

            if (!Catalog.Of<T>().Has(id))
            {
                throw new JsonException(Catalog.Of<T>().NotKnown(id));
            }

            // A copy that is this one's own: the catalogue's stays as it is.
            var value = Settings.Create<T>(Catalog.Of<T>().TypeOf(id));
            foreach (var setting in Settings.Of(value.GetType()))
            {
                if (root.TryGetProperty(setting.Name, out var given))
                {
                    var read = given.Deserialize(setting.Type, options);
                    if (read is null && setting.Default is not null)
                    {
                        throw new JsonException($"{setting.Name} must not be null.");
                    }

                    setting.Property.SetValue(value, read);
                }
            }

            // Parameters of a neuron once stood beside its name.
            return value is RateNetwork network && root.TryGetProperty("neuron_parameters", out var once)
                ? (T)
                    (object)(
                        network with
                        {
                            Neuron = Catalog
                                .Of<IRateNeuron>()
                                .Create(network.Neuron.Card.Id, once.Deserialize<Dictionary<string, double>>(options)!),
                        }
                    )
                : value;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (!_written.TryGetValue(value, out var text))
            {
                if (options.WriteIndented || !IsFrozen(value))
                {
                    WriteAnew(writer, value, options);
                    return;
                }

                var bytes = new ArrayBufferWriter<byte>();
                using (var own = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = options.Encoder }))
                {
                    WriteAnew(own, value, options);
                }

                text = bytes.WrittenSpan.ToArray();
                _written.AddOrUpdate(value, text);
            }

            writer.WriteRawValue(text, skipInputValidation: true);
        }

        private void WriteAnew(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Catalog<T>.CardOf(value)!.Id);
            foreach (var setting in Settings.Of(value.GetType()))
            {
                var given = setting.Property.GetValue(value);
                if (!setting.IsNeutral(given) && !(named && setting.Property.IsDefined(typeof(PlaceAttribute), inherit: true)))
                {
                    writer.WritePropertyName(setting.Name);
                    JsonSerializer.Serialize(writer, given, setting.Type, options);
                }
            }

            writer.WriteEndObject();
        }
    }
}
