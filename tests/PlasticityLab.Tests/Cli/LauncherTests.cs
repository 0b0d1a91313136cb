using System.Diagnostics;

namespace PlasticityLab.Tests.Cli;

/// <summary>The start scripts, with a stand-in for the SDK that writes down what it is asked for.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity launcher-").FullName;
    private readonly string _checkout;
    private readonly string _tools;

    public LauncherTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the shell script is for Linux and macOS");
        _checkout = Directory.CreateDirectory(Path.Combine(_folder, "a checkout")).FullName;
        _tools = Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName;
        Directory.CreateDirectory(Path.Combine(_checkout, "src", "PlasticityLab.Cli"));
        foreach (
            var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "src/PlasticityLab.Cli/Program.cs" }
        )
        {
            File.WriteAllText(Path.Combine(_checkout, file), "");
        }

        File.Copy(Path.Combine(TestData.Repository, "plasticity"), Script);
        Executable(Script);
        Tool(
            "dotnet",
            """
            case "$1" in
              --list-sdks) echo "${SDKS:-10.0.100 [/sdk]}" ;;
              build) [ -z "${BREAK:-}" ] || { echo "error CS0001"; exit 1; }
                while [ "$1" != "-o" ]; do shift; done; mkdir -p "$2"; echo x > "$2/plasticity.dll" ;;
              *) program="$1"; shift; echo "ran $(basename "$program") $*" ;;
            esac
            """
        );
    }

    private string Script => Path.Combine(_checkout, "plasticity");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_start_says_that_it_builds_on_the_error_output_whatever_the_verb()
    {
        var first = Start(Script, "rules list");
        Assert.Equal((0, "ran plasticity.dll rules list\n"), (first.Code, first.Out));
        Assert.StartsWith("Building PlasticityLab", first.Error, StringComparison.Ordinal);
        Assert.Equal((0, "ran plasticity.dll version\n", ""), Start(Script, "version"));
    }

    [Fact]
    public void A_changed_source_is_built_again()
    {
        Start(Script, "version");
        File.SetLastWriteTimeUtc(Path.Combine(_checkout, "src", "PlasticityLab.Cli", "Program.cs"), DateTime.UtcNow.AddMinutes(1));
        Assert.StartsWith("Building", Start(Script, "version").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_the_script_and_a_link_to_that_link_work()
    {
        var link = Path.Combine(_tools, "plasticity");
        File.CreateSymbolicLink(link, Path.Combine("..", "a checkout", "plasticity"));
        File.CreateSymbolicLink(Path.Combine(_folder, "lab"), link);
        Assert.Equal("ran plasticity.dll demo\n", Start(link, "demo").Out);
        Assert.Equal("ran plasticity.dll demo\n", Start(Path.Combine(_folder, "lab"), "demo").Out);
        Assert.True(File.Exists(Path.Combine(_checkout, "artifacts", "plasticity", "plasticity.dll")));
    }

    [Fact]
    public void A_checkout_that_cannot_be_written_to_is_one_sentence_with_a_remedy()
    {
        // A file in the place of the folder stands for a disk that cannot be written to: it holds for the superuser too.
        File.WriteAllText(Path.Combine(_checkout, "artifacts"), "");
        var (code, output, error) = Start(Script, "demo");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("cannot be written to", error, StringComparison.Ordinal);
        Assert.Contains("copy the folder to a place of your own", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_failed_build_shows_its_messages_and_ends_with_1()
    {
        var (code, output, error) = Start(Script, "demo", ("BREAK", "yes"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("error CS0001", error, StringComparison.Ordinal);
        Assert.Contains("The build failed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_SDK_is_named_with_where_to_get_the_new_one()
    {
        var (code, _, error) = Start(Script, "demo", ("SDKS", "8.0.100 [/sdk]"));
        Assert.Equal(1, code);
        Assert.Contains("needs the .NET 10 SDK; found: 8.0.100", error, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Windows_script_checks_the_SDK_and_builds_only_what_is_old()
    {
        // Not run here: what can be held without Windows is that the same steps are there, in the same order.
        var script = File.ReadAllText(Path.Combine(TestData.Repository, "plasticity.cmd")).ReplaceLineEndings("\n");
        string[] steps =
        [
            "where dotnet",
            "--list-sdks",
            "if not exist \"%program%\" goto build",
            "LastWriteTimeUtc",
            ":build",
            "Building",
            "dotnet build",
            ":run",
        ];
        var places = steps.Select(step => script.IndexOf(step, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("dotnet build", script[script.IndexOf(":run", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private (int Code, string Out, string Error) Start(string script, string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(script, line.Split(' ')) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_tools}:/usr/bin:/bin";
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

    private void Tool(string name, string script)
    {
        var path = Path.Combine(_tools, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        Executable(path);
    }

    private static void Executable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
