using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Figures.Drawing;

/// <summary>Figures as files: the ending chooses the format.</summary>
public static class FigureFile
{
    private static readonly string[] Endings = [".svg", ".png", ".pdf"];

    /// <summary>Says before anything is computed that a figure cannot be written, and makes its folder.</summary>
    /// <param name="path">Where it will be written; null: nowhere.</param>
    /// <exception cref="UserError">The ending is of no format of figures, or the folder cannot be made.</exception>
    public static void Check(string? path)
    {
        if (path is null)
        {
            return;
        }

        UserError.ThrowIfAny(
            Require.All(
                Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                    ? null
                    : $"A figure can be saved as {string.Join(", ", Endings)}, but \"{path}\" ends in \"{Path.GetExtension(path)}\".",
                Directory.Exists(path) ? $"{path} is a folder, but a figure is to be written." : null
            )
        );
        OutputFile.MakeFolderOf(path);
    }

    /// <summary>Writes .svg, .pdf (text stays text in both) or .png (300 dots per inch).</summary>
    /// <exception cref="UserError">The ending is another one.</exception>
    public static void Save(Figure figure, string path)
    {
        ArgumentNullException.ThrowIfNull(figure);
        Check(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".SVG":
                OutputFile.WriteText(path, figure.Svg());
                break;
            case ".PNG":
                OutputFile.WriteBytes(path, SkiaWriter.Png(figure.Render()));
                break;
            default:
                OutputFile.WriteBytes(path, SkiaWriter.Pdf(figure.Render(), RichText.Plain(figure.Title)));
                break;
        }
    }

    /// <summary>Writes the figure as .svg, .png and .pdf, and what <see cref="SaveTexts"/> writes; returns the paths.</summary>
    public static IReadOnlyList<string> SaveAll(Figure figure, string folder)
    {
        ArgumentNullException.ThrowIfNull(figure);
        string[] pictures =
        [
            Path.Combine(folder, $"{figure.Id}.svg"),
            Path.Combine(folder, $"{figure.Id}.png"),
            Path.Combine(folder, $"{figure.Id}.pdf"),
        ];
        foreach (var path in pictures)
        {
            Save(figure, path);
        }

        return [.. pictures, .. SaveTexts(figure, folder)];
    }

    /// <summary>Writes the figure's source data, caption and alternative text beside it; returns the paths.</summary>
    public static IReadOnlyList<string> SaveTexts(Figure figure, string folder)
    {
        ArgumentNullException.ThrowIfNull(figure);
        OutputFile.MakeFolder(folder);
        var paths = new List<string>();
        foreach (var table in figure.Data)
        {
            paths.Add(Path.Combine(folder, $"{figure.Id}-{table.Name}.csv"));
            OutputFile.WriteText(paths[^1], table.Csv());
        }

        paths.Add(Path.Combine(folder, $"{figure.Id}.txt"));
        OutputFile.WriteText(
            paths[^1],
            $"{RichText.Plain(figure.Title)}\n\nCaption\n{RichText.Plain(figure.Caption)}\n\nAlternative text\n{RichText.Plain(figure.Alt)}\n{Boxes(figure)}"
        );
        return paths;
    }

    // Characters that no typeface of this machine has.
    private static string Boxes(Figure figure)
    {
        var missing = Typefaces.Missing(string.Concat(Texts(figure.Render().Shapes).Select(RichText.Plain)));
        return missing.Length == 0
            ? ""
            : $"\nRemark\nNo typeface of this machine has {missing}: the .png and .pdf show boxes there; the .svg shows what its reader has.\n";
    }

    private static IEnumerable<string> Texts(IEnumerable<Shape> shapes) =>
        shapes.SelectMany(shape =>
            shape switch
            {
                TextShape text => [text.Markup],
                ClipShape clip => Texts(clip.Inside),
                _ => Enumerable.Empty<string>(),
            }
        );
}
