using System.Text.Json;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Structure;

/// <summary>A weight matrix from .npz, .npy, .csv or JSON (W as rows of numbers, or the rows alone).</summary>
internal static class WeightFile
{
    public const string Formats = "Weights W[post, pre] as .npz, .npy, .csv, or JSON with W as rows of numbers";

    public static Matrix Read(string path)
    {
        var w = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? FromJson(path) : MatrixFile.Read(path);
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

    private static Matrix FromJson(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserError($"{path}: there is no such file.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var rows = document.RootElement;
            if (rows.ValueKind == JsonValueKind.Object)
            {
                if (!rows.TryGetProperty("W", out var named) && !rows.TryGetProperty("weights", out named))
                {
                    throw new UserError(
                        $"{path}: the weights must be given as W, rows of numbers. It holds: {string.Join(", ", rows.EnumerateObject().Select(x => x.Name))}."
                    );
                }

                rows = named;
            }

            var values = rows.EnumerateArray()
                .Select(
                    (row, i) =>
                        row.EnumerateArray()
                            .Select(
                                (x, j) =>
                                    x.ValueKind == JsonValueKind.Number
                                        ? x.GetDouble()
                                        : throw new UserError(
                                            $"{path}: W[{i + 1}][{j + 1}] must be a finite number, but is {x.GetRawText()}."
                                        )
                            )
                            .ToArray()
                )
                .ToArray();
            if (values.Length == 0 || values.Any(row => row.Length != values[0].Length))
            {
                throw new UserError(
                    $"{path}: all rows of W must have the same number of values, but they have {string.Join(", ", values.Select(row => row.Length).Distinct())}."
                );
            }

            return new Matrix(values.Length, values[0].Length, [.. values.SelectMany(row => row)]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new UserError($"{path}: W must be rows of numbers in JSON, but could not be read: {error.Message}");
        }
    }
}
