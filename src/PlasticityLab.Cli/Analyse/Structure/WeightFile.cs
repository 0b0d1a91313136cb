using System.Text.Json;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Analyse.Structure;

/// <summary>A weight matrix from .npz, .npy, .csv or JSON (W as rows of numbers, or the rows alone).</summary>
internal static class WeightFile
{
    public const string Formats =
        "Weights W[post, pre] as .npz (FILE:ARRAY for one of several), .npy, .csv, or JSON with W as rows of numbers";

    /// <param name="remarks">Takes a sentence on how the file was read, where that is not the usual way.</param>
    public static Matrix Read(string path, ICollection<string>? remarks = null)
    {
        var w = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonFile.Read(path, root => FromJson(root, path))
            : MatrixFile.Read(path, remarks);
        if (w.Rows != w.Columns || w.Rows == 0)
        {
            throw new UserError(
                $"{path}: weights must be square, one row and one column for each unit, but they are {w.Rows} x {w.Columns}."
            );
        }

        return w.IsFinite()
            ? w
            : throw new UserError(
                $"{path}: weights must be finite numbers, but entry {Array.FindIndex(w.Values, x => !double.IsFinite(x)) + 1} is not."
            );
    }

    private static Matrix FromJson(JsonElement rows, string path)
    {
        if (rows.ValueKind == JsonValueKind.Object)
        {
            if (!rows.TryGetProperty("W", out var named) && !rows.TryGetProperty("weights", out named))
            {
                throw new UserError(
                    $"{path}: the weights must be given as W, rows of numbers. It holds: "
                        + $"{string.Join(", ", rows.EnumerateObject().Take(20).Select(x => x.Name))}."
                );
            }

            rows = named;
        }

        if (rows.ValueKind != JsonValueKind.Array || rows.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array))
        {
            throw new UserError($"{path}: W must be a list of rows, each a list of numbers.");
        }

        var values = rows.EnumerateArray()
            .Select((row, i) => row.EnumerateArray().Select((x, j) => Number(x, $"{path}: W[{i + 1}][{j + 1}]")).ToArray())
            .ToArray();
        if (values.Length == 0 || values.Any(row => row.Length != values[0].Length))
        {
            throw new UserError(
                $"{path}: all rows of W must have the same number of values, but they have "
                    + $"{string.Join(", ", values.Select(row => row.Length).Distinct().Take(10))}."
            );
        }

        return new Matrix(values.Length, values[0].Length, [.. values.SelectMany(row => row)]);
    }

    private static double Number(JsonElement x, string what) =>
        x.ValueKind == JsonValueKind.Number && x.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new UserError($"{what} must be a finite number, but is {x.GetRawText()}.");
}
