using System.Globalization;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests;

/// <summary>The study that <c>memory report --write</c> writes has the tables of the report.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryReportStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_study_of_the_memory_report_has_all_its_tables()
    {
        await Run("memory", "report", "--quick", "--rules", "tah,none", "--write", "study.yaml", "--quiet", "--out", "asked");
        await Run("study", "run", "study.yaml", "--no-report", "--quiet", "--out", "studied");
        var (asked, studied) = (Tables("asked"), Tables("studied"));
        Assert.InRange(asked.Count, 10, 40);
        Assert.Equal(asked.Keys.Order(), studied.Keys.Order());
        foreach (var (name, cells) in asked)
        {
            Assert.Equal(cells.Length, studied[name].Length);
            foreach (var (mine, theirs) in cells.Zip(studied[name]))
            {
                Assert.True(Same(mine, theirs), $"{name}: {mine} in the report, {theirs} in the study.");
            }
        }
    }

    // Eigenvalues have the rounding of the library for linear algebra, which differs from process to process.
    private static bool Same(string mine, string theirs) =>
        mine == theirs
        || (
            double.TryParse(mine, CultureInfo.InvariantCulture, out var a)
            && double.TryParse(theirs, CultureInfo.InvariantCulture, out var b)
            && Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a))
        );

    private Dictionary<string, string[]> Tables(string folder) =>
        Directory
            .GetFiles(Path.Combine(Directory.GetDirectories(Path.Combine(_folder, folder), "memory-*").Single(), "tables"), "memory_*.csv")
            .ToDictionary(file => Path.GetFileName(file), file => File.ReadAllText(file).Split(',', '\n'));

    private async Task Run(params string[] words)
    {
        var said = await Plasticity.Run(_folder, words, TimeSpan.FromMinutes(8));
        Assert.True(said.Exit == 0, said.ToString());
    }
}
