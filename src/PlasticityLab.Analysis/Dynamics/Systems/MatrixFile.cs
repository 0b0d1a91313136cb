using System.Globalization;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>Reads one matrix from <c>.csv</c> (numbers only), <c>.npy</c> or <c>.npz</c>.</summary>
public static class MatrixFile
{
    private static readonly string[] WeightNames = ["W", "weights", "final_weights", "w"];

    /// <summary>The matrix; in an archive the array W, weights or final_weights, or the only square one.</summary>
    /// <exception cref="UserError">The file is missing, ragged, cut short or not numeric.</exception>
    public static Matrix Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserError($"{path}: there is no such file.");
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".NPZ" => FromArchive(path),
            ".NPY" => Npy.Read(File.ReadAllBytes(path), path).ToMatrix(path),
            ".CSV" or ".TXT" or ".TSV" => FromText(path),
            var other => throw new UserError($"{path}: a matrix can be read from .csv, .npy and .npz, but the file ends in \"{other}\"."),
        };
    }

    private static Matrix FromArchive(string path)
    {
        var arrays = Npz.Read(path);
        foreach (var name in WeightNames)
        {
            if (arrays.TryGetValue(name, out var array))
            {
                return array.ToMatrix($"{path}: array {name}");
            }
        }

        var square = arrays.Where(item => item.Value.Shape is [var n, var m] && n == m).ToArray();
        return square.Length == 1
            ? square[0].Value.ToMatrix()
            : throw new UserError(
                $"{path} has no array W. It holds: {string.Join(", ", arrays.Select(item => $"{item.Key} ({string.Join(" x ", item.Value.Shape)})"))}."
            );
    }

    private static Matrix FromText(string path)
    {
        var rows = new List<double[]>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#'))
            {
                continue;
            }

            var cells = line.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var row = new double[cells.Length];
            for (var k = 0; k < cells.Length; k++)
            {
                if (!double.TryParse(cells[k], NumberStyles.Float, CultureInfo.InvariantCulture, out row[k]))
                {
                    throw new UserError($"{path}, line {number}, column {k + 1}: must be a number, but is \"{cells[k]}\".");
                }

                if (!double.IsFinite(row[k]))
                {
                    throw new UserError($"{path}, line {number}, column {k + 1}: must be a finite number, but is {cells[k]}.");
                }
            }

            if (rows.Count > 0 && rows[0].Length != row.Length)
            {
                throw new UserError(
                    $"{path}, line {number}: must have {rows[0].Length} numbers as the first row has, but has {row.Length}."
                );
            }

            rows.Add(row);
        }

        return rows.Count == 0
            ? throw new UserError($"{path} holds no numbers.")
            : new Matrix(rows.Count, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }
}
