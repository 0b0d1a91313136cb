using System.Text.Json;
using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Cases;

/// <summary>Checks values of a JSON document by paths: keys and indices joined by points, <c>*</c> every entry, <c>#</c> their number.</summary>
internal static class JsonPaths
{
    /// <summary>Adds a problem for every path whose value is not as expected.</summary>
    /// <param name="text">The document.</param>
    /// <param name="expected">An object from paths to values.</param>
    /// <param name="tolerance">How far a number may lie from the expected one, absolute.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Check(string text, JsonElement expected, double tolerance, List<string> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var property in expected.EnumerateObject())
            {
                var found = At([document.RootElement], property.Name.Split('.'));
                if (found.Count == 0)
                {
                    problems.Add($"{property.Name} is missing");
                }

                problems.AddRange(
                    found
                        .Where(value => !Holds(value, property.Value, tolerance))
                        .Select(value => $"{property.Name} must be {property.Value}, but is {Show(value)}")
                );
            }
        }
        catch (JsonException error)
        {
            problems.Add($"standard output must be one JSON document: {error.Message}");
        }
    }

    private static string Show(object value) => value is JsonElement element ? element.GetRawText() : $"{value}";

    // A value is an element of the document, or a number that was counted.
    private static List<object> At(IEnumerable<object> values, string[] path) =>
        path.Length == 0 ? [.. values] : At(values.OfType<JsonElement>().SelectMany(value => Step(value, path[0])), path[1..]);

    private static IEnumerable<object> Step(JsonElement value, string part) =>
        (value.ValueKind, part) switch
        {
            (JsonValueKind.Array, "#") => [(double)value.GetArrayLength()],
            (JsonValueKind.Object, "#") => [(double)value.EnumerateObject().Count()],
            (JsonValueKind.Array, "*") => value.EnumerateArray().Cast<object>(),
            (JsonValueKind.Object, "*") => value.EnumerateObject().Select(property => (object)property.Value),
            (JsonValueKind.Array, _) when int.TryParse(part, out var i) && i < value.GetArrayLength() => [value[i]],
            (JsonValueKind.Object, _) when value.TryGetProperty(part, out var inner) => [inner],
            _ => [],
        };

    private static bool Holds(object found, JsonElement wanted, double tolerance)
    {
        switch (wanted.ValueKind)
        {
            case JsonValueKind.Number:
                return Number(found) is { } number && Math.Abs(number - wanted.GetDouble()) <= tolerance;
            case JsonValueKind.Array:
                return found is JsonElement { ValueKind: JsonValueKind.Array } list
                    && list.GetArrayLength() == wanted.GetArrayLength()
                    && list.EnumerateArray().Zip(wanted.EnumerateArray()).All(pair => Holds(pair.First, pair.Second, tolerance));
            case JsonValueKind.Object when wanted.TryGetProperty("not", out var never):
                return found is JsonElement { ValueKind: JsonValueKind.String } text
                    && !Regex.IsMatch(text.GetString()!, never.GetString()!);
            case JsonValueKind.Object:
                return Number(found) is { } value
                    && (!wanted.TryGetProperty("min", out var min) || value >= min.GetDouble())
                    && (!wanted.TryGetProperty("max", out var max) || value <= max.GetDouble());
            default:
                return found is JsonElement element && element.ToString() == wanted.ToString();
        }
    }

    private static double? Number(object value) =>
        value switch
        {
            double number => number,
            JsonElement { ValueKind: JsonValueKind.Number } element => element.GetDouble(),
            _ => null,
        };
}
