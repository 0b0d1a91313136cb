using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Cli;

/// <summary>The study files that the program carries with it.</summary>
internal static class EmbeddedStudy
{
    public static (StudySpec Study, string Text) Read(string name)
    {
        using var stream = typeof(EmbeddedStudy).Assembly.GetManifestResourceStream(name)!;
        var text = new StreamReader(stream).ReadToEnd();
        return (StudyFile.Parse(text, name), text);
    }
}
