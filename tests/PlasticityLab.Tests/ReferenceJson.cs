using System.Text.Json;

namespace PlasticityLab.Tests;

/// <summary>Numbers, vectors and matrices out of reference JSON files.</summary>
internal static class ReferenceJson
{
    /// <summary>A reference document.</summary>
    public static JsonElement Open(params string[] parts) =>
        JsonDocument.Parse(File.ReadAllText(TestData.Path(["reference", .. parts]))).RootElement;

    public static double[] Vector(this JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    public static int[] Ints(this JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetInt32())];

    public static PlasticityLab.Numerics.Matrix Matrix(this JsonElement rows)
    {
        var values = rows.EnumerateArray().Select(row => row.Vector()).ToArray();
        return PlasticityLab.Numerics.Matrix.From(values.Length, values[0].Length, (i, j) => values[i][j]);
    }

    public static double Number(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            element = element.GetProperty(name);
        }

        return element.GetDouble();
    }
}
