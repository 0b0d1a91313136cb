using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlasticityLab.Studies.Spec;

/// <summary>Writes a rate network as its plain values and a spiking one as <c>kind</c> and its own values: neither carries what the other
/// would need, so that a run's identity holds what decides its result and no more.</summary>
/// <param name="plain">Options without this converter.</param>
internal sealed class NetworkSectionJson(JsonSerializerOptions plain) : JsonConverter<NetworkSection>
{
    public override NetworkSection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var network = document.RootElement.Deserialize<NetworkSection>(plain)!;
        return document.RootElement.TryGetProperty("kind", out var kind) && kind.GetString() == "spiking"
            ? network with
            {
                Spiking = document.RootElement.Deserialize<SpikingNetworkSection>(plain),
            }
            : network;
    }

    public override void Write(Utf8JsonWriter writer, NetworkSection value, JsonSerializerOptions options)
    {
        if (value.Spiking is null)
        {
            JsonSerializer.Serialize(writer, value, plain);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("kind", "spiking");
        foreach (var property in JsonSerializer.SerializeToElement(value.Spiking, plain).EnumerateObject())
        {
            property.WriteTo(writer);
        }

        writer.WriteNumber("adaptation", value.Adaptation);
        writer.WriteNumber("adaptation_tau", value.AdaptationTau);
        writer.WriteEndObject();
    }
}
