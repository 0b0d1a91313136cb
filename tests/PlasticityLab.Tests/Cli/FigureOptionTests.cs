using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary>A figure that cannot be written is told of before anything is computed for it.</summary>
[Collection(nameof(Alone))]
public class FigureOptionTests
{
    [Theory]
    [InlineData("memory capacity --neurons 4096 --seeds 100", "x.txt")]
    [InlineData("memory patterns --neurons 8000 --seeds 100", "x")]
    [InlineData("memory retention --neurons 4096 --seeds 100", "x.csv")]
    [InlineData("memory delay --neurons 4096 --seeds 100", "x.jpg")]
    [InlineData("memory dream --dreams 100000", "x.gif")]
    [InlineData("memory self-organise --neurons 2000 --seeds 100", "x.eps")]
    [InlineData("tunes .", "x.txt")]
    [InlineData("episodes missing.npz", "x.txt")]
    [InlineData("memory capacity --neurons 4096 --seeds 100", "made.svg")] // a folder
    public async Task It_is_refused_first(string words, string figure)
    {
        var folder = Directory.CreateTempSubdirectory("plasticity-figure-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "made.svg"));
            var outcome = await Plasticity.Run(folder, [.. words.Split(' '), "--figure", figure], TimeSpan.FromSeconds(30));
            Assert.True(outcome.Exit == 2, outcome.ToString());
            Assert.Matches(@"A figure can be saved as \.svg, \.png, \.pdf, but|is a folder, but a figure is to be written", outcome.Error);
            Assert.Contains(figure, outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
