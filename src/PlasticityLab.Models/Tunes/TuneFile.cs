using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Tunes;

/// <summary>Tunes in files: MIDI (.mid, .midi), ABC (.abc, one or more tunes) and note text (.notes, .txt).</summary>
public static class TuneFile
{
    private static readonly string[] Endings = [".mid", ".midi", ".abc", ".notes", ".txt"];

    /// <summary>The tunes of one file.</summary>
    /// <exception cref="UserError">The file is missing, of another kind, or damaged.</exception>
    public static IReadOnlyList<Tune> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserError($"There is no file \"{path}\".");
        }

        if (new FileInfo(path).Length > MidiReader.LargestFile)
        {
            var size = new FileInfo(path).Length / 1048576.0;
            throw new UserError($"{path} has {size:F1} MiB; files up to {MidiReader.LargestFile >> 20} MiB are read as tunes.");
        }

        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".MID" or ".MIDI" => [MidiReader.Read(File.ReadAllBytes(path), name)],
                ".ABC" => AbcReader.Read(File.ReadAllText(path), name),
                ".NOTES" or ".TXT" => [NoteText.Parse(File.ReadAllText(path), name)],
                var other => throw new UserError(
                    $"tunes are read from files ending in {string.Join(", ", Endings)}, but this ends in \"{other.ToLowerInvariant()}\"."
                ),
            };
        }
        catch (UserError error)
        {
            throw new UserError($"{path}: {error.Message}");
        }
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
            ".NOTES" or ".TXT" => System.Text.Encoding.UTF8.GetBytes(NoteText.WriteFile(tune)),
            var other => throw new UserError(
                $"A tune is written to files ending in .mid, .wav or .notes, but \"{path}\" ends in \"{other.ToLowerInvariant()}\"."
            ),
        };
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllBytes(path, bytes);
    }
}
