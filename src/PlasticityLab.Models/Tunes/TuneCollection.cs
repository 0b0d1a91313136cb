using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>A few traditional tunes that come with the laboratory, in our own transcription: one file of note text each in
/// Tunes/Collection.</summary>
public static class TuneCollection
{
    private const string Prefix = "PlasticityLab.Models.Tunes.Collection.";

    /// <summary>The ids of the tunes, the names of their files.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        .. typeof(TuneCollection)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".notes", StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".notes".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>One tune.</summary>
    /// <exception cref="UserError">The id is unknown.</exception>
    public static Tune Get(string id)
    {
        var known =
            Ids.FirstOrDefault(x => Names.Same(x, id))
            ?? throw new UserError(
                $"There is no built-in tune \"{id}\". {Names.Known(id, Ids)} A file needs its ending: .mid, .abc or .notes."
            );
        using var reader = new StreamReader(typeof(TuneCollection).Assembly.GetManifestResourceStream($"{Prefix}{known}.notes")!);
        return NoteText.Parse(reader.ReadToEnd(), known);
    }
}
