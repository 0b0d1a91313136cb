using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlasticityLab.Studies.Runs;

/// <summary>What was measured of a network, by the ids of the measures in ordinal order. Networks of a study share the list of ids, so that one of
/// a hundred thousand takes eight bytes a number.</summary>
[JsonConverter(typeof(Converter))]
public sealed class MeasureNumbers : IReadOnlyDictionary<string, double>
{
    private static readonly ConcurrentDictionary<string, string[]> Lists = new(StringComparer.Ordinal);
    private readonly string[] _ids;
    private readonly double[] _values;

    private MeasureNumbers(string[] ids, double[] values) => (_ids, _values) = (ids, values);

    /// <summary>Nothing measured.</summary>
    public static MeasureNumbers Empty { get; } = new([], []);

    /// <inheritdoc/>
    public int Count => _ids.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _ids;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values;

    /// <summary>A measure.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured.</exception>
    public double this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The measure {key} was not taken.");

    /// <summary>Numbers by the ids of their measures.</summary>
    /// <exception cref="ArgumentException">An id stands twice.</exception>
    public static MeasureNumbers Of(IEnumerable<KeyValuePair<string, double>> numbers)
    {
        KeyValuePair<string, double>[] sorted = [.. numbers.OrderBy(number => number.Key, StringComparer.Ordinal)];
        string[] ids = [.. sorted.Select(number => number.Key)];
        return ids.Distinct(StringComparer.Ordinal).Count() < ids.Length
            ? throw new ArgumentException($"A measure stands twice among {string.Join(", ", ids)}.", nameof(numbers))
            : new(Lists.GetOrAdd(string.Join('\n', ids), ids), [.. sorted.Select(number => number.Value)]);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        var place = Array.BinarySearch(_ids, key, StringComparer.Ordinal);
        value = place < 0 ? double.NaN : _values[place];
        return place >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() =>
        _ids.Zip(_values, (id, value) => KeyValuePair.Create(id, value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // An object with a number for each id, in their order: the form that stored results have had from the beginning.
    private sealed class Converter : JsonConverter<MeasureNumbers>
    {
        public override MeasureNumbers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, double>>(ref reader, options) is { } numbers ? Of(numbers) : Empty;

        public override void Write(Utf8JsonWriter writer, MeasureNumbers value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Dictionary<string, double>(value), options);
    }
}
