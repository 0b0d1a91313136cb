using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace PlasticityLab.Studies.Spec;

/// <summary>The one place where text becomes YAML nodes. Whatever a person wrote, what comes out is a tree of bounded depth and size, or a
/// sentence with the line.</summary>
internal static class YamlText
{
    /// <summary>Deepest nesting; a study has four levels.</summary>
    private const int Deepest = 40;

    /// <summary>Most nodes, each alias counted as what it stands for.</summary>
    private const int MostNodes = 200_000;

    // Tags of the core schema say no more than the value; others ask for an object, which is never made.
    private static readonly string[] Tags =
    [
        "!",
        .. new[] { "str", "int", "float", "bool", "null", "map", "seq" }.Select(kind => "tag:yaml.org,2002:" + kind),
    ];

    /// <summary>The root of a text of one document.</summary>
    /// <param name="text">What stands in the file.</param>
    /// <param name="name">What to call it in sentences: a file, or an option with its value.</param>
    /// <exception cref="UserError">It is not YAML, has no document or several, or is too deep or too large.</exception>
    public static YamlNode Root(string text, string name)
    {
        try
        {
            CheckExtent(text, name);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new UserError($"{name} must hold one YAML document, but holds {stream.Documents.Count}.");
        }
        catch (YamlException error)
        {
            throw new UserError($"{name}:{error.Start.Line}: this is not YAML: {error.Message}");
        }
        // The parser answers some texts, such as a bracket that is never closed, with exceptions of its own inner state.
        catch (Exception error)
            when (error
                    is InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or OverflowException
                        or IndexOutOfRangeException
            )
        {
            throw new UserError($"{name}: this is not YAML; a bracket, a brace or a quotation mark may not be closed.");
        }
    }

    /// <summary>A tree as text.</summary>
    public static string Of(YamlNode root)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        var written = text.ToString();
        // The mark of a document's end is of no use in a file of one.
        return written.EndsWith("...\n", StringComparison.Ordinal) ? written[..^4] : written;
    }

    // The parser itself keeps no stack of calls, but what builds nodes from its events does: so depth is measured on the events.
    private static void CheckExtent(string text, string name)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, nodes) = (0, 0L);
        // Of each anchor the number of nodes below it; anchors that are open hold themselves.
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var open = new Stack<(string? Anchor, long Before)>();
        while (parser.MoveNext())
        {
            var line = parser.Current!.Start.Line;
            if (parser.Current is NodeEvent { Tag.IsEmpty: false } tagged && !Tags.Contains(tagged.Tag.Value))
            {
                throw new UserError($"{name}:{line}: the tag {tagged.Tag.Value} is not read; write the value itself.");
            }

            switch (parser.Current)
            {
                case MappingStart or SequenceStart:
                    nodes++;
                    depth++;
                    open.Push((Anchor((NodeEvent)parser.Current), nodes));
                    break;
                case MappingEnd or SequenceEnd:
                    depth--;
                    if (open.TryPop(out var closed) && closed.Anchor is { } done)
                    {
                        sizes[done] = nodes - closed.Before + 1;
                    }

                    break;
                case Scalar scalar:
                    nodes++;
                    if (Anchor(scalar) is { } small)
                    {
                        sizes[small] = 1;
                    }

                    break;
                case AnchorAlias alias:
                    if (open.Any(outer => outer.Anchor == alias.Value.Value))
                    {
                        throw new UserError($"{name}:{line}: *{alias.Value.Value} stands inside what it names.");
                    }

                    nodes += sizes.GetValueOrDefault(alias.Value.Value, 1);
                    break;
            }

            if (depth > Deepest)
            {
                throw new UserError($"{name}:{line}: at most {Deepest} brackets and indents may stand inside each other.");
            }

            if (nodes > MostNodes)
            {
                throw new UserError($"{name}:{line}: at most {MostNodes} values are read, each alias counted as what it stands for.");
            }
        }
    }

    private static string? Anchor(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;
}
