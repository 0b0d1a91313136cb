using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary><c>plasticity rules apply</c> writes what <see cref="Rules"/> gives, and refuses what it refuses.</summary>
[Collection(nameof(Alone))]
public sealed class RulesApplyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-apply-").FullName;
    private static readonly double[] Pre = [1, 0.5, 0, 0.25, 0, 1],
        Post = [0.5, 1, 0.75];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("oja", 1)]
    [InlineData("dw = eta*(pre.rate*post.rate - post.rate^2*w)", 2)]
    public async Task The_weights_are_those_of_the_library(string rule, int every)
    {
        Write(new("w", new([], [0.125])), new("weight_max", new([], [0.126])), new("dt", new([], [0.001])));
        var done = await Plasticity.Run(
            _folder,
            ["rules", "apply", rule, "activity.npz", "--set", "eta=5", "--every", $"{every}"],
            TimeSpan.FromSeconds(60)
        );
        Assert.True(done.Exit == 0, $"{done}");
        var written = Npz.Read(Path.Combine(_folder, "weights.npz"));
        Matrix[] expected =
        [
            .. Rules.Apply(
                Rules.Of(rule, ("eta", 5)),
                new Matrix(3, 2, Pre),
                new Matrix(3, 1, Post),
                new Matrix(1, 2, [0.125, 0.125]),
                0.001,
                options: new() { WeightMax = 0.126 }
            ),
        ];
        double[] steps = every == 1 ? [1, 2, 3] : [2, 3];
        Assert.Equal(steps, written["step"].Values);
        Assert.Equal([steps.Length, 1, 2], written["weights"].Shape);
        Assert.Equal(steps.SelectMany(step => expected[(int)step - 1].Values), written["weights"].Values);
    }

    [Theory]
    [InlineData("hebbian", "activity.npz has no array dt.")]
    [InlineData("bcn", "There is no learning rule \"bcn\"")]
    public async Task What_is_missing_is_told(string rule, string sentence)
    {
        Write();
        var done = await Plasticity.Run(_folder, ["rules", "apply", rule, "activity.npz"], TimeSpan.FromSeconds(60));
        Assert.Equal(2, done.Exit);
        Assert.StartsWith(sentence, done.Error, StringComparison.Ordinal);
    }

    private void Write(params KeyValuePair<string, NpyArray>[] further) =>
        Npz.Write(Path.Combine(_folder, "activity.npz"), [new("pre", new([3, 2], Pre)), new("post", new([3], Post)), .. further]);
}
