using PlasticityLab.Experiments.Execution;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

// What another build has computed.
public sealed partial class ReliabilityTests
{
    [Fact]
    public async Task Runs_of_another_build_are_told_and_computed_anew_when_asked()
    {
        var study = Open();
        study.Run(2, cancellation: Stop);
        var tables = Tables(study);
        // As if every fourth run had been computed by another program.
        var runs = Republish(study, (k, part) => part with { Build = k % 4 == 0 ? "0.0.9+old" : Provenance.Build });
        var count = runs.Where((_, k) => k % 4 == 0).Count();
        var (code, text) = await Cli("study", "status", study.Path);
        Assert.Equal(0, code);
        Assert.Contains("runs of 2 builds", text, StringComparison.Ordinal);
        Assert.Contains($"{count} of 0.0.9+old", text, StringComparison.Ordinal);
        Assert.Equal(0, study.Run(2, cancellation: Stop));
        Assert.Equal(count, study.Run(2, sameBuild: true, cancellation: Stop));
        Assert.Equal(tables, Tables(study));
        Assert.Equal(0, study.Run(2, sameBuild: true, cancellation: Stop));
        Assert.DoesNotContain("0.0.9", File.ReadAllText(Path.Combine(study.Path, "jobs.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_and_memory_of_another_build_are_computed_anew_when_asked_too()
    {
        var study = StudyFolder.Open(
            StudyFile.Parse(Small + "\nmemory: { retention: { length: 0, dreams: 20, seeds: 1 } }\nrecording: { weights: every 1 }"),
            _folder,
            Small
        );
        study.Run(2, cancellation: Stop);
        var tables = Tables(study);
        var old = 0;
        _ = Republish(
            study,
            (_, part) => part,
            part =>
            {
                old++;
                return part with { Build = "0.0.9+old" };
            }
        );
        Assert.True(old > 6, $"{old} steps");
        Assert.Equal(0, study.Run(2, cancellation: Stop));
        Assert.Equal(old, study.Run(2, sameBuild: true, cancellation: Stop));
        Assert.Equal(tables, Tables(study));
        Assert.Equal(0, study.Run(2, sameBuild: true, cancellation: Stop));
        Assert.DoesNotContain("0.0.9", File.ReadAllText(Path.Combine(study.Path, "jobs.csv")), StringComparison.Ordinal);
    }
}
