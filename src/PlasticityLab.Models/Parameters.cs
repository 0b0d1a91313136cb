using System.Reflection;
using System.Xml.Linq;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models;

/// <summary>One parameter of a rule, neuron or constraint.</summary>
/// <param name="Name">Name in study files, snake case.</param>
/// <param name="Meaning">Symbol, meaning and unit, as documented at the code.</param>
/// <param name="Default">Value when nothing is said.</param>
public sealed record ParameterInfo(string Name, string Meaning, double Default);

/// <summary>The parameters of small records, read from their init-only number properties: the code is the one place where name, default,
/// unit and meaning stand.</summary>
public static class Parameters
{
    private static readonly Dictionary<Assembly, Dictionary<string, string>> Documentation = [];

    /// <summary>A value of a record type with its declared defaults (never <c>default</c>, which would set every parameter to 0).</summary>
    public static T Create<T>(Type type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        return (T)(type.GetConstructor(Type.EmptyTypes) is { } constructor ? constructor.Invoke(null) : Activator.CreateInstance(type)!);
    }

    /// <summary>The parameters of a type, in the order of the code.</summary>
    public static IReadOnlyList<ParameterInfo> Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var value = Create<object>(type);
        return
        [
            .. Settable(type)
                .Select(property => new ParameterInfo(Names.Snake(property.Name), Summary(property), (double)property.GetValue(value)!)),
        ];
    }

    /// <summary>The parameter values of a record, by name.</summary>
    public static IReadOnlyDictionary<string, double> Values(object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Settable(record.GetType())
            .ToDictionary(property => Names.Snake(property.Name), property => (double)property.GetValue(record)!);
    }

    /// <summary>A copy with some parameters changed.</summary>
    /// <exception cref="UserError">A name is unknown; all unknown names are told at once.</exception>
    public static object With(object record, IEnumerable<KeyValuePair<string, double>> changes, string where)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(changes);
        var type = record.GetType();
        var properties = Settable(type).ToArray();
        var clone = type.IsValueType ? Box(record) : type.GetMethod("<Clone>$")!.Invoke(record, null)!;
        var problems = new List<string>();
        foreach (var (name, value) in changes)
        {
            if (Array.Find(properties, property => Names.Same(property.Name, name)) is { } found)
            {
                found.SetValue(clone, value);
            }
            else
            {
                problems.Add(
                    $"{where} has no parameter \"{name}\". Its parameters: {string.Join(", ", properties.Select(property => Names.Snake(property.Name)))}."
                );
            }
        }

        UserError.ThrowIfAny(problems);
        return clone;
    }

    private static object Box(object value) => System.Runtime.CompilerServices.RuntimeHelpers.GetObjectValue(value);

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(double) && property.CanWrite)
            .OrderBy(property => property.MetadataToken);

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
                var file = Path.ChangeExtension(assembly.Location, ".xml");
                texts = File.Exists(file)
                    ? XDocument
                        .Load(file)
                        .Descendants("member")
                        .ToDictionary(
                            member => (string)member.Attribute("name")!,
                            member =>
                                string.Join(
                                    ' ',
                                    (member.Element("summary")?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                                )
                        )
                    : [];
                Documentation.Add(assembly, texts);
            }

            return texts.GetValueOrDefault($"P:{property.DeclaringType.FullName}.{property.Name}", "").TrimEnd('.');
        }
    }
}
