using PlasticityLab.Cli.Verbs;
using PlasticityLab.Numerics;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary><c>plasticity compare</c> runs an ordinary study on equal terms, and writes it down.</summary>
[Collection(nameof(Alone))]
public sealed class CompareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-compare-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rules_share_seeds_budget_and_conditions()
    {
        const string own = "dw = eta*pre.rate*(post.rate - w)";
        var study = StudyFile.Parse(CompareVerb.Study(["hebb", "rate_stdp", own, "dw = 3*pre.rate*post.rate"], 12, 7));
        Assert.Equal(["hebb", "stdp", "own_3", "own_4"], study.Rules.Select(rule => rule.Name));
        Assert.Equal(own, study.Rules[2].Learning.Equation);
        Assert.Empty(study.Rules[3].Learning.Parameters);
        Assert.Equal((12, 7), (study.Seeds.Count, study.Tuning!.Configurations));
        Assert.Equal(["A", "B"], study.Conditions.Keys);
        Assert.Null(StudyFile.Parse(CompareVerb.Study(["hebb", "oja"], 3, 0)).Tuning);
    }

    [Fact]
    public void Rules_on_spikes_get_a_network_of_spikes() =>
        Assert.Equal("spiking", StudyFile.Parse(CompareVerb.Study(["spike_hebbian", "spike_stdp"], 2, 0)).Network.Card.Id);

    [Theory]
    [InlineData("hebb", "compare needs two rules or more, but one is given")]
    [InlineData("hebb,hebbian", "hebbian is given 2 times; name each rule once.")]
    [InlineData("hebb,stpd", "There is no learning rule \"stpd\".")]
    [InlineData("hebb,spike_stdp", "hebbian acts on rates and spike_stdp on spikes, and one study has one kind of network")]
    [InlineData("foo,bar,oja,oja", "There is no learning rule \"foo\".|There is no learning rule \"bar\".|oja is given 2 times")]
    public void What_cannot_be_compared_is_told_all_at_once(string rules, string sentences)
    {
        var said = Assert.Throws<UserError>(() => CompareVerb.Study(rules.Split(','), 3, 0)).Message;
        Assert.All(sentences.Split('|'), sentence => Assert.Contains(sentence, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_written_file_is_the_study_that_was_run()
    {
        string[] small = ["--set", "network.units=60", "--set", "task.items=4", "--set", "task.assembly_size=8", "--set", "task.epochs=3"];
        var compared = await Plasticity.Run(
            _folder,
            ["compare", "hebb", "stdp", "--seeds", "3", "--tuning", "0", .. small],
            TimeSpan.FromMinutes(3)
        );
        Assert.True(compared.Exit == 0, $"{compared}");
        Assert.Contains("Hebb and STDP are ", compared.Out, StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "runs"), "compare-hebb-stdp-*.yaml"));
        Assert.Contains(Path.GetFileName(file), compared.Out, StringComparison.Ordinal);
        var again = await Plasticity.Run(_folder, ["study", "run", file], TimeSpan.FromMinutes(3));
        Assert.Contains("Nothing had to be computed", again.Out, StringComparison.Ordinal);
    }
}
