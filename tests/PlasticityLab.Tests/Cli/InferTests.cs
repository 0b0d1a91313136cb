using PlasticityLab.Numerics.Files;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary><c>plasticity infer</c> on a person's files.</summary>
[Collection(nameof(Alone))]
public sealed class InferTests : IDisposable
{
    private const int Steps = 3000;

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-infer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_rule_was_applied_to_names_the_rule()
    {
        Activity();
        var applied = await Run("rules", "apply", "causal_trace_hebb", "activity.npz", "--set", "tau_plus=30ms", "--every", "50");
        Assert.True(applied.Exit == 0, $"{applied}");
        var done = await Run("infer", "weights.npz", "--activity", "activity.npz", "--json");
        Assert.True(done.Exit == 0, $"{done}");
        Assert.Contains("post.rate*pre.fast(30 ms)", done.Out, StringComparison.Ordinal);
        Assert.Contains("The weights are explained best by", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_and_activity_of_different_lengths_are_refused_with_both()
    {
        Activity();
        Npz.Write(Path.Combine(_folder, "w.npz"), [new("W", new([5, 3, 3], new double[45]))]);
        var done = await Run("infer", "w.npz", "--activity", "activity.npz");
        Assert.Equal(2, done.Exit);
        Assert.Contains($"w.npz has 5 readings of the weights, but the activity has {Steps} steps", done.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("step", "whole steps from 0 on, but number 2 is 1000.5", 0.0, 1000.5, 2000.0)]
    [InlineData("step", "whole steps from 0 on, but number 1 is -1", -1.0, 1000.0, 2000.0)]
    [InlineData("time", "times at the end of steps of 1 ms, from 0 on, but number 3 is 2.0004 s", 0.0, 1.0, 2.0004)]
    [InlineData("time", "but number 2 is NaN s", 0.0, double.NaN, 2.0)]
    public async Task Readings_between_two_steps_are_refused(string name, string sentence, params double[] times)
    {
        Activity("rates");
        Npz.Write(Path.Combine(_folder, "w.npz"), [new("weights", new([3, 3, 3], new double[27])), new(name, new([3], times))]);
        var done = await Run("infer", "w.npz", "--activity", "activity.npz");
        Assert.Equal(2, done.Exit);
        Assert.Contains(sentence, done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_archive_is_not_said_to_hold_weights()
    {
        File.WriteAllText(Path.Combine(_folder, "w.npz"), "hello");
        var done = await Run("infer", "w.npz");
        Assert.Equal(2, done.Exit);
        Assert.Contains("w.npz is not an .npz archive", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_alone_tells_nothing()
    {
        Activity();
        var done = await Run("infer", "--activity", "activity.npz");
        Assert.Equal(0, done.Exit);
        Assert.StartsWith("Nothing can be told of the rule", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrays_of_other_names_are_named_in_their_file()
    {
        Activity("seen");
        Npz.Write(Path.Combine(_folder, "w.npz"), [new("mine", new([3, 3, 3], new double[27])), new("step", new([3], [0, 1000, 2000]))]);
        var done = await Run("infer", "w.npz:mine", "--activity", "activity.npz:seen");
        Assert.Equal(0, done.Exit);
        Assert.StartsWith("Nothing can be told", done.Out, StringComparison.Ordinal);
        var other = await Run("infer", "w.npz:yours", "--activity", "activity.npz");
        Assert.Equal(2, other.Exit);
        Assert.Contains("w.npz has no array yours. It holds: mine", other.Error, StringComparison.Ordinal);
        Assert.Contains("activity.npz must hold rates", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("infer needs the weights and the activity", "infer")]
    [InlineData("--rules says which rules --ground-truth tries", "infer", "--activity", "activity.npz", "--rules", "hebbian")]
    [InlineData("--ground-truth makes its own weights", "infer", "--activity", "activity.npz", "--ground-truth")]
    [InlineData("bcm_of_mine", "infer", "--ground-truth", "--rules", "bcm_of_mine")]
    public async Task What_does_not_go_together_is_said(string sentence, params string[] words)
    {
        var done = await Run(words);
        Assert.Equal(2, done.Exit);
        Assert.Contains(sentence, done.Error, StringComparison.Ordinal);
    }

    private Task<Plasticity.Outcome> Run(params string[] arguments) => Plasticity.Run(_folder, arguments, TimeSpan.FromSeconds(120));

    // Three neurons, each active now and then at a rate of its own.
    private void Activity(string? rates = null)
    {
        var values = new double[Steps * 3];
        for (var t = 0; t < Steps; t++)
        {
            for (var i = 0; i < 3; i++)
            {
                values[(t * 3) + i] = (t * (7 + (2 * i)) / 100 % 5) == i ? 0.3 + (0.2 * i) : 0;
            }
        }

        NpyArray seen = new([Steps, 3], values);
        KeyValuePair<string, NpyArray>[] arrays = rates is null ? [new("pre", seen), new("post", seen)] : [new(rates, seen)];
        Npz.Write(Path.Combine(_folder, "activity.npz"), [.. arrays, new("dt", new([], [0.001]))]);
    }
}
