using PlasticityLab.Numerics;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Tests.Studies;

/// <summary>Study files that no one writes by hand: each is refused at once, in sentences that say where.</summary>
public class HostileStudyTests
{
    private const string Study = """
        name: small
        rules: [hebb]
        network: {units: 60}
        task: {items: 4, assembly_size: 8, epochs: 1, free_run: 50 ms}
        seeds: {first: 100, count: 2}

        """;

    public static TheoryData<string, string, string> Refused =>
        new()
        {
            { "200,000 lists in each other", new string('[', 200_000), "at most 40 brackets" },
            { "200,000 mappings in each other", string.Concat(Enumerable.Repeat("{a: ", 200_000)), "at most 40 brackets" },
            { "200,000 dashes", string.Concat(Enumerable.Repeat("- ", 200_000)), "at most 40 brackets" },
            { "200,000 question marks", string.Concat(Enumerable.Repeat("? ", 200_000)), "at most 40 brackets" },
            { "an alias in what it names", "&a [*a]", "stands inside what it names" },
            { "a billion laughs", Laughs(), "at most 200000 values" },
            { "60,000 names", Study + string.Concat(Enumerable.Range(0, 60_000).Select(k => $"k{k}: 1\n")), "at most 1000 names" },
            {
                "200 wrong rules",
                Study.Replace("[hebb]", $"[{string.Join(", ", Enumerable.Range(0, 200).Select(k => $"nope{k}"))}]"),
                "… and 1"
            },
            { "an object of another language", "!!python/object:os.system\n" + Study, "the tag tag:yaml.org,2002:python/object:os.system" },
            { "bytes as text", Study.Replace("small", "!!binary aGk="), "binary is not read" },
            { "a command to the terminal", Study + "title: \"\\e[2J\"\n", "title must hold no control characters" },
            { "a zero in a text", Study + "notes: [\"a\\0b\"]\n", "notes[0] must hold no control characters" },
            { "writing that turns round", Study.Replace("small", "\u202egnp.exe"), "direction of writing" },
            { "300 bytes in 150 letters", Study.Replace("small", new string('é', 150)), "at most 200 bytes" },
            { "an empty name in a condition", Study + "conditions: {\" \": {}}\n", "must not be empty" },
        };

    private static string Laughs() =>
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + string.Concat(
            Enumerable
                .Range(0, 9)
                .Select(k => $"{(char)('b' + k)}: &{(char)('b' + k)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + k)}", 10))}]\n")
        );

    [Theory]
    [MemberData(nameof(Refused))]
    public void It_is_refused_with_a_sentence(string what, string text, string sentence)
    {
        var error = Assert.Throws<UserError>(() => StudyFile.Parse(text, what));
        Assert.Contains(sentence, error.Message);
        Assert.InRange(error.Message.Length, 1, 100_000);
    }

    [Fact]
    public void Rules_are_counted_as_the_file_counts_them()
    {
        var text = Study.Replace("rules: [hebb]", "rules:\n  - nope\n  - hebb\n  - spike_stdp\n  - {equation: \"dw = foo\"}");
        var problems = Assert.Throws<UserError>(() => StudyFile.Parse(text, "f.yaml")).Message.Split(Environment.NewLine);
        Assert.Contains(
            problems,
            problem => problem.StartsWith("f.yaml:3: rules[0]: There is no learning rule \"nope\"", StringComparison.Ordinal)
        );
        Assert.Contains(
            problems,
            problem => problem.StartsWith("f.yaml:5: rules[2]: spike_stdp is a rule on spikes", StringComparison.Ordinal)
        );
        Assert.Contains(problems, problem => problem.StartsWith("f.yaml:6: rules[3]: Equation", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("seeds.cuont=3", "--set seeds.cuont: seeds.cuont is not known; did you mean count?")]
    [InlineData("network.units=1", "--set network.units: network.units must be at least 2, but is 1.")]
    [InlineData("recording.weights_every=x", "recording.weights must be \"every N\" epochs")]
    [InlineData("network..units=5", "a name is empty between the points")]
    [InlineData("rules[5].eta=3", "there is no rules[5] in the study")]
    public void What_is_wrong_with_an_option_is_not_blamed_on_the_file(string change, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => StudyFile.Parse(Study, "f.yaml", [change])).Message);
}
