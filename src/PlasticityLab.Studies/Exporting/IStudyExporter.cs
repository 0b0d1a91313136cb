using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Exporting;

/// <summary>Writes a whole study for another program: what was recorded, or the model itself. An exporter is added by writing its file;
/// <see cref="Catalog"/> finds it by scan. Formats that only need tables and arrays are <see cref="IExporter"/>s.</summary>
[Catalog("exporter of studies")]
public interface IStudyExporter
{
    /// <summary>What it is.</summary>
    ExporterCard Card { get; }

    /// <summary>Writes into a folder; a file is written beside its place and then renamed, so that it is whole or not there.</summary>
    /// <param name="folder">Folder that exists.</param>
    /// <param name="study">A finished study.</param>
    /// <param name="stop">Stops between files.</param>
    /// <exception cref="UserError">The study holds nothing that the format has a form for.</exception>
    Task<StudyExport> WriteAsync(string folder, StudyResults study, CancellationToken stop = default);
}

/// <summary>What became of an export.</summary>
/// <param name="Files">What was written.</param>
/// <param name="Refused">One sentence for each part of the study that the format cannot express: which, why, and what can be done.</param>
public sealed record StudyExport(IReadOnlyList<ExportedFile> Files, IReadOnlyList<string> Refused);

/// <summary>A file that was written.</summary>
/// <param name="Path">Where.</param>
/// <param name="Holds">What it holds, in a few words.</param>
/// <param name="Rows">Rows, where it is a table; else 0.</param>
public sealed record ExportedFile(string Path, string Holds, int Rows = 0);
