using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PlasticityLab.Numerics.Files;

/// <summary>Reads one matrix from <c>.csv</c> (numbers only), <c>.npy</c> or <c>.npz</c>.</summary>
public static class MatrixFile
{
    private static readonly string[] WeightNames = ["W", "weights", "final_weights", "w"];

    /// <summary>The matrix; in an archive the array W, weights or final_weights, or the only square one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remarks">Takes a sentence on how the file was read, where that is not the usual way.</param>
    /// <exception cref="UserError">The file is missing, ragged, cut short or not numeric.</exception>
    public static Matrix Read(string path, ICollection<string>? remarks = null) =>
        Read(path, archive => Weights(archive, path, remarks), remarks);

    /// <summary>The matrix of a name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">Name of the array in an archive; empty: its only one with two axes. A .npy or text file has no names.</param>
    /// <exception cref="UserError">The file is missing, ragged, cut short or not numeric, or has no array of that name.</exception>
    public static Matrix Read(string path, string array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Length > 0 && Path.GetExtension(path).ToUpperInvariant() is ".NPY" or ".CSV" or ".TXT" or ".TSV")
        {
            UserFile.Check(path);
            throw new UserError($"{path} holds one matrix without a name; leave \"{array}\" out.");
        }

        return Read(path, archive => array.Length > 0 ? Named(archive, path, array) : Only(archive, path), null);
    }

    /// <summary>SHA-256 of a matrix's size and numbers, in hexadecimal: equal for equal contents, however the file keeps them.</summary>
    public static string Hash(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<int>(new[] { matrix.Rows, matrix.Columns }));
        hash.AppendData(MemoryMarshal.AsBytes<double>(matrix.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a name is that of an array in an archive, <c>FILE.npz:ARRAY</c>.</summary>
    public static bool NamesArray(string path) => NpzArchive.Named(path) is not null;

    private static Matrix Read(string path, Func<NpzArchive, Matrix> choose, ICollection<string>? remarks)
    {
        if (NpzArchive.Named(path) is var (file, array))
        {
            using var named = NpzArchive.Open(file);
            return Named(named, file, array);
        }

        UserFile.Check(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".NPZ":
                using (var archive = NpzArchive.Open(path))
                {
                    return choose(archive);
                }

            case ".NPY":
                return Npy.Read(UserFile.Bytes(path), path).ToMatrix(path);
            case ".CSV" or ".TXT" or ".TSV":
                return FromText(path, remarks);
            case var other:
                throw new UserError($"{path}: a matrix can be read from .csv, .npy and .npz, but the file ends in \"{other}\".");
        }
    }

    private static Matrix Named(NpzArchive archive, string path, string array) => archive.Read(array).ToMatrix($"{path}: array {array}");

    private static Matrix Only(NpzArchive archive, string path)
    {
        var planar = archive.Arrays.Where(array => array.Header?.Shape.Count == 2).ToArray();
        return planar.Length == 1
            ? Named(archive, path, planar[0].Name)
            : throw new UserError(
                $"{path}: an array with two axes must be named, because there is {(planar.Length == 0 ? "none" : "more than one")}. The file holds: {archive.Contents}."
            );
    }

    private static Matrix Weights(NpzArchive archive, string path, ICollection<string>? remarks)
    {
        string[] named = [.. WeightNames.Where(name => archive.Arrays.Any(array => array.Name == name))];
        if (named.Length > 1)
        {
            remarks?.Add($"{Path.GetFileName(path)} has the arrays {string.Join(", ", named)}; {named[0]} is read.");
        }

        if (named.Length > 0)
        {
            return Named(archive, path, named[0]);
        }

        var square = archive.Arrays.Where(array => array.Header?.Shape is [var n, var m] && n == m).ToArray();
        return square.Length == 1
            ? Named(archive, path, square[0].Name)
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
