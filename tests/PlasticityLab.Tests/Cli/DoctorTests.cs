using PlasticityLab.Cli.Doctor;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

[Collection(nameof(Alone))]
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-doctor-").FullName;
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_Python_without_NumPy_is_there_and_one_further_down_the_path_that_has_it_is_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shell scripts stand for Python");
        Environment.SetEnvironmentVariable("PATH", Python("bare", "Python 3.9.1 without NumPy"));
        var finding = Examination.Of(_folder).Single(f => f.Name == "python3");
        Assert.True(finding is { Ok: false, Required: false });
        Assert.StartsWith("Python 3.9.1 without NumPy", finding.Found, StringComparison.Ordinal);
        Assert.Contains("install NumPy", finding.Remedy, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable("PATH", $"{Path.Combine(_folder, "bare")}:{Python("whole", "Python 3.12.1, NumPy 2.1.0")}");
        finding = Examination.Of(_folder).Single(f => f.Name == "python3");
        Assert.True(finding.Ok);
        Assert.StartsWith("Python 3.12.1, NumPy 2.1.0", finding.Found, StringComparison.Ordinal);
    }

    // A stand-in that says this; the folder that it lies in.
    private string Python(string name, string says)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var file = Path.Combine(folder, "python3");
        File.WriteAllText(file, $"#!/bin/sh\necho '{says}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    [Fact]
    public void What_is_required_is_here_and_everything_says_what_it_is_for()
    {
        var findings = Examination.Of(Path.GetTempPath()).ToArray();
        Assert.All(
            findings.Where(finding => finding.Required && finding.Name != "free_disk"),
            finding => Assert.True(finding.Ok, finding.Name + ": " + finding.Found)
        );
        Assert.All(
            findings,
            finding =>
                Assert.True(
                    finding is { Name.Length: > 0, Found.Length: > 0, For.Length: > 0 } && (finding.Ok || finding.Remedy.Length > 0),
                    finding.Name
                )
        );
        Assert.Equal(findings.Length, findings.Select(finding => finding.Name).Distinct().Count());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_found_out_with_a_remedy()
    {
        var file = Path.GetTempFileName(); // a file is no folder
        try
        {
            var finding = Examination.Of(Path.Combine(file, "results")).First(finding => finding.Name == "write_permission");
            Assert.True(finding is { Ok: false, Required: true });
            Assert.Contains("--folder", finding.Remedy);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
