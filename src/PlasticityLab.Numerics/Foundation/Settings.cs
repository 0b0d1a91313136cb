using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace PlasticityLab.Numerics.Foundation;

/// <summary>The settings of records, read from their init-only properties: keys of study files, documentation, patches and canonical texts
/// come from here.</summary>
public static class Settings
{
    private static readonly ConcurrentDictionary<Type, ImmutableArray<Setting>> Known = [];
    private static readonly Dictionary<Assembly, Dictionary<string, string>> Documentation = [];

    /// <summary>A value of a record type with its declared defaults (never <c>default</c>, which would set every number to 0).</summary>
    public static T Create<T>(Type type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        return (T)(type.GetConstructor(Type.EmptyTypes) is { } constructor ? constructor.Invoke(null) : Activator.CreateInstance(type)!);
    }

    /// <summary>The settings of a record type, in the order of the code.</summary>
    public static ImmutableArray<Setting> Of(Type record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Known.GetOrAdd(
            record,
            type =>
            {
                var value = Create<object>(type);
                return
                [
                    .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(property => property.CanWrite && !property.IsDefined(typeof(SetByCodeAttribute), inherit: true))
                        .OrderBy(property => Depth(property.DeclaringType!)) // those of a base come first, wherever it is compiled
                        .ThenBy(property => property.MetadataToken)
                        .Select(property => new Setting(
                            Names.Snake(property.Name),
                            property,
                            property.GetCustomAttribute<UnitAttribute>()?.Unit ?? "",
                            property.GetCustomAttribute<SearchAttribute>(),
                            Summary(property),
                            property.GetValue(value)
                        )),
                ];
            }
        );
    }

    /// <summary>The settings of a record type that are numbers.</summary>
    public static IEnumerable<Setting> Numbers(Type record) => Of(record).Where(setting => setting.IsNumber);

    /// <summary>The numbers of a record, by name.</summary>
    public static IReadOnlyDictionary<string, double> Values(object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Numbers(record.GetType()).ToDictionary(setting => setting.Name, setting => (double)setting.Property.GetValue(record)!);
    }

    /// <summary>A copy with some numbers changed.</summary>
    /// <param name="record">The record.</param>
    /// <param name="changes">Values by name.</param>
    /// <param name="where">What the record is, with which the sentences begin.</param>
    /// <exception cref="UserError">A name is unknown; all unknown names are told at once.</exception>
    public static object WithNumbers(object record, IEnumerable<KeyValuePair<string, double>> changes, string where)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(changes);
        var clone = Clone(record);
        Setting[] numbers = [.. Numbers(record.GetType())];
        var problems = new List<string>();
        foreach (var (name, value) in changes)
        {
            if (Array.Find(numbers, setting => Names.Same(setting.Name, name)) is { } found)
            {
                found.Property.SetValue(clone, value);
            }
            else
            {
                problems.Add(
                    $"{where} has no parameter \"{name}\". Its parameters: {string.Join(", ", numbers.Select(setting => setting.Name))}."
                );
            }
        }

