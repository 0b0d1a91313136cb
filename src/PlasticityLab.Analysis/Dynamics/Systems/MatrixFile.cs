using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>Reads one matrix from <c>.csv</c> (numbers only), <c>.npy</c> or <c>.npz</c>.</summary>
public static class MatrixFile
{
    private static readonly string[] WeightNames = ["W", "weights", "final_weights", "w"];

    /// <summary>The matrix; in an archive the array W, weights or final_weights, or the only square one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remarks">Takes a sentence on how the file was read, where that is not the usual way.</param>
    /// <exception cref="UserError">The file is missing, ragged, cut short or not numeric.</exception>
    public static Matrix Read(string path, ICollection<string>? remarks = null)
    {
        if (NpzArchive.Named(path) is var (file, array))
        {
            using var archive = NpzArchive.Open(file);
            return archive.Read(array).ToMatrix($"{file}: array {array}");
        }

        UserFile.Check(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".NPZ" => FromArchive(path, remarks),
            ".NPY" => Npy.Read(UserFile.Bytes(path), path).ToMatrix(path),
            ".CSV" or ".TXT" or ".TSV" => FromText(path, remarks),
            var other => throw new UserError($"{path}: a matrix can be read from .csv, .npy and .npz, but the file ends in \"{other}\"."),
        };
    }

    /// <summary>Whether a name is that of an array in an archive, <c>FILE.npz:ARRAY</c>.</summary>
    internal static bool NamesArray(string path) => NpzArchive.Named(path) is not null;

    private static Matrix FromArchive(string path, ICollection<string>? remarks)
    {
        using var archive = NpzArchive.Open(path);
        string[] named = [.. WeightNames.Where(name => archive.Arrays.Any(array => array.Name == name))];
        if (named.Length > 1)
        {
            remarks?.Add($"{Path.GetFileName(path)} has the arrays {string.Join(", ", named)}; {named[0]} is read.");
        }

        if (named.Length > 0)
        {
            return archive.Read(named[0]).ToMatrix($"{path}: array {named[0]}");
        }

        var square = archive.Arrays.Where(array => array.Header?.Shape is [var n, var m] && n == m).ToArray();
        return square.Length == 1
            ? archive.Read(square[0].Name).ToMatrix($"{path}: array {square[0].Name}")
            : throw new UserError(
                $"{path} has no array W. It holds: {archive.Contents}.{(square.Length > 1 ? $" Name one of them: {path}:{square[0].Name}" : "")}"
            );
    }

    private static Matrix FromText(string path, ICollection<string>? remarks)
    {
        var table = NumberTable.Read(path);
        if (table.Remark.Length > 0)
        {
            remarks?.Add($"{Path.GetFileName(path)} is {table.Remark}.");
        }

        return table.Values;
    }
}
