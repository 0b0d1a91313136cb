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

    /// <summary>The whole text with all edits made.</summary>
    public static string Apply(string text, IEnumerable<YamlEdit> edits) =>
        edits
            .Where(edit => edit.End > edit.Start)
            .DistinctBy(edit => edit.Start)
            .OrderByDescending(edit => edit.Start)
            .Aggregate(text, (whole, edit) => whole[..edit.Start] + edit.Text + whole[edit.End..]);
}