        UserError.ThrowIfAny(problems);
        return clone;
    }

    /// <summary>A patch: a copy with one setting changed, however deep it lies.</summary>
    /// <param name="record">The record; stays as it is.</param>
    /// <param name="path">Names joined by points, as <c>network.adaptation</c>.</param>
    /// <param name="value">The new value of the setting.</param>
    /// <exception cref="UserError">There is no such setting; says what is known there.</exception>
    public static T With<T>(T record, string path, Func<Setting, object?> value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        return (T)Changed(record, path.Split('.'), 0, value);
    }

    /// <summary>The setting at a path, with the value that a record has there.</summary>
    /// <exception cref="UserError">There is no such setting; says what is known there.</exception>
    public static (Setting Setting, object? Value) Find(object record, string path)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(path);
        (Setting, object?) found = default;
        _ = Changed(
            record,
            path.Split('.'),
            0,
            setting =>
            {
                found.Item1 = setting;
                return null;
            },
            value => found.Item2 = value
        );
        return found;
    }

    /// <summary>One line of JSON, hence of YAML, that says everything and nothing twice: settings in the order of the code, quantities with
    /// their units, plug-ins by their ids (<c>{"kind": id, …}</c>), defaults included; left out is only what is neutral by
    /// <see cref="AddedAttribute"/>. Equal records have equal texts.</summary>
    public static string Canonical(object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, record, "");
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>What the code's documentation says of a property, in one line without its last full stop; empty where the documentation
    /// file is missing.</summary>
    public static string Summary(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var assembly = property.DeclaringType!.Assembly;
        lock (Documentation)
        {
            if (!Documentation.TryGetValue(assembly, out var texts))
            {
                var file = assembly.Location.Length > 0 ? Path.ChangeExtension(assembly.Location, ".xml") : "";
                texts = File.Exists(file)
                    ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, Line)
                    : [];
                Documentation.Add(assembly, texts);
            }

            return texts.GetValueOrDefault($"P:{property.DeclaringType.FullName}.{property.Name}", "").TrimEnd('.');
        }
    }

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    private static string Line(XElement member) =>
        string.Join(' ', (member.Element("summary")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // A copy of a record, or of the struct in a box.
    private static object Clone(object record) =>
        record.GetType() is { IsValueType: true }
            ? RuntimeHelpers.GetObjectValue(record)
            : record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;

    private static object Changed(object record, string[] path, int at, Func<Setting, object?> value, Action<object?>? found = null)
    {
        var settings = Of(record.GetType());
        var here = string.Join('.', path[..(at + 1)]);
        var setting =
            settings.FirstOrDefault(setting => Names.Same(setting.Name, path[at]))
            ?? throw new UserError(Unknown(here, path[at], settings));
        var old = setting.Property.GetValue(record);
        object? changed;
        if (at == path.Length - 1)
        {
            found?.Invoke(old);
            changed = value(setting);
        }
        else
        {
            changed = Changed(
                old ?? throw new UserError($"{here} is not set, so nothing in it can be changed."),
                path,
                at + 1,
                value,
                found
            );
        }

        if (found is not null)
        {
            return record; // only looked up
        }

        var clone = Clone(record);
        setting.Property.SetValue(clone, changed);
        return clone;
    }

    /// <summary>A value of a setting from what was typed: a quantity, a whole number, true or false, a word.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="where">Its path, with which the sentence begins.</param>
    /// <exception cref="UserError">The text is no value of the setting.</exception>
    public static object Read(Setting setting, string text, string where)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(text);
        var type = Nullable.GetUnderlyingType(setting.Type) ?? setting.Type;
        return type == typeof(double) ? (object)Quantity.Parse(text, setting.Unit, where)
            : type == typeof(int) ? Quantity.Whole(text, where)
            : type == typeof(string) ? text
            : type == typeof(bool) && text is "true" or "false" ? text == "true"
            : throw new UserError(
                type == typeof(bool)
                    ? $"{where} must be true or false, but is \"{text}\"."
                    : $"{where} is no single value, so it cannot be changed here."
            );
    }

    /// <summary>The sentence for a key that is not known.</summary>
    /// <param name="where">The whole path.</param>
    /// <param name="key">Its last part.</param>
    /// <param name="settings">What is known there.</param>
    public static string Unknown(string where, string key, IEnumerable<Setting> settings)
    {
        string[] known = [.. settings.Select(setting => setting.Name)];
        var nearest = Names.Nearest(key, known);
        return $"{where} is not known{(nearest is null ? "." : $"; did you mean {nearest}?")} Known here: {string.Join(", ", known)}.";
    }

    private static void Write(Utf8JsonWriter writer, object? value, string unit)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool yes:
                writer.WriteBooleanValue(yes);
                break;
            case Enum name:
                writer.WriteStringValue(Names.Snake(name.ToString())); // before numbers: an enum is one to the runtime
                break;
            case double number when Quantity.IsWritten(unit) && number != 0:
                writer.WriteStringValue(Quantity.Show(number, unit));
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
                break;
            case int or long or ulong or uint:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    writer.WritePropertyName((string)entry.Key);
                    Write(writer, entry.Value, unit);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item, unit);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteRecord(writer, value);
                break;
        }
    }

    private static void WriteRecord(Utf8JsonWriter writer, object record)
    {
        writer.WriteStartObject();
        if (IdOf(record) is { } id)
        {
            writer.WriteString("kind", id);
        }

        foreach (var setting in Of(record.GetType()))
        {
            var value = setting.Property.GetValue(record);
            if (setting.IsNeutral(value))
            {
                continue;
            }

            writer.WritePropertyName(setting.Name);
            if (value is IEnumerable and not string && value.GetType().IsValueType && IsDefaultArray(value))
            {
                writer.WriteStartArray();
                writer.WriteEndArray();
                continue;
            }

            Write(writer, value, setting.Unit);
        }

        writer.WriteEndObject();
    }

    internal static bool IsDefaultArray(object value) => value.GetType().GetProperty("IsDefaultOrEmpty")?.GetValue(value) is true;

    // The id of a plug-in; null of an ordinary record.
    private static string? IdOf(object record)
    {
        var property = record.GetType().GetProperty("Card", BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance);
        return property is not null && typeof(ICard).IsAssignableFrom(property.PropertyType)
            ? (property.GetValue(property.GetMethod!.IsStatic ? null : record) as ICard)?.Id
            : null;
    }
}
