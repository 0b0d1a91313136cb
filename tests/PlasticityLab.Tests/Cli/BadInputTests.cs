using System.CommandLine;
using PlasticityLab.Cli.Verbs;
using PlasticityLab.Numerics;

namespace PlasticityLab.Tests.Cli;

public sealed class BadInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("[[0, null], [1, 0]]", "W[1][2] must be a finite number, but is null.")]
    [InlineData("[[0, 1], [\"x\", 0]]", "W[2][1] must be a finite number, but is \"x\".")]
    [InlineData("[[0, 1], [1]]", "all rows of W must have the same number of values")]
    [InlineData("{ \"V\": [[1]] }", "the weights must be given as W")]
    public void Weights_that_cannot_be_read_name_the_place(string json, string sentence)
    {
        var file = Write("w.json", json);
        Assert.Contains(
            sentence,
            Assert.Throws<UserError>(() => Run(new CompareNetworksVerb().Build(), file, file)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tune_of_one_note_has_nothing_to_play() =>
        Assert.Contains(
            "needs at least 2 notes",
            Assert.Throws<UserError>(() => Run(new TuneVerb().Build(), "learn", Write("one.notes", "C4\n"))).Message,
            StringComparison.Ordinal
        );

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static int Run(Command command, params string[] arguments) =>
        command.Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
