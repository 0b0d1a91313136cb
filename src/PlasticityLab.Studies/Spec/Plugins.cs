using System.Reflection;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>Reads what stands in a catalogue: an id, or a mapping with <c>kind: id</c> and settings of that kind.</summary>
internal static class Plugins
{
    /// <summary>The kind that was meant before kinds were written; null where there was none.</summary>
    public static string? Before(Type type) =>
        type == typeof(INetworkKind) ? new RateNetwork().Card.Id
        : type == typeof(ITask) ? new Chain().Card.Id
        : null;

    private static readonly MethodInfo Typed = typeof(Plugins).GetMethod(nameof(ReadTyped), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static object? Read(YamlBinder binder, Type type, YamlNode node, string path) =>
        Typed.MakeGenericMethod(type).Invoke(null, [binder, node, path]);

    private static T? ReadTyped<T>(YamlBinder binder, YamlNode node, string path)
        where T : class
    {
        var catalog = Catalog.Of<T>();
        if (node is not YamlMappingNode mapping)
        {
            var id = YamlBinder.Text(node) ?? "";
            return !Known(id, node, path) ? null : (T?)binder.Start(catalog.TypeOf(id)) ?? catalog.Create(id);
        }

        var kind = mapping.Children.FirstOrDefault(pair => Names.Same(YamlBinder.Text(pair.Key) ?? "", "kind"));
        var rest = new YamlMappingNode(mapping.Children.Where(pair => !ReferenceEquals(pair.Key, kind.Key)));
        if (kind.Value is null)
        {
            if (Before(typeof(T)) is not { } before)
            {
                binder.Problem(node, path, $"must say its kind: {string.Join(", ", catalog.Cards.Select(card => card.Id))}.");
                return null;
            }

            Remark(binder, mapping, path, before);
            return binder.Record(catalog.TypeOf(before), rest, path) as T;
        }

        return Known(YamlBinder.Text(kind.Value) ?? "", kind.Value, path + ".kind")
            ? binder.Record(catalog.TypeOf(YamlBinder.Text(kind.Value)!), rest, path) as T
            : null;

        bool Known(string id, YamlNode place, string where)
        {
            if (catalog.Has(id))
            {
                return true;
            }

            binder.Problem(place, where + ":", catalog.NotKnown(id));
            return false;
        }
    }

    // A place of the file, not one made by an override.
    private static void Remark(YamlBinder binder, YamlMappingNode mapping, string path, string kind)
    {
        if (mapping.Children.FirstOrDefault().Key is not { End.Index: > 0 } first)
        {
            return;
        }

        binder.Remark(mapping, path, $"is written with its kind now: kind: {kind}.");
        var between =
            mapping.Style == YamlDotNet.Core.Events.MappingStyle.Flow ? ", " : "\n" + new string(' ', (int)first.Start.Column - 1);
        binder.Edits.Add(YamlEdit.Before(first, $"kind: {kind}{between}"));
    }
}
