namespace PlasticityLab.Tests;

/// <summary>Reference data that live beside the repository, not in it; tests that need them skip visibly when they are absent.</summary>
internal static class SharedData
{
    /// <summary>The path of a reference file; the test is skipped when the reference data are absent.</summary>
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "PlasticityLab.slnx")))
        {
            folder = folder.Parent;
        }

        // A work tree may lie one level deeper than the main one.
        var roots = new[] { folder?.Parent, folder?.Parent?.Parent }
            .OfType<DirectoryInfo>()
            .Select(parent => System.IO.Path.Combine(parent.FullName, "shared"));
        var root = roots.FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(root is not null, "The reference data (../shared) are not here.");
        return System.IO.Path.Combine([root!, .. parts]);
    }
}
