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
        var roots = new[] { folder?.Parent, folder?.Parent?.Parent }.OfType<DirectoryInfo>().Select(parent => System.IO.Path.Combine(parent.FullName, "shared"));
        var root = roots.FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(root is not null, "The reference data (../shared) are not here.");
        return System.IO.Path.Combine([root!, .. parts]);
    }

    /// <summary>The full path of a reference file; skips the test when it is absent.</summary>
    public static string Find(params string[] parts)
    {
        var path = Path(parts);
        Assert.SkipUnless(File.Exists(path), $"Reference data {string.Join('/', parts)} is not beside the repository.");
        return path;
    }

    /// <summary>A reference JSON document.</summary>
    public static System.Text.Json.JsonElement Json(params string[] parts) => System.Text.Json.JsonDocument.Parse(File.ReadAllText(Find(parts))).RootElement;

    public static double[] Vector(this System.Text.Json.JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    public static int[] Ints(this System.Text.Json.JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetInt32())];

    public static PlasticityLab.Numerics.Matrix Matrix(this System.Text.Json.JsonElement rows)
    {
        var values = rows.EnumerateArray().Select(row => row.Vector()).ToArray();
        return PlasticityLab.Numerics.Matrix.From(values.Length, values[0].Length, (i, j) => values[i][j]);
    }

    public static double Number(this System.Text.Json.JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            element = element.GetProperty(name);
        }

        return element.GetDouble();
    }
}
