using System.CommandLine;
using System.Text.Json;
using PlasticityLab.Cli.Analyse.Dynamics;
using PlasticityLab.Numerics;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

public sealed class DynamicsVerbTests : IDisposable
{
    private const string Plane = """{"model": "tanh_rate", "W": [[1.8, 0.5], [0.5, 1.8]], "I": [0.1, -0.05], "g": 1}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 2, 3], [4, 5, 6]]}""", "", "W must be square")]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 1e999], [4, 1]]}""", "", "must be a finite number")]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 2], [4, 1]], "I": [1, 2, 3]}""", "", "one number for each of the 2 units")]
    [InlineData("""{"model": "tanh_rat", "W": [[1]]}""", "", "Did you mean tanh_rate?")]
    [InlineData("""{"model": "assembly_rate", "W": [[1, 0], [0, 1]], "parameters": {"gian": 2}}""", "", "Did you mean gain?")]
    [InlineData(Plane, "--set gg=2", "has no parameter \"gg\"")]
    [InlineData(Plane, "--trajectory 1,2,3", "must have 2 numbers")]
    [InlineData(Plane, "--bifurcations g --range 5:1", "the lower one first")]
    [InlineData(Plane, "--bifurcations g", "needs a range")]
    [InlineData(Plane, "--nullclines --window 1,0,0,1", "left < right")]
    [InlineData(Plane, "--model tanh_rate", "for bare weight matrices")]
    [InlineData(Plane, "--training", "needs a stored run")]
    [InlineData(Plane, "--json /no/such/folder/x.json", "cannot be written")]
    public void Bad_input_is_one_sentence(string system, string options, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => Run(system, options)).Message);

    [Fact]
    public void A_start_outside_the_domain_and_a_system_without_equilibria_are_said_in_the_result()
    {
        var outside = Run(Plane, "--trajectory 5,5");
        Assert.Contains("outside the trapping box", outside.GetProperty("trajectories")[0].GetProperty("note").GetString());
        var none = Run("""{"model": "threshold_linear", "W": [[2, 0], [0, 2]], "I": [1, 1]}""", "--equilibria --attractors --samples 20");
        Assert.Equal(0, none.GetProperty("count").GetInt32());
        Assert.StartsWith("Exactly 0", none.GetProperty("completeness").GetProperty("statement").GetString());
        Assert.Equal(20, none.GetProperty("diverged").GetInt32());
    }

    [Fact]
    public void A_continuation_that_leaves_the_box_says_so()
    {
        var result = Run("""{"model": "threshold_linear", "W": [[2, 0], [0, 2]], "I": [1, 1]}""", "--bifurcations g --range 0.1:1");
        Assert.Equal(
            "left the box",
            result.GetProperty("bifurcations_along_g").GetProperty("branches")[0].GetProperty("last_end").GetString()
        );
    }

    [Fact]
    public void Fields_have_the_names_of_the_reference_files()
    {
        var result = Run(
            """{"model": "tanh_rate", "W": [[0.5, 0], [4, 0.4]], "I": [0, 0], "g": 1}""",
            "--equilibria --nullclines --cycles --cycle-time 50 --window -1,1,-1,1"
        );
        var point = result.GetProperty("fixed_points")[0];
        Assert.Equal(2.7312216722833442, point.GetProperty("non_normality").GetProperty("max_transient_gain_2norm").GetDouble(), 1e-8);
        Assert.Equal("stable node", point.GetProperty("type").GetString());
        Assert.Equal(1, result.GetProperty("index_sum").GetInt32());
        Assert.True(result.GetProperty("krawczyk_count").GetProperty("proved").GetBoolean());
    }

    [Theory]
    [InlineData("""{"model": "threshold_linear", "W": [[0, 0], [0, 0]], "I": [0, 0]}""")]
    [InlineData("""{"model": "threshold_linear", "W": [[1, 0], [0, 1]], "I": [0, 0]}""")]
    [InlineData("""{"model": "threshold_linear", "W": [[1e300, 0], [0, 1e300]], "I": [1, 1]}""")]
    [InlineData("""{"model": "threshold_linear", "W": [[0, -1], [-1, 0]], "I": [1e305, 1e305]}""")]
    [InlineData("""{"model": "threshold_linear", "W": [[0, -1.5], [-1.5, 0]], "I": [1, 1e-200]}""")]
    [InlineData("""{"model": "tanh_rate", "W": [[0, 1], [0, 0]], "I": [0, 0]}""")]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 1], [0, 1]], "I": [0, 0]}""")]
    [InlineData("""{"model": "tanh_rate", "W": [[1e300, -1e300], [1e300, 1e300]], "I": [0, 0]}""")]
    [InlineData("""{"model": "tanh_rate", "W": [[1, 0], [0, 1]], "I": [1e308, -1e308]}""")]
    [InlineData("""{"model": "logistic_rate", "W": [[4, 0], [0, 4]], "I": [-2, -2]}""")]
    public void Singular_tiny_and_huge_systems_give_an_answer_or_one_sentence(string system)
    {
        foreach (
            var options in new[]
            {
                "--equilibria --attractors --samples 10",
                "--nullclines --separatrices --trajectory 0.1,0.2 --grid 32",
                "--cycles --cycle-starts 1",
                "--bifurcations g --range 0.5:1.5 --seeds 3",
            }
        )
        {
            try
            {
                Assert.Equal(2, Run(system, options).GetProperty("n").GetInt32());
            }
            catch (UserError error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    [Theory]
    [InlineData("--lyapunov --lyapunov-time 1e9", "at most ten million time constants")]
    [InlineData("--cycles --cycle-time 1e9", "at most a hundred thousand time constants")]
    [InlineData("--separatrices --spacing 1e-9", "a hundred-thousandth of the window")]
    public void Options_far_beyond_the_time_or_size_of_a_system_are_refused(string options, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<UserError>(() => Run(Plane, options)).Message);

    // An inhibitory time constant of 600: no turn ends in the time watched at first, and what is told finds the cycle.
    [Fact]
    public async Task What_does_not_settle_is_told_how_to_be_watched_longer()
    {
        var file = TestData.Path("cases", "18-stiff-cycles", "c_stiff600.json");
        string[] asked = ["analyse", "dynamics", file, "--cycles", "--cycle-starts", "1"];
        var first = await Plasticity.Run(Path.GetTempPath(), asked, TimeSpan.FromSeconds(60));
        Assert.Contains("look longer with --cycle-time 3000 (now 100, doubled five times).", first.Out, StringComparison.Ordinal);
        var then = await Plasticity.Run(Path.GetTempPath(), [.. asked, "--cycle-time", "3000"], TimeSpan.FromSeconds(60));
        Assert.Contains("period 2003.335", then.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("look longer", then.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e-30")]
    [InlineData("1e-13")]
    [InlineData("1e20")]
    public void Orbits_of_any_size_are_those_of_the_unit_system(string size)
    {
        var factor = double.Parse(size, System.Globalization.CultureInfo.InvariantCulture);
        var result = Run(
            "{\"model\": \"threshold_linear\", \"W\": [[0, -1.5], [-1.5, 0]], \"I\": [" + size + ", " + size + "]}",
            $"--trajectory {2 * factor:R},{factor:R} --times 1,2,5,10,40"
        );
        double[] unit = [0.8558639749, 0.7439723948, 0.9569323746, 0.9993693131, 1];
        var orbit = result.GetProperty("trajectories")[0].GetProperty("x1").EnumerateArray().Select(x => x.GetDouble() / factor);
        Assert.All(unit.Zip(orbit), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    private JsonElement Run(string system, string options)
    {
        var (file, json) = (Path.Combine(_folder, "system.json"), Path.Combine(_folder, "out.json"));
        File.WriteAllText(file, system);
        string[] arguments =
        [
            file,
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            .. options.Contains("--json", StringComparison.Ordinal) ? (string[])[] : ["--json", json],
        ];
        var code = new DynamicsVerb()
            .Build()
            .Parse(arguments)
            .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        Assert.Equal(0, code);
        return JsonDocument.Parse(File.ReadAllText(json)).RootElement;
    }
}
