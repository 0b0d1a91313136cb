using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using PlasticityLab.Tests;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests;

/// <summary>The page docs/how-to/python-r-and-sql.md asks one question of a study in several languages: its fragments are run as they
/// stand, on a study that is run here, and their answers are held to each other. Debian: python3-numpy, python3-pandas,
/// python3-scipy, python3-h5py, r-base-core.</summary>
[Collection(nameof(Alone))]
public sealed partial class OtherLanguagesTests(OtherLanguagesTests.SmallStudy study) : IClassFixture<OtherLanguagesTests.SmallStudy>
{
    private const string Placeholder = "runs/first-look-0123abcd";

    /// <summary>Three rules on few neurons, run once for all of these tests.</summary>
    public sealed class SmallStudy : IAsyncLifetime
    {
        public string Parent { get; } = Directory.CreateTempSubdirectory("plasticity languages ").FullName;

        public string Folder { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await File.WriteAllTextAsync(
                Path.Combine(Parent, "small.yaml"),
                "name: small\nrules: [hebb, stdp, tah]\nseeds: { count: 3 }\nnetwork: { units: 80 }\nconditions: { A: {}, B: {} }\n"
            );
            await Ask("study", "run", "small.yaml", "--no-report", "--quiet");
            Folder = Directory.GetDirectories(Path.Combine(Parent, "runs"), "small-*").Single();
        }

        public async Task<string> Ask(params string[] words)
        {
            var outcome = await Plasticity.Run(Parent, words, TimeSpan.FromMinutes(5));
            Assert.True(outcome.Exit == 0, $"{string.Join(' ', words)}: {outcome}");
            return outcome.Out;
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Parent, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(\w+)\s+(-?[\d.]+(?:e-?\d+)?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Answer();

    private static IEnumerable<string> Page(string language) =>
        Fence()
            .Matches(File.ReadAllText(Path.Combine(TestData.Repository, "docs", "how-to", "python-r-and-sql.md")))
            .Where(match => match.Groups[1].Value == language)
            .Select(match => match.Groups[2].Value);

    private string[] Fragments(string language) =>
        [.. Page(language).Select(text => text.Replace(Placeholder, study.Folder, StringComparison.Ordinal))];

    private (int Exit, string Out, string Error) Start(string program, string code, string option)
    {
        var start = new ProcessStartInfo(program, [option, code])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = study.Parent,
        };
        start.Environment["PYTHONPATH"] = Path.Combine(TestData.Repository, "python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PLASTICITY"] = Path.Combine(AppContext.BaseDirectory, "plasticity.dll");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private string Python(string code, string modules)
    {
        const string Program = "/usr/bin/python3";
        Assert.SkipUnless(
            File.Exists(Program) && Start(Program, $"import {modules}", "-c").Exit == 0,
            $"Python with {modules} is missing (Debian: python3-numpy, python3-pandas, python3-scipy, python3-h5py)"
        );
        var (exit, output, error) = Start(Program, code, "-c");
        Assert.True(exit == 0, error);
        return output;
    }

    private async Task<Dictionary<string, double>> InTheTerminal()
    {
        var words = Page("sh").Single().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1..];
        var csv = await study.Ask([.. words.Select(word => word == Placeholder ? study.Folder : word), "--to", "csv"]);
        var rows = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).ToArray();
        var sorted = rows.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(sorted.OrderByDescending(x => x), sorted);
        return rows.GroupBy(row => row[0])
            .ToDictionary(group => group.Key, group => group.Average(row => double.Parse(row[2], CultureInfo.InvariantCulture)));
    }

    private async Task Agrees(IEnumerable<(string Rule, double S)> answer, double tolerance)
    {
        var expected = await InTheTerminal();
        var told = answer.ToDictionary(x => x.Rule, x => x.S);
        Assert.Equal(expected.Keys.Order(), told.Keys.Order());
        Assert.All(expected, x => Assert.Equal(x.Value, told[x.Key], tolerance));
    }

    private static IEnumerable<(string Rule, double S)> Read(string output) =>
        Answer()
            .Matches(output)
            .Select(match => (match.Groups[1].Value, double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)));

    [Fact]
    public async Task The_module_and_pandas_answer_as_the_terminal()
    {
        await Agrees(Read(Python(Fragments("python")[0], "numpy, pandas")), 1e-6);
        await Agrees(Read(Python(Fragments("python")[2], "numpy, pandas")), 1e-6);
    }

    [Fact]
    public async Task R_answers_as_the_terminal()
    {
        const string Program = "/usr/bin/Rscript";
        Assert.SkipUnless(File.Exists(Program), "R is missing (Debian: r-base-core)");
        var (exit, output, error) = Start(Program, Fragments("r").Single(), "-e");
        Assert.True(exit == 0, error);
        await Agrees(Read(output), 1e-12);
    }

