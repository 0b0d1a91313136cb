using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Experiments.Exporting;

/// <summary>What an exporter is.</summary>
/// <param name="Id">What is typed after --to.</param>
/// <param name="Name">Name of the format.</param>
/// <param name="Meaning">What it writes, in one sentence.</param>
public sealed record ExporterCard(string Id, string Name, string Meaning) : ICard
{
    /// <summary>Whether every study has its tables in this form, too, beside the CSV files, where the exporter is part of the program.</summary>
    public bool WithEveryStudy { get; init; }
}

/// <summary>Writes tables for other programs. An exporter is added by writing its file; <see cref="Catalog"/> finds it by scan.</summary>
[Catalog("exporter")]
public interface IExporter
{
    /// <summary>What it is.</summary>
    ExporterCard Card { get; }

    /// <summary>Writes tables into a folder; a file is written beside its place and then renamed, so that it is whole or not
    /// there.</summary>
    /// <param name="folder">Folder that exists.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="stop">Stops between tables.</param>
    /// <returns>The paths written, one a table, in the order of the tables.</returns>
    Task<IReadOnlyList<string>> WriteAsync(string folder, IReadOnlyList<TableData> tables, CancellationToken stop = default);

    /// <summary>Writes one table that comes in pieces of some thousand rows, so that one of millions of rows need not be in memory. Unless an
    /// exporter has a way of its own, the pieces are put together first.</summary>
    /// <param name="folder">Folder that exists.</param>
    /// <param name="pieces">The pieces, one at least, all with the same columns; asked for once, in order.</param>
    /// <param name="stop">Stops between pieces.</param>
    /// <returns>The path written.</returns>
    async Task<string> WritePiecesAsync(string folder, IEnumerable<TableData> pieces, CancellationToken stop = default) =>
        (await WriteAsync(folder, [TableData.Concat([.. pieces])], stop))[0];

    /// <summary>Writes whole arrays, such as weights and activity, which are no tables. Unless an exporter has a form of its own for them,
    /// NumPy's archive goes along as it stands.</summary>
    /// <param name="folder">Folder that exists.</param>
    /// <param name="archive">The archive, NAME.npz.</param>
    /// <param name="stop">Stops before the file.</param>
    /// <returns>The path written.</returns>
    async Task<string> WriteArraysAsync(string folder, string archive, CancellationToken stop = default)
    {
        var path = Path.Combine(folder, Path.GetFileName(archive));
        await WholeFile.WriteAsync(path, async stream => await stream.WriteAsync(UserFile.Bytes(archive), stop));
        return path;
    }
}
