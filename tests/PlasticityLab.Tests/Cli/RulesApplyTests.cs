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

    // A rule that is none, a value that is none, an array that is missing, one of the wrong shape, and a count out of range.
    [Theory]
    [InlineData(
        "dw = eta*(pre.rate",
        "--set eta must be a finite number, but is \"fast\"|character 19: \")\" was expected to close the bracket|activity.npz has no array dt|weight_max must be one number, but has 2"
    )]
    [InlineData(
        "oja",
        "--set eta must be a finite number, but is \"fast\"|activity.npz has no array dt|weight_max must be one number, but has 2"
    )]
    [InlineData("bcn", "There is no learning rule \"bcn\"|activity.npz has no array dt|weight_max must be one number, but has 2")]
    public async Task Everything_that_is_wrong_is_told_at_once(string rule, string sentences)
    {
        Write(new KeyValuePair<string, NpyArray>("weight_max", new([2], [1, 2])));
        var done = await Plasticity.Run(_folder, ["rules", "apply", rule, "activity.npz", "--set", "eta=fast"], TimeSpan.FromSeconds(60));
        Assert.Equal(2, done.Exit);
        var told = done.Error.TrimEnd().Split('\n');
        Assert.All(sentences.Split('|'), sentence => Assert.Contains(told, line => line.Contains(sentence, StringComparison.Ordinal)));
        Assert.Equal(sentences.Split('|').Length, told.Length);
    }

    [Fact]
    public async Task Activity_that_no_rule_can_read_is_told_with_all_that_is_wrong()
    {
        Write(
            new("dt", new([], [-1])),
            new("w", new([2, 2], [1, 2, double.NaN, 4])),
            new("decay", new([], [-1])),
            new("pre_change", new([1], [1]))
        );
        var done = await Plasticity.Run(
            _folder,
            ["rules", "apply", "dw = pre.rate*pre.fast(20 ms)", "activity.npz"],
            TimeSpan.FromSeconds(60)
        );
        Assert.Equal(2, done.Exit);
        foreach (
            var sentence in new[]
            {
                "dt must be a time above 0 s",
                "w must have the shape",
                "w must be finite",
                "decay must",
                "pre_change must have the shape",
            }
        )
        {
            Assert.Contains(sentence, done.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    private void Write(params KeyValuePair<string, NpyArray>[] further) =>
        Npz.Write(Path.Combine(_folder, "activity.npz"), [new("pre", new([3, 2], Pre)), new("post", new([3], Post)), .. further]);
}
