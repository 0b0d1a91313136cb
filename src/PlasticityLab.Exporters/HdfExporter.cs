using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;
using PureHDF;

namespace PlasticityLab.Exporters;

/// <summary>HDF5 files for h5py, R, MATLAB, Julia and others: one file a table, one dataset a column with the attributes <c>unit</c>,
/// <c>meaning</c> and <c>key</c>; <c>table</c>, <c>version</c> and <c>grain</c> are attributes of the file. Missing numbers are NaN, yes and
/// no are 1 and 0. Arrays keep their shape: W[post, pre].</summary>
public sealed class HdfExporter : IExporter
{
    /// <inheritdoc/>
    public ExporterCard Card =>
        new(
            "hdf5",
            "HDF5",
            "HDF5 for h5py, R, MATLAB and Julia, one file a table and one dataset a column; units and meanings are attributes."
        );

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var paths = new List<string>();
        foreach (var table in tables)
        {
            stop.ThrowIfCancellationRequested();
            paths.Add(await Write(Path.Combine(folder, table.Name + ".h5"), Of(table)));
        }

        return paths;
    }

    /// <inheritdoc/>
    public Task<string> WriteArraysAsync(string folder, string archive, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var file = new H5File();
        foreach (var (name, array) in Npz.Read(archive))
        {
            // A slash would be a group.
            file[name.Replace('/', '_')] = new H5Dataset(array.Values, fileDims: [.. array.Shape.Select(length => (ulong)length)]);
        }

        return Write(Path.Combine(folder, Path.GetFileNameWithoutExtension(archive) + ".h5"), file);
    }

    private static H5File Of(TableData table)
    {
        var file = new H5File();
        file.Attributes["table"] = table.Name;
        file.Attributes["version"] = table.Version;
        file.Attributes["grain"] = table.Grain;
        foreach (var column in table.Columns)
        {
            file[column.Name] = new H5Dataset(Values(column))
            {
                Attributes =
                {
                    ["unit"] = column.Unit,
                    ["meaning"] = column.Meaning,
                    ["key"] = (byte)(column.Key ? 1 : 0),
                },
            };
        }

        return file;
    }

    /// <summary>The values of a column as HDF5 takes them.</summary>
    internal static object Values(TableColumn column) =>
        column.Values switch
        {
            int?[] values => Array.ConvertAll(values, x => x ?? double.NaN),
            bool[] values => Array.ConvertAll(values, x => (byte)(x ? 1 : 0)),
            var values => values,
        };

    private static async Task<string> Write(string path, H5File file)
    {
        await WholeFile.WriteAsync(
            path,
            stream =>
            {
                file.Write(stream);
                return Task.CompletedTask;
            }
        );
        return path;
    }
}
