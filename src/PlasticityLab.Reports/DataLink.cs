using System.IO.Compression;
using System.Text;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Reports;

/// <summary>Source data inside the page: a link that downloads without a network; large tables are compressed.</summary>
internal static class DataLink
{
    private const int Plain = 48 * 1024;

    public static (string Name, string Href, string Size) Of(string figure, SourceTable table)
    {
        var bytes = Encoding.UTF8.GetBytes(table.Csv());
        var name = $"{figure}-{table.Name}.csv";
        if (bytes.Length <= Plain)
        {
            return (name, $"data:text/csv;charset=utf-8;base64,{Convert.ToBase64String(bytes)}", Kilobytes(bytes.Length));
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return (name + ".gz", $"data:application/gzip;base64,{Convert.ToBase64String(packed.ToArray())}", Kilobytes(packed.Length));
    }

    private static string Kilobytes(long bytes) => bytes < 1024 ? $"{bytes} bytes" : $"{bytes / 1024.0:0} kB";
}
