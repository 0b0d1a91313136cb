using System.Collections.Immutable;
using System.Text.Json;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Claims;

/// <summary>Files of claims that studies include by name: <c>claims: founding</c> for the five that the project was founded on, else a file
/// beside the study.</summary>
internal static class ClaimFile
{
    private const string Founding = "founding";
    private static readonly Lazy<ImmutableArray<string>> Five = new(() => [.. Bound(Text(), Founding + ".yaml").Select(Key)]);

    /// <summary>Whether a claim is one of the founding five, word for word.</summary>
    public static bool IsFounding(IClaim claim) => Five.Value.Contains(Key(claim));

    /// <summary>Puts the claims of the files that a study names in the place of their names.</summary>
    /// <param name="binder">Takes the problems.</param>
    /// <param name="root">The study.</param>
    /// <param name="folder">Folder that paths start from.</param>
    public static void Include(YamlBinder binder, YamlNode root, string folder)
    {
        if (
            root is not YamlMappingNode study
            || study.Children.Keys.FirstOrDefault(key => Names.Same(YamlBinder.Text(key) ?? "", "claims")) is not { } key
        )
        {
            return;
        }

        var claims = study.Children[key];
        YamlNode[] entries = claims is YamlSequenceNode list ? [.. list.Children] : [claims];
        study.Children[key] = new YamlSequenceNode(
            entries.SelectMany(entry =>
                entry is YamlScalarNode { Value: { } name } ? Entries(binder, entry, name, folder) : Enumerable.Repeat(entry, 1)
            )
        );
    }

    private static IEnumerable<YamlNode> Entries(YamlBinder binder, YamlNode place, string name, string folder)
    {
        try
        {
            var (text, file) = name == Founding ? (Text(), Founding + ".yaml") : (UserFile.Text(Path.Combine(folder, name)), name);
            _ = Bound(text, file);
            return Children(YamlText.Root(text, file), file);
        }
        catch (UserError error)
        {
            binder.Problem(place, "claims:", error.Message);
            return [];
        }
    }

    private static ImmutableArray<IClaim> Bound(string text, string file)
    {
        var binder = new YamlBinder(file);
        var claims = Children(YamlText.Root(text, file), file)
            .Select((child, i) => binder.Value(typeof(IClaim), child, $"[{i}]") as IClaim)
            .ToArray();
        UserError.ThrowIfAny(binder.Problems);
        return [.. claims.OfType<IClaim>()];
    }

    private static IEnumerable<YamlNode> Children(YamlNode root, string file) =>
        root is YamlSequenceNode list
            ? list.Children
            : throw new UserError($"{file}:{root.Start.Line}: a file of claims must hold a list of claims, each with its kind.");

    private static string Key(IClaim claim) => JsonSerializer.Serialize(claim, Json.Canonical);

    private static string Text()
    {
        using var reader = new StreamReader(typeof(ClaimFile).Assembly.GetManifestResourceStream("claims." + Founding + ".yaml")!);
        return reader.ReadToEnd();
    }
}
