namespace PlasticityLab.Tests;

/// <summary>The reference data that tests read: <c>tests/data</c> of the repository.</summary>
internal static class TestData
{
    /// <summary>The path of a file or folder below <c>tests/data</c>.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The repository's own folder.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Root { get; } = System.IO.Path.Combine(Repository, "tests", "data");

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "PlasticityLab.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must lie inside the repository.");
    }
}
