using System.Diagnostics;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Studies.Claims;
using PlasticityLab.Tests;

namespace PlasticityLab.Science.Tests;

/// <summary>The notebooks of the cases of kind 37 are run, cell by cell, by Python with NumPy and Matplotlib (Debian: python3-matplotlib), in a
/// folder whose name has a space; exported arrays are read back by NumPy.</summary>
public class NotebookRunTests
{
    private const string Script = """
        import json, os, sys
        import matplotlib
        matplotlib.use('Agg')
        import matplotlib.pyplot as plt
        os.chdir(sys.argv[1])
        notebook = json.load(open('notebook.ipynb'))
        assert (notebook['nbformat'], notebook['nbformat_minor']) == (4, 5) and notebook['metadata']['kernelspec']
        ids = [cell['id'] for cell in notebook['cells']]
        assert len(ids) == len(set(ids))
        plt.close = lambda *a: None
        names = {'__name__': '__main__'}
        for cell in notebook['cells']:
            if cell['cell_type'] == 'code':
                exec(compile(''.join(cell['source']), cell['id'], 'exec'), names)
        legends = [a.get_legend() for n in plt.get_fignums() for a in plt.figure(n).axes]
        print('legend', '|'.join(t.get_text() for l in legends if l for t in l.get_texts()))
        """;

    private static (int Code, string Output) Python(string code, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", code, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [Theory]
    [InlineData("underscore", "_fast|$slow$|$slow")]
    [InlineData("ampersand", "")]
    [InlineData("names", "")]
    public async Task A_notebook_runs(string study, string legend)
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/python3") && Python("import numpy, matplotlib").Code == 0,
            "NumPy and Matplotlib are missing (Debian: python3-matplotlib)"
        );
        var folder = Directory.CreateTempSubdirectory("plasticity test ").FullName;
        try
        {
            Copy(TestData.Path("cases", "37-names-in-exports", study), Path.Combine(folder, study));
            await File.WriteAllTextAsync(
                Path.Combine(folder, study, "tables", "findings.csv"),
                TableOf<FindingRow>.WriteCsv([
                    new(1, FindingSubject.Readout, "Found: 1, \"2\".", true),
                    new(2, FindingSubject.Memory, "3", false),
                ])
            );
            Assert.Equal(0, await PlasticityLab.Cli.CommandLine.RunAsync(["notebook", Path.Combine(folder, study)]));
            var (code, output) = Python(Script, Path.Combine(folder, study));
            Assert.True(code == 0, output);
            Assert.Contains("legend " + legend, output, StringComparison.Ordinal);
            Assert.Contains("Caution: Found: 1, \"2\".\n3\n", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
