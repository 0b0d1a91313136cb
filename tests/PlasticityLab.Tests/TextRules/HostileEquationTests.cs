using System.Diagnostics;
using System.Text;
using System.Text.Json;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.TextRules;

/// <summary>Texts that no one should type, at every place that takes an equation: each is read right or refused in a sentence, within ten
/// seconds and one GiB, with no stack trace and alike everywhere.</summary>
[Collection(nameof(Alone))]
public sealed class HostileEquationTests : IDisposable
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-equation-").FullName;

    public HostileEquationTests()
    {
        Write("a.npz", [1, 0.5, 0, 0.25, 0, 1], [0.5, 1, 0.75]);
        Write("one.npz", [0, 0], [0]);
    }

    private void Write(string name, double[] pre, double[] post) =>
        Npz.Write(
            Path.Combine(_folder, name),
            [
                new("pre", new([post.Length, 2], pre)),
                new("post", new([post.Length], post)),
                new("dt", new([], [0.001])),
                new("w", new([], [0.5])),
            ]
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Chain(string item, string op, int count) => string.Join(op, Enumerable.Repeat(item, count));

    private static string Nested(string before, string inside, string after, int depth) =>
        new StringBuilder().Insert(0, before, depth).Append(inside).Insert(before.Length * depth + inside.Length, after, depth).ToString();

    public static string[] Texts { get; } =
    [
        // nothing, and what is no equation
        "",
        " ",
        "\t\n",
        "=",
        "dw",
        "dw =",
        "dw/dt =",
        "dw = ",
        "= w",
        "dw = w = w",
        "dw == w",
        "dv = w",
        "dw/dt/dt = w",
        "w;",
        "w // x",
        "w # x",
        "{w}",
        "[w]",
        "\"w\"",
        "dw = w\0",
        "dw = w\u0001",
        "dw = \u001b[2Jw",
        "dw = w\u200b",
        "dw = \u202ew",
        "dw = w\r\nw",
        "\ufeffw",
        // brackets
        "(",
        ")",
        "(w",
        "w)",
        "((w)",
        "(w))",
        "()",
        "w()",
        "exp",
        "exp(",
        "exp()",
        "exp(w",
        "exp(w,",
        "exp(w, w)",
        "min(w)",
        "min(w,)",
        "min(,w)",
        "max(w, w, w)",
        "tanh w",
        "pre",
        "pre.",
        "pre.fast",
        "pre.fast(",
        "pre.fast()",
        "pre.fast(20 ms",
        "pre.fast(20 ms,",
        "pre.fast(20 ms, )",
        "pre.fast(20 ms, rate^3)",
        Nested("(", "w", ")", 60),
        Nested("(", "w", ")", 64),
        Nested("(", "w", ")", 65),
        Nested("(", "w", ")", 900),
        new('(', 2000),
        new(')', 2000),
        Nested("exp(", "w", ")", 63),
        Nested("tanh(", "w", ")", 300),
        Nested("min(w,", "w", ")", 250),
        new string('-', 63) + "w",
        new string('-', 1999) + "w",
        // long
        Chain("w", "+", 1000),
        Chain("2", "*", 1000),
        Chain("pre.rate", "-", 220),
        Chain("exp(w)", "+", 280),
        Chain("w", "+", 1001),
        new('w', 2000),
        new('1', 2000),
        new(' ', 1999),
        new('x', 1_000_000),
        Chain("w", "+", 500_000),
        "dw = " + new string(' ', 1_000_000) + "w",
        // numbers
        "1e308*w",
        "1e309*w",
        "1e999*w",
        "1e-400*w",
        "1e",
        "1e+",
        ".",
        "..",
        "1.2.3*w",
        "0x10*w",
        "1_000*w",
        "1,5*w",
        "1 000*w",
        "1'000*w",
        "٣*w",
        "²",
        "w²",
        "∞*w",
        "inf*w",
        "nan*w",
        "NaN",
        "Infinity*w",
        "1d*w",
        "1f*w",
        "1m*w",
        "5%*w",
        "1e5e5*w",
        "--1e-320*w",
        // powers
        "w^1e308",
        "w^-1e308",
        "2^1e308*w",
        "w^0",
        "w^-0",
        "w^0.5",
        "(-1)^0.5*w",
        "0^-1*w",
        "w^w",
        "w^pre.rate",
        "w^2^2",
        "w^",
        "w^^2",
        "w^(2)",
        "w^(1+1)",
        "w^-(2)",
        "w**2",
        "2^2000*w",
        "w^2147483648",
        "w^1e-300",
        // no numbers
        "1/0",
        "0/0",
        "w/0",
        "1/(1-1)*w",
        "1/0 - 1/0",
        "exp(1000)*w",
        "exp(exp(w))",
        "exp(-1e308)*w",
        "tanh(1e308)*w",
        "w/(w-w)",
        "1e308*1e308*w",
        "min(0/0, w)",
        "max(w, 0/0)",
        // names
        "x*w",
        "pre.volts*w",
        "pre.voltage",
        "post.voltage*w",
        "Pre.rate*w",
        "pre.Rate*w",
        "pre..rate",
        "pre rate",
        "sin(w)",
        "System.Console.Write(1)",
        "w.ToString()",
        "typeof(int)",
        "global::System.Environment.Exit(1)",
        "new int()",
        "p_w*w",
        "this*w",
        "α*w",
        "рre.rate",
        "w\u0301",
        "ｗ",
        "ﬁ*w",
        "w−1",
        "w·w",
        "w×2",
        "e*w",
        "pi*w",
        "rate*w",
        "fast(20 ms)",
        "dw*w",
        "post.post.rate",
        "@w",
        "$w",
        "\\w",
        "w?1:0",
        "w>0",
        "w&&1",
        "if(w)",
        "w!",
        "|w|",
        "%w",
        "w%2",
        "${w}",
        "{{w}}",
        "<b>w</b>*w",
        // units
        "pre.fast(20)*w",
        "pre.fast(20 mV)*w",
        "pre.fast(20 Hz)*w",
        "pre.fast(20ms)*w",
        "pre.fast(0 ms)*w",
        "pre.fast(-20 ms)*w",
        "pre.fast(1e-9 s)*w",
        "pre.fast(1e9 s)*w",
        "pre.fast(1,5 ms)*w",
        "pre.fast(20 msec)*w",
        "pre.fast(20 µs)*w",
        "pre.fast(20 ms)*pre.fast(30 ms)",
        "pre.fast(20 ms)*pre.fast(20 ms, spikes)",
        "pre.fast(w)*w",
        "pre.fast(1/50 s)*w",
        "pre.fast((20 ms))*w",
        "pre.fast(20 ms + 1 ms)",
        "20 ms*w",
        "w*5 Hz",
        "pre.rate(20 ms)",
        "pre.fast(1e999 ms)",
        "pre.fast(999999999999999999999 s)",
        "pre.fast(20 ms)(w)",
        "post.slow(20 ms, rate^2)*post.slow(20 ms, rate)",
    ];

    [Fact]
    public async Task Each_is_read_right_or_refused_in_a_sentence_at_every_place()
    {
        var findings = new List<string>();
        foreach (var text in Texts)
        {
            await File.WriteAllTextAsync(
                Path.Combine(_folder, "s.yaml"),
                $$"""
                name: hostile
                network: { kind: rate, units: 24 }
                task: { kind: chain, items: 3, assembly_size: 4, epochs: 1, free_run: 50 ms }
                rules: [{ name: typed, equation: {{JsonSerializer.Serialize(text)}} }]
                seeds: { count: 1 }
                """,
                TestContext.Current.CancellationToken
            );
            var check = await Ask(findings, "rules", "check", "--", text);
            var apply = await Ask(findings, "rules", "apply", "--out", "o.npz", "--", text, "a.npz");
            var study = await Ask(findings, "study", "check", "s.yaml");
            // What is no equation is none anywhere; a word alone is the name of a rule on the command line.
            if (check == 2 && (apply != 2 || (study != 2 && !text.All(char.IsLetter))))
            {
                findings.Add($"{Shown(text)}: refused by check, but not everywhere ({apply}, {study})");
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n\n", findings.Take(20)));
    }

    // The kinds of texts that must be read, as often as they hold a value that is a number.
    [Theory]
    [InlineData("w^2", 0.25)]
    [InlineData("-w^2", -0.25)]
    [InlineData("w^-1", 2)]
    [InlineData("w^-(2)", 4)]
    [InlineData("2^-1*w", 0.25)]
    [InlineData("1/2/2*w", 0.125)]
    [InlineData("1 - w - 1", -0.5)]
    [InlineData("2*-w", -1)]
    [InlineData("w--w", 1)]
    [InlineData("dw/dt = w*1e0", 0.5)]
    [InlineData("max(min(w, 1/4), 0)", 0.25)]
    public async Task What_is_read_is_what_stands_there(string text, double perSecond)
    {
        var done = await Plasticity.Run(_folder, ["rules", "apply", "--out", "o.npz", "--every", "3", "--", text, "one.npz"], MostTime);
        Assert.True(done.Exit == 0, done.ToString());
        Assert.Equal(0.5 + (0.001 * perSecond), Npz.Read(Path.Combine(_folder, "o.npz"))["weights"].Values[0], 1e-15);
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_are_told()
    {
        var done = await Plasticity.Run(_folder, ["rules", "apply", "--out", "o.npz", "w/0", "a.npz"], MostTime);
        Assert.Equal(3, done.Exit);
        Assert.StartsWith("From step 1 on not every weight is a finite number", done.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("neuron: { kind: \"\" }")]
    [InlineData("neuron: \"dr = -r + w\"")]
    [InlineData("neuron: { equation: \"dr/dt = -r\" }")]
    [InlineData("neuron: { kind: logistic, beta: 1/0 }")]
    [InlineData("neuron: { kind: logistic, beta: 1e999 }")]
    [InlineData("neuron: { kind: logistic, beta: nan }")]
    [InlineData("neuron: { kind: logistic, beta: \"1,5\" }")]
    [InlineData("neuron: { kind: logistic, beta: 20 ms }")]
    [InlineData("neuron: { kind: logistic, beta: [1, 2] }")]
    [InlineData("neuron: { kind: logistic, beta: { a: 1 } }")]
    [InlineData("neuron: { kind: logistic, beta: 8, beta: 9 }")]
    [InlineData("neuron: { kind: logistic, \"\\0\": 8 }")]
    [InlineData("neuron: { kind: [logistic] }")]
    [InlineData("neuron: [logistic]")]
    [InlineData("neuron: { kind: logistic, kind: tanh }")]
    [InlineData("neuron: { kind: lоgistic }")]
    [InlineData("neuron: { kind: threshold_linear, rate_max: 0 }")]
    [InlineData("neuron: { kind: error_function, sigma: -1 }")]
    public async Task A_neuron_that_is_none_is_refused(string neuron)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "n.yaml"),
            $"name: n\nnetwork: {{ kind: rate, units: 24, {neuron} }}\nrules: [hebb]\n",
            TestContext.Current.CancellationToken
        );
        var findings = new List<string>();
        Assert.Equal(2, await Ask(findings, "study", "check", "n.yaml"));
        Assert.Empty(findings);
    }

    private async Task<int?> Ask(List<string> findings, params string[] words)
    {
        var (clock, bytes) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
        var outcome = await Plasticity.Run(_folder, words, 2 * MostTime);
        var problem =
            outcome.Crash is { } crash ? $"crash: {crash.GetType().Name}: {crash.Message}"
            : outcome.Exit is not (0 or 1 or 2 or 3) ? $"exit code {outcome.Exit}"
            : outcome.Exit == 2 && outcome.Error.Trim().Length == 0 ? "no sentence"
            : outcome.Text.Contains("   at ", StringComparison.Ordinal) ? "a stack trace"
            : outcome.Text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? "control characters"
            : clock.Elapsed > MostTime ? $"{clock.Elapsed.TotalSeconds:F1} s"
            : GC.GetTotalAllocatedBytes() - bytes > 1L << 30 ? "more than 1 GiB"
            : null;
        if (problem is not null)
        {
            findings.Add($"{string.Join(' ', words.Select(Shown))}: {problem}");
        }

        return outcome.Exit;
    }

    private static string Shown(string text) => JsonSerializer.Serialize(text.Length > 80 ? $"{text[..80]}… {text.Length}" : text);
}
