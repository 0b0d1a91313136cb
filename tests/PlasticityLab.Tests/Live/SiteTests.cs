using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PlasticityLab.Live;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Compiler;

namespace PlasticityLab.Tests.Live;

/// <summary>The live lab as files.</summary>
public sealed partial class SiteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-lab-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_stored_experiment_can_be_written() =>
        Assert.All(
            Site.Stored.Values,
            experiment =>
                Assert.Empty(
                    experiment
                        .Problems()
                        .Concat(Kernel.Problems(experiment.Network(), experiment.Learning(), experiment.Task().Training(new(1))))
                )
        );

    [Fact]
    public void Every_preset_names_a_stored_kernel()
    {
        Assert.Equal("replay", Preset.All[0].Id);
        Assert.All(
            Preset.All,
            preset => Assert.Contains((string)preset.State.GetValueOrDefault("kernel", "rule.causal_trace_hebb"), Site.Stored.Keys)
        );
        Assert.Equal(Preset.All.Count, Preset.All.Select(preset => preset.Id).Distinct().Count());
    }

    [Fact]
    public void An_exported_folder_holds_every_file_and_asks_for_nothing_outside_itself()
    {
        Site.Export(_folder, TestContext.Current.CancellationToken);
        Assert.All(Site.Files, name => Assert.True(new FileInfo(Path.Combine(_folder, name)).Length > 0, name));
        Assert.All(
            Site.Files.Where(name => !name.StartsWith("kernels/", StringComparison.Ordinal)),
            name =>
            {
                var text = File.ReadAllText(Path.Combine(_folder, name))
                    .Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
                Assert.DoesNotContain("http:", text, StringComparison.Ordinal);
                Assert.DoesNotContain("https:", text, StringComparison.Ordinal);
                Assert.DoesNotContain("\"/", text, StringComparison.Ordinal); // no absolute path: it works in any folder
            }
        );
    }

    [Fact]
    public void The_scripts_stay_small_and_the_site_is_a_few_hundred_kilobytes()
    {
        // What a browser fetches before the first picture moves: the limit of bench lab.
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var name in Site.Files.Where(name => !name.StartsWith("kernels/", StringComparison.Ordinal)))
            {
                gzip.Write(Site.Content(name, composes: false));
            }
        }

        Assert.True(bytes.Length < 60 * 1024, $"{bytes.Length / 1024} kB");
        Assert.True(Site.SingleFile().Length < 1_000_000);
    }

    [Fact]
    public void A_single_file_carries_its_scripts_without_imports()
    {
        var page = Site.SingleFile();
        Assert.DoesNotContain("\nimport ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\nexport ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"lab.js\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_stands_in_two_scripts_so_that_they_can_be_one_file()
    {
        var names = Site
            .Files.Where(name => name.EndsWith(".js", StringComparison.Ordinal) && name is not ("seeds.js" or "sw.js"))
            .SelectMany(file =>
                TopLevelName()
                    .Matches(Encoding.UTF8.GetString(Site.Content(file, composes: false)))
                    .Select(match => match.Groups[1].Value)
                    .Distinct()
                    .Select(name => (Name: name, file))
            );
        Assert.Empty(names.GroupBy(x => x.Name).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
    }

    [Fact]
    public void A_file_that_is_none_is_refused() =>
        Assert.Contains("../secret", Assert.Throws<UserError>(() => Site.Content("../secret", false)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("dw = global.mean*w", "global")]
    [InlineData("dw = exp(pre.rate)", "exp")]
    [InlineData("", "equation")]
    public void A_rule_that_cannot_be_one_is_told_in_a_sentence(string equation, string word)
    {
        var experiment = new Experiment { Equation = equation.Length == 0 ? " " : equation };
        Assert.Contains(word, Assert.Throws<UserError>(() => StoredKernel.Json(experiment)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Sizes_out_of_range_are_told_in_a_sentence() =>
        Assert.Contains(
            "8 .. 600",
            Assert.Throws<UserError>(() => StoredKernel.Json(new() { Items = 26, AssemblySize = 100 })).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_manifest_tells_rules_dial_and_words()
    {
        var manifest = JsonDocument.Parse(Encoding.UTF8.GetString(Site.Content("manifest.json", composes: true))).RootElement;
        Assert.True(manifest.GetProperty("composes").GetBoolean());
        Assert.Equal(24, manifest.GetProperty("dial").GetArrayLength());
        Assert.True(manifest.GetProperty("rules").GetArrayLength() >= 12);
        Assert.True(manifest.GetProperty("words").GetArrayLength() >= 10);
    }

    [GeneratedRegex(@"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelName();

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_its_name()
    {
        var file = Path.GetTempFileName();
        var error = Assert.Throws<UserError>(() => Site.Export(Path.Combine(file, "lab"), TestContext.Current.CancellationToken));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
