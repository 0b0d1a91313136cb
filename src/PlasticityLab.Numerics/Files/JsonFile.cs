using System.Text.Json;

namespace PlasticityLab.Numerics.Files;

/// <summary>Reads JSON that a person hands in: comments and trailing commas are let pass, a name that stands twice is refused.</summary>
public static class JsonFile
{
    /// <summary>Most bytes of a file: 1,500 x 1,500 weights of 15 digits. A larger matrix belongs into an array file.</summary>
    public const long MostText = 48L << 20;

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a file and hands its root to <paramref name="read"/>.</summary>
    /// <exception cref="UserError">The file cannot be opened, is no JSON, or holds a name twice or half a character.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Parse(path, UserFile.Text(path, MostText), read);
    }

    /// <summary>Reads text that was found at <paramref name="path"/> and hands its root to <paramref name="read"/>.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static T Parse<T>(string path, string text, Func<JsonElement, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new UserError($"{path} is not readable JSON: line {(error.LineNumber ?? 0) + 1}, {Short(error)}");
        }
        // A text such as "\ud800" parses, but is none.
        catch (InvalidOperationException error) when (error.Message.Contains("UTF-", StringComparison.Ordinal))
        {
            throw new UserError($"{path} is not readable JSON: {error.Message}");
        }
    }

    private static string Short(JsonException error) => error.Message.Split(" Path:")[0].Split(" LineNumber:")[0];
}
