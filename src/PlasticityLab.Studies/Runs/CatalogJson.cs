using System.Text.Json;
using System.Text.Json.Serialization;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Studies.Runs;

/// <summary>Writes whatever stands in a catalogue as <c>{"kind": id, …}</c> with its own settings, and reads it back; what is neutral by
/// <see cref="AddedAttribute"/> is left out.</summary>
/// <param name="named">Leaves the places of files out (<see cref="PlaceAttribute"/>): for names of runs.</param>
internal sealed class CatalogJson(bool named = false) : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsInterface && typeToConvert.IsDefined(typeof(CatalogAttribute), inherit: false);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Entry<>).MakeGenericType(typeToConvert), named)!;

    private sealed class Entry<T>(bool named) : JsonConverter<T>
        where T : class
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
            {
                return Catalog.Of<T>().Create(root.GetString()!);
            }

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
