using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace PlasticityLab.Cli;

/// <summary>What all verbs share: options, output and exit codes.</summary>
internal static class Terminal
{
    /// <summary>Exit codes: the same for every verb.</summary>
    public const int Done = 0,
        SaysNo = 1,
        BadInput = 2,
        NumericalFailure = 3,
        Cancelled = 130;

    /// <summary>Print one JSON document instead of text.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the result as one JSON document" };

    /// <summary>Print results only.</summary>
    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Print results only, no progress" };

    /// <summary>Write no report.</summary>
    public static Option<bool> NoReport() => new("--no-report") { Description = "Write the tables only" };

    /// <summary>Where studies are kept.</summary>
    public static Option<string> Studies() =>
        new("--out") { Description = "Folder that holds study folders", DefaultValueFactory = _ => "runs" };

    /// <summary>Changes of a study by paths.</summary>
    /// <param name="example">One that this verb's reader may want.</param>
    public static Option<string[]> Set(string example) =>
        new("--set")
        {
            Description = $"Change a value of the study by its path, as in --set {example}",
            AllowMultipleArgumentsPerToken = false,
        };

    /// <summary>Threads of the work, at least one; results do not depend on them.</summary>
    /// <param name="standard">How many when none are asked for (null: as many as there are cores).</param>
    public static Option<int> Threads(int? standard = null)
    {
        return new Option<int>("--threads", "-j")
        {
            Description = "Threads; results do not depend on them",
            DefaultValueFactory = _ => standard ?? Environment.ProcessorCount,
        };
    }

    /// <summary>Makes the output UTF-8 whatever the console or the locale says, so that η, τ and █ arrive as they are.</summary>
    public static void SpeakUtf8() => Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A paragraph in lines of at most so many columns.</summary>
    public static IReadOnlyList<string> Wrap(string paragraph, int width = 96)
    {
        var lines = new List<string> { "" };
        foreach (var word in paragraph.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return lines;
    }

    /// <summary>How JSON is written everywhere: camel case, indented, NaN as null.</summary>
    public static JsonSerializerOptions JsonOptions { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new NanAsNull() },
        };

    /// <summary>Prints a value as JSON.</summary>
    public static void PrintJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>Columns to write in: the variable COLUMNS, else those of the terminal; without one 160.</summary>
    public static int Width => Out.Profile.Width;

    /// <summary>The console for tables and progress; honours NO_COLOR and a missing terminal.</summary>
    public static IAnsiConsole Out =>
        Wide(
            AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Out = new AnsiConsoleOutput(Console.Out),
                    ColorSystem =
                        Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Console.IsOutputRedirected
                            ? ColorSystemSupport.NoColors
                            : ColorSystemSupport.Detect,
                    Ansi =
                        Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Console.IsOutputRedirected
                            ? AnsiSupport.No
                            : AnsiSupport.Detect,
                }
            )
        );

    // Without a terminal there is no width to fit, unless somebody names one: tables keep their columns whole.
    private static IAnsiConsole Wide(IAnsiConsole console)
    {
        if (
            Quantity.TryNumber(Environment.GetEnvironmentVariable("COLUMNS") ?? "", out var columns, out _) && columns is >= 1 and <= 10_000
        )
        {
            console.Profile.Width = (int)columns;
        }
        else if (Console.IsOutputRedirected)
        {
            console.Profile.Width = 160;
        }

        return console;
    }

    private sealed class NanAsNull : System.Text.Json.Serialization.JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
