using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Exporting;

/// <summary>Every format that a study can be written in: those of whole studies, and those of tables and arrays.</summary>
public static class StudyFormats
{
    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<IStudyExporter> All =>
        [
            .. Catalog
                .Of<IExporter>()
                .All.Select(exporter => new TablesAndArrays(exporter))
                .Concat(Catalog.Of<IStudyExporter>().All)
                .OrderBy(exporter => exporter.Card.Id, StringComparer.Ordinal),
        ];

    /// <summary>A format of tables and arrays, given all those of the study.</summary>
    private sealed class TablesAndArrays(IExporter exporter) : IStudyExporter
    {
        public ExporterCard Card => exporter.Card;

        public async Task<StudyExport> WriteAsync(string folder, StudyResults study, CancellationToken stop = default)
        {
            TableData[] tables =
            [
                .. TableCatalog
                    .All.Select(table => (table, rows: study.Rows(table)))
                    .Where(x => x.rows.Count > 0)
                    .Select(x => x.table.Data(x.rows)),
            ];
            var paths = await exporter.WriteAsync(folder, tables, stop);
            var files = paths.Zip(tables, (path, table) => new ExportedFile(path, Wording.Count(table.Rows, "row"), table.Rows)).ToList();
            var kept = Path.Combine(study.Folder, "tables");
            string[] archives = Directory.Exists(kept) ? Directory.GetFiles(kept, "*.npz") : [];
            foreach (var archive in archives.Order(StringComparer.Ordinal))
            {
                files.Add(new(await exporter.WriteArraysAsync(folder, archive, stop), "arrays"));
            }

            return new(files, []);
        }
    }
}
