using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>What a study will need, as it is foretold.</summary>
public sealed class StudyCountTests : IDisposable
{
    private const string Small = """
        name: small
        network: { units: 60 }
        task: { items: 4, assembly_size: 8, epochs: 1, free_run: 60 ms, overlapping: false }
        readout: { inhibition: [2], gain: [1] }
        rules: [hebb, stdp]
        controls: [oracle]
        seeds: { first: 100, count: 20 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Disk_is_foretold_of_runs_and_of_the_larger_examples_as_they_are()
    {
        var study = StudyFolder.Open(StudyFile.Parse(Small, changes: ["measures=[S]"]), _folder);
        var plan = study.Count(Stop).Measured(TimeSpan.FromMinutes(1), Stop);
        Assert.True(plan.IsMeasured);
        Assert.Equal(63, plan.LeftForCertain); // three entries of 20 networks, and an example each
        study.Run(2, cancellation: Stop);
        var store = study.Store();
        var bytes = plan.Missing.Sum(run => RunPart.Find(store, run, run.Id())!.Bytes.Length);
        Assert.InRange(plan.Bytes * plan.LeftForCertain, 0.8 * bytes, 1.25 * bytes);
    }

    // Of two rules and the oracle every network may have learned, and would then be replayed.
    [Theory]
    [InlineData(120, "seeds.count=40")]
    [InlineData(0, "seeds.count=1")] // nothing to compare with
    [InlineData(80, "seeds.count=40", "controls=[]")]
    [InlineData(0, "seeds.count=40", "measures=[S]")] // nothing to compare by
    public void Replays_are_foretold_where_there_may_be_any(int most, params string[] changes)
    {
        var study = StudyFolder.Open(StudyFile.Parse(Small, changes: changes), _folder);
        var stage = Assert.Single(study.Count(Stop).Stages, stage => stage.Name.StartsWith("replays", StringComparison.Ordinal));
        Assert.Equal((0, most), (stage.Runs, stage.Further));
    }
}
