using PlasticityLab.Cli.Doctor;

namespace PlasticityLab.Tests.Cli;

public class DoctorTests
{
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
