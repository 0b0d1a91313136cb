namespace PlasticityLab.Reports;

/// <summary>Style sheets and scripts that are written into pages.</summary>
internal static class PageParts
{
    public static string Read(string name, string folder = "Pages")
    {
        using var reader = new StreamReader(typeof(PageParts).Assembly.GetManifestResourceStream($"{folder}.{name}")!);
        return reader.ReadToEnd();
    }
}
