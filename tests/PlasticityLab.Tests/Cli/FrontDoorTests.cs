using System.CommandLine;
using System.Diagnostics;
using PlasticityLab.Cli;
using PlasticityLab.Cli.FrontDoor;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Models.Words;
using PlasticityLab.Numerics;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

[Collection(nameof(Alone))]
public class FrontDoorTests
{
    [Theory]
    [InlineData("demmo", "plasticity has no verb \"demmo\". Did you mean demo?")]
    [InlineData("demo --thread 2", "plasticity demo has no option --thread. Did you mean --threads?")]
    [InlineData("study rn x", "plasticity study has no subject \"rn\". Did you mean run?")]
    [InlineData("study", "plasticity study needs one of: check, ")]
    [InlineData("study check", "plasticity study check needs FILE: study file (YAML or JSON).")]
    [InlineData("demo --threads zero", "--threads must be a finite number, but is \"zero\".")]
    [InlineData("demo --threads 0", "--threads must lie in 1 .. 1024, but is 0.")]
    [InlineData("demo --threads -1", "--threads must lie in 1 .. 1024, but is -1.")]
    [InlineData("spikes S2s --seconds long", "--seconds must be a finite number, but is \"long\".")]
    [InlineData("demo nonsense", "plasticity demo has no use for \"nonsense\"")]
    public void A_mistake_is_answered_with_what_was_meant_and_where_to_read_on(string line, string sentence)
    {
        string[] mistakes = [.. Mistakes.Of(CommandTree.Build().Parse(line.Split(' ')))];
        Assert.StartsWith(sentence, mistakes[0], StringComparison.Ordinal);
        Assert.Equal(2, mistakes.Length);
        Assert.Matches("^See: plasticity.* --help$", mistakes[1]);
        Assert.DoesNotContain("System.", string.Concat(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_tunes_and_terms_that_are_nearly_right_are_named()
    {
        static string Said(Action action) => Assert.Throws<UserError>(action).Message;
        Assert.Contains("Did you mean hebbian?", Said(() => RuleCatalog.Card("hebbb")), StringComparison.Ordinal);
        Assert.Contains("Did you mean causal_trace_hebb?", Said(() => RuleCatalog.Card("causal_trace_heb")), StringComparison.Ordinal);
        Assert.Contains("Did you mean frere-jacques?", Said(() => TuneCollection.Get("frere-jaques")), StringComparison.Ordinal);
        Assert.Contains("Did you mean Nullcline?", Said(() => Glossary.Get("nulcline")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_the_spiking_sequence_that_does_not_exist_is_named_without_lines_of_a_file_that_nobody_sees()
    {
        var said = Assert.Throws<UserError>(() => Run("spikes sequence --rule foo")).Message;
        Assert.StartsWith("There is no learning rule \"foo\".", said, StringComparison.Ordinal);
        Assert.DoesNotContain("rules[0]", said, StringComparison.Ordinal);
        Assert.Contains("sequence", Assert.Throws<UserError>(() => Run("spikes S9")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_greeting_fits_ten_lines_and_each_of_its_commands_is_understood()
    {
        var lines = Greeting.Text.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.InRange(lines.Length, 5, 10);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 120));
        string[] commands = ["tune learn frere-jacques", "demo", "explain STDP", "help", "help demo", "completion bash", "version"];
        var root = CommandTree.Build();
        Assert.All(commands, command => Assert.Empty(root.Parse(command.Split(' ')).Errors));
        Assert.All(commands.Take(6), command => Assert.Contains($"plasticity {command}", Greeting.Text, StringComparison.Ordinal));
        Assert.NotNull(root.Action);
    }

    [Fact]
    public void A_verb_is_named_like_its_type_so_that_it_can_be_built_alone()
    {
        var all = CommandTree.Build().Subcommands.Select(command => command.Name).ToArray();
        Assert.Equal(all, Catalog.Make<IVerb>().Select(CommandTree.NameOf).Order(StringComparer.Ordinal));
        Assert.All(all, name => Assert.Equal([name], CommandTree.Build(name).Subcommands.Select(command => command.Name)));
        Assert.Equal(all, CommandTree.Build("studdy").Subcommands.Select(command => command.Name));
    }

    [Fact]
    public void Root_help_shows_every_verb_in_one_line_without_examples()
    {
        var root = CommandTree.Build();
        var help = HelpWriter.Text(root);
        Assert.All(root.Subcommands, verb => Assert.Contains($"\n  {verb.Name}", help, StringComparison.Ordinal));
        Assert.InRange(help.Split('\n').Length, 10, 60);
        Assert.Equal(1, help.Split("Examples").Length - 1);
    }

    // Of a verb that needs a file, too: who asks for help has not named it yet.
    [Fact]
    public async Task Every_verb_tells_its_help_when_asked_for_it()
    {
        var root = CommandTree.Build();
        foreach (var command in All(root))
        {
            string[] path = [.. Above(command).Reverse().Select(c => c.Name)];
            foreach (var asked in new[] { "--help", "-h" })
            {
                var outcome = await Plasticity.Run(Path.GetTempPath(), [.. path, asked], TimeSpan.FromSeconds(30));
                Assert.True(outcome.Exit == 0, outcome.ToString());
                Assert.Contains("\nUsage:\n", outcome.Out, StringComparison.Ordinal);
                Assert.Empty(outcome.Error);
            }
        }

        Assert.Contains("-h, --help  ", HelpWriter.Text(root), StringComparison.Ordinal);
        Assert.StartsWith("plasticity has no verb \"studdy\"", Mistakes.Of(root.Parse(["studdy", "--help"])).First());

        static IEnumerable<Command> Above(Command command) =>
            command is RootCommand ? [] : [command, .. command.Parents.OfType<Command>().Take(1).SelectMany(Above)];
    }

    [Fact]
    public void Every_verb_has_examples_and_every_value_a_name()
    {
        foreach (var command in All(CommandTree.Build()).Where(command => command is not RootCommand))
        {
            Assert.Contains("\n\nExamples:\n  ", command.Description, StringComparison.Ordinal);
            Assert.All(
                command.Options.Where(o => o.ValueType != typeof(bool) && o.Name != "--help"),
                o => Assert.Matches("^[A-Z0-9 |=:a-z-]+$", o.HelpName)
            );
            Assert.All(command.Options.Where(o => o.Name == "--set"), o => Assert.Equal("NAME=VALUE", o.HelpName));
            Assert.All(command.Options.Where(o => o.Name == "--out"), o => Assert.Matches("FILE|FOLDER", o.HelpName));
            Assert.All(HelpWriter.Text(command, 80).Split('\n').TakeWhile(l => l != "Examples:"), l => Assert.InRange(l.Length, 0, 100));
        }
    }

    [Fact]
    public void Output_is_UTF_8_whatever_the_console_says()
    {
        var before = Console.OutputEncoding;
        try
        {
            Console.OutputEncoding = System.Text.Encoding.Latin1;
            Terminal.SpeakUtf8();
            Assert.Equal(65001, Console.OutputEncoding.CodePage);
            Assert.Empty(Console.OutputEncoding.GetPreamble());
        }
        finally
        {
            Console.OutputEncoding = before;
        }
    }

    [Fact]
    public void The_program_speaks_UTF_8_under_a_locale_that_has_no_Greek_letters()
    {
        var (code, output, _) = Start("rules describe hebbian", ("LC_ALL", "de_DE.ISO-8859-1"));
        Assert.Equal(0, code);
        Assert.Contains('η', output);
    }

    [Fact]
    public void Problems_are_a_list_in_JSON_too()
    {
        var (code, output, error) = Start("rules describe hebbb --json");
        Assert.Equal(2, code);
        Assert.Contains("Did you mean hebbian?", error, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Contains("hebbb", json.RootElement.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "plasticity st", "study")]
    [InlineData("bash", "plasticity study ru", "run")]
    [InlineData("bash", "plasticity demo --thr", "--threads")]
    public void The_tab_key_completes(string shell, string line, string expected)
    {
        Assert.SkipUnless(File.Exists($"/bin/{shell}") || File.Exists($"/usr/bin/{shell}"), $"{shell} is not on this machine");
        var script = $$"""
            plasticity() { dotnet "{{Program}}" "$@"; }
            source <(plasticity completion {{shell}})
            COMP_LINE="{{line}}"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=({{line}}); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _plasticity_complete; echo "${COMPREPLY[*]}"
            """;
        using var process = Process.Start(new ProcessStartInfo(shell, ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal(expected, process.StandardOutput.ReadToEnd().Trim());
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static int Run(string line) =>
        CommandTree.Build().Parse(line.Split(' ')).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private static string Program => Path.Combine(AppContext.BaseDirectory, "plasticity.dll");

    private static (int Code, string Out, string Error) Start(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. line.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
