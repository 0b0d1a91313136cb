using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>A piece of a study file that is written anew.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Text">What to write.</param>
internal sealed record YamlEdit(int Start, int End, string Text)
{
    /// <summary>Puts a text in the place of a node.</summary>
    public static YamlEdit Of(YamlNode node, string text) => new((int)node.Start.Index, (int)node.End.Index, text);

    /// <summary>Takes an entry out of a mapping, with what stands between it and its neighbour.</summary>
    public static YamlEdit Without(YamlMappingNode mapping, YamlNode key)
    {
        KeyValuePair<YamlNode, YamlNode>[] pairs = [.. mapping.Children];
        var at = Array.FindIndex(pairs, pair => ReferenceEquals(pair.Key, key));
        return at + 1 < pairs.Length
            ? new((int)key.Start.Index, (int)pairs[at + 1].Key.Start.Index, "")
            : new((int)(at > 0 ? pairs[at - 1].Value.End.Index : key.Start.Index), (int)pairs[at].Value.End.Index, "");
    }

    /// <summary>Puts a text in front of a node.</summary>
    public static YamlEdit Before(YamlNode node, string text) => new((int)node.Start.Index, (int)node.Start.Index, text);

    /// <summary>The whole text with all edits made.</summary>
    public static string Apply(string text, IEnumerable<YamlEdit> edits) =>
        edits
            .Where(edit => edit.End > 0)
            .DistinctBy(edit => (edit.Start, edit.End > edit.Start))
            .OrderByDescending(edit => edit.Start)
            .ThenByDescending(edit => edit.End)
            .Aggregate(text, (whole, edit) => whole[..edit.Start] + edit.Text + whole[edit.End..]);
}
