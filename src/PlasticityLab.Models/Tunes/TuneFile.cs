using System.Text;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Models.Tunes;

/// <summary>Tunes in files: MIDI (.mid, .midi), ABC (.abc, one or more tunes) and note text (.notes, .txt).</summary>
public static class TuneFile
{
    private static readonly string[] Endings = [".mid", ".midi", ".abc", ".notes", ".txt"];

    /// <summary>The tunes of one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="leftOut">Takes a sentence for each tune of an ABC book that cannot be read while others can; null: such a book is
    /// refused.</param>
    /// <exception cref="UserError">The file is missing, of another kind, or damaged.</exception>
    public static IReadOnlyList<Tune> Read(string path, ICollection<string>? leftOut = null) =>
        Open(path, (text, name) => AbcReader.Read(text, name, leftOut), tune => [tune]);

    /// <summary>The first tune of one file, whatever the others are, and how many there are.</summary>
    /// <inheritdoc cref="Read" path="/param[@name='path']"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static (Tune Tune, int Count) First(string path) => Open(path, AbcReader.First, tune => (tune, 1));

    private static T Open<T>(string path, Func<string, string, T> abc, Func<Tune, T> one)
    {
        UserFile.Check(path);
        var (name, ending) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path).ToLowerInvariant());
        if (!Endings.Contains(ending))
        {
            throw new UserError(
                $"{path}: tunes are read from files ending in {string.Join(", ", Endings)}, but this ends in \"{ending}\"."
            );
        }

        var bytes = UserFile.Bytes(path, MidiReader.LargestFile);
        try
        {
            return ending switch
            {
                ".mid" or ".midi" => one(MidiReader.Read(bytes, name)),
                ".abc" => abc(Text(), name),
                _ => one(NoteText.Parse(Text(), name)),
            };
        }
        catch (UserError error)
        {
            throw new UserError($"{path}: {error.Message}");
        }

        // Titles of old files are in Latin-1; the notes are ASCII in either.
        string Text() => UserFile.Decode(bytes, path, Encoding.Latin1);
    }

    /// <summary>The paths of the tune files in a folder, by name.</summary>
    /// <exception cref="UserError">There is no such folder or no MIDI or ABC file in it.</exception>
    public static IReadOnlyList<string> InFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserError(
                File.Exists(folder) ? $"\"{folder}\" is a file; a folder of tunes was expected." : $"There is no folder \"{folder}\"."
            );
        }

        // .txt is read when named, but a folder's read-me is not a tune
        string[] paths =
        [
            .. Directory
                .EnumerateFiles(folder)
                .Where(path =>
                    Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                    && !path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)
                )
                .Order(StringComparer.Ordinal),
        ];
        return paths.Length > 0
            ? paths
            : throw new UserError($"There is no tune in \"{folder}\": no file ending in .mid, .midi, .abc or .notes.");
    }

    /// <summary>Writes a tune; the ending of the path chooses the format (.mid, .midi, .notes, .txt or .wav).</summary>
    /// <exception cref="UserError">The ending is of another kind.</exception>
    public static void Write(Tune tune, string path)
    {
        ArgumentNullException.ThrowIfNull(tune);
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".MID" or ".MIDI" => MidiWriter.Write(tune),
            ".WAV" => Synthesizer.ToWav(tune),
            ".NOTES" or ".TXT" => Encoding.UTF8.GetBytes(NoteText.WriteFile(tune)),
            var other => throw new UserError(
                $"A tune is written to files ending in .mid, .wav or .notes, but \"{path}\" ends in \"{other.ToLowerInvariant()}\"."
            ),
        };
        OutputFile.MakeFolderOf(path);
        OutputFile.WriteBytes(path, bytes);
    }
}
