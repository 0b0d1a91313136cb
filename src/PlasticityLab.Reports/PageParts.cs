namespace PlasticityLab.Reports;

/// <summary>Style sheets and scripts that are written into pages.</summary>
internal static class PageParts
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PageParts).Assembly.GetManifestResourceStream($"Pages.{name}")!);
        return reader.ReadToEnd();
    }
}
