using System.Collections.Concurrent;
using SkiaSharp;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Typefaces of the machine, for characters that the shipped one lacks.</summary>
internal static class FallbackFaces
{
    private static readonly ConcurrentDictionary<int, SKTypeface?> Found = new();
    private static readonly EnumerationOptions Unreadable = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
    private static readonly Lazy<IReadOnlyList<string>> Files = new(() =>
        [
            .. Folders()
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", Unreadable))
                .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC")
                .Order(StringComparer.Ordinal),
        ]
    );
    private static readonly ConcurrentDictionary<string, SKTypeface?> Loaded = new(StringComparer.Ordinal);

    /// <summary>A typeface that has this character, or null where none does.</summary>
    public static SKTypeface? For(int character) => Found.GetOrAdd(character, Find);

    private static SKTypeface? Find(int character) =>
        SKFontManager.Default.MatchCharacter(character) is { } matched && matched.ContainsGlyph(character)
            ? matched
            : Files
                .Value.Select(file => Loaded.GetOrAdd(file, path => SKTypeface.FromFile(path)))
                .FirstOrDefault(face => face?.ContainsGlyph(character) == true);

    private static IEnumerable<string> Folders() =>
        [
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".fonts"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "fonts"),
            "/System/Library/Fonts",
            "/Library/Fonts",
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
}