    [Fact]
    public async Task DuckDB_answers_as_the_terminal()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        using var command = connection.CreateCommand();
        command.CommandText = Fragments("sql").Single();
        using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<(string, double)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetDouble(1)));
        }

        await Agrees(rows, 1e-12);
    }

    [Fact]
    public void The_module_runs_a_study_and_tells_its_events()
    {
        var output = Python("import plasticitylab as pl\n" + Fragments("python")[1] + "print(study.tables)", "numpy");
        Assert.StartsWith("{'event': 'started'", output, StringComparison.Ordinal);
        Assert.Contains("'event': 'finished'", output, StringComparison.Ordinal);
        Assert.Contains("'outcomes'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_reads_without_pandas_and_raises_with_the_programs_sentence()
    {
        var output = Python(
            $$"""
            import sys
            sys.modules["pandas"] = None
            import numpy as np
            import plasticitylab as pl
            study = pl.load({{Quoted(study.Folder)}})
            outcomes = study.table("outcomes")
            assert isinstance(outcomes, pl.Table) and outcomes["S"].dtype.kind in "fi" and outcomes["seed"].dtype == np.int64
            assert outcomes.where(rule="stdp", condition="A").rows == 3
            weights = study.weights()["W_stdp_A"]
            assert weights.shape == (80, 80) and (np.diag(weights) == 0).all()
            assert study.spec["seeds"]["count"] == 3 and study.manifest["complete"] is True
            try:
                study.table("outcome")
            except KeyError as error:
                assert "outcomes" in str(error)
            try:
                pl.run("rules: [hebbb]\n", out="elsewhere")
            except pl.PlasticityError as error:
                assert error.exit_code == 2
                print(error)
            """,
            "numpy"
        );
        Assert.Contains("There is no learning rule \"hebbb\". Did you mean hebbian?", output, StringComparison.Ordinal);
    }

    // Every table and array, column by column; what is missing is NaN or an empty text in all of them.
    private const string Compare = """
        import csv, glob, os
        import numpy as np
        import h5py, scipy.io
        tables, mat, hdf = FOLDERS
        compared = 0
        for path in sorted(glob.glob(os.path.join(tables, "*.csv"))):
            name = os.path.splitext(os.path.basename(path))[0]
            rows = list(csv.reader(open(path, newline="", encoding="utf-8")))
            m, h = scipy.io.loadmat(os.path.join(mat, name + ".mat")), h5py.File(os.path.join(hdf, name + ".h5"))
            assert [a[0] for a in m["about_columns"][:, 0]] == rows[0], name
            for k, column in enumerate(rows[0]):
                cells = [row[k] for row in rows[1:]]
                theirs, hdf5 = m[column][:, 0], h[column][:]
                assert len(theirs) == len(hdf5) == len(cells) and set(h[column].attrs) == {"unit", "meaning", "key"}
                for cell, a, b in zip(cells, theirs, hdf5):
                    if isinstance(b, bytes):
                        assert (a[0] if a.size else "") == b.decode() == cell, (name, column, cell, a, b)
                    elif cell in ("yes", "no"):
                        assert a == b == (cell == "yes")
                    else:
                        number = float(cell) if cell else float("nan")
                        assert np.array_equal([a, b], [number, number], equal_nan=True), (name, column, cell, a, b)
                    compared += 1
        arrays = np.load(os.path.join(tables, "weights.npz"))
        m, h = scipy.io.loadmat(os.path.join(mat, "weights.mat")), h5py.File(os.path.join(hdf, "weights.h5"))
        for key in arrays.files:
            assert np.array_equal(arrays[key], m[key]) and np.array_equal(arrays[key], h[key][:]), key
        print(compared, len(arrays.files))
        """;

    [Fact]
    public async Task SciPy_and_h5py_read_every_cell_and_array_as_it_stands_in_the_folder()
    {
        string[] folders = [Path.Combine(study.Folder, "tables"), Path.Combine(study.Parent, "mat"), Path.Combine(study.Parent, "hdf5")];
        await study.Ask("export", study.Folder, "--to", "mat", "--out", folders[1]);
        await study.Ask("export", study.Folder, "--to", "hdf5", "--out", folders[2]);
        var code = Compare.Replace("FOLDERS", $"[{string.Join(", ", folders.Select(Quoted))}]", StringComparison.Ordinal);
        var counts = Python(code, "numpy, scipy, h5py").Split(' ').Select(int.Parse).ToArray();
        Assert.True(counts[0] > 1000 && counts[1] >= 6, $"{counts[0]} cells, {counts[1]} arrays");
    }

    private static string Quoted(string path) => System.Text.Json.JsonSerializer.Serialize(path);
}
