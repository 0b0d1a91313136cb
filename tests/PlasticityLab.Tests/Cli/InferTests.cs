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
        Assert.Contains("The weights changed by", done.Out, StringComparison.Ordinal);
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

    [Fact]
    public async Task Activity_alone_tells_nothing()
    {
        Activity();
        var done = await Run("infer", "--activity", "activity.npz");
        Assert.Equal(0, done.Exit);
        Assert.StartsWith("Nothing can be told of the rule", done.Out, StringComparison.Ordinal);
    }

    private Task<Plasticity.Outcome> Run(params string[] arguments) => Plasticity.Run(_folder, arguments, TimeSpan.FromSeconds(120));

    // Three neurons, each active now and then at a rate of its own.
    private void Activity()
    {
        var values = new double[Steps * 3];
        for (var t = 0; t < Steps; t++)
        {
            for (var i = 0; i < 3; i++)
            {
                values[(t * 3) + i] = (t * (7 + (2 * i)) / 100 % 5) == i ? 0.3 + (0.2 * i) : 0;
            }
        }

        NpyArray rates = new([Steps, 3], values);
        Npz.Write(Path.Combine(_folder, "activity.npz"), [new("pre", rates), new("post", rates), new("dt", new([], [0.001]))]);
    }
}
