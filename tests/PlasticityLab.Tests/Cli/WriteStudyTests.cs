using System.Globalization;
using System.Text.Json;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Tests.Cli;

/// <summary>The short ways in write the study that they run, and it gives the same values.</summary>
[Collection(nameof(Alone))]
public sealed class WriteStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plasticity-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("memory_capacity", "length", "memory capacity --rules stdp,hebb --neurons 64,128 --repeat 0.25 --fatigue 1 --seeds 2")]
    [InlineData("memory_sequences", "sequences", "memory sequences --rules tah,anti --neurons 128 --notes 8 --seeds 1")]
    [InlineData("memory_patterns", "static", "memory patterns --rules hebb,tah --neurons 40,60 --seeds 1")]
    [InlineData("memory_retention", "recalled", "memory retention --rules tah,sym --neurons 128 --length 16 --fatigue 1 --seeds 1")]
    [InlineData("memory_working", "correct", "memory delay --rules hebb,tah --neurons 128 --seeds 1")]
    [InlineData(
        "memory_tunes_each",
        "mean_before_error",
        "tunes tunes --rules hebb,tah --neurons 256 --winners 6 --fatigue 0,1 --cue 2 --pitch-only --seed 3"
    )]
    [InlineData("memory_tunes_together", "mean_before_error", "tunes tunes --rules tah,sym --together --neurons 256 --winners 6 --first 2")]
    [InlineData("memory_patterns", "sequence", "memory patterns --neurons 20,30 --seeds 1")] // every rule, no learning too
    [InlineData("memory_working", "correct", "memory delay --rules none,tah --neurons 64 --seeds 1")]
    [InlineData("memory_dreams", "recalled", "memory dream --rules anti,hebb --dreams 200 --seeds 1", "dreams")]
    [InlineData("memory_coded", "left", "memory dream --rules anti,stdp --dreams 100 --seeds 1", "homeostasis")]
    [InlineData("memory_self_organisation", "determinism", "memory self-organise --rules stdp,hebb --neurons 12 --seeds 2")]
    [InlineData("memory_competition", "strong", "memory self-organise --rules stdp --chains --neurons 8 --seeds 1")]
    [InlineData("memory_episode_rows", "rank_correlation", "episodes song.npz --rules tah,hebb --lags 12 --seed 2", "rows")]
    public async Task The_study_that_a_verb_writes_has_its_values(string table, string column, string words, string? part = null)
    {
        Song();
        var tunes = Directory.CreateDirectory(Path.Combine(_folder, "tunes")).FullName;
        foreach (var id in TuneCollection.Ids)
        {
            TuneFile.Write(TuneCollection.Get(id), Path.Combine(tunes, id + ".mid"));
        }

        var said = await Run([.. words.Split(' '), "--write", "own/study.yaml", "--json"]);
        Assert.True(said.Exit == 0, said.ToString());
        using var all = JsonDocument.Parse(said.Out);
        var rows = part is null ? all.RootElement : all.RootElement.GetProperty(part);
        Assert.NotEqual(0, rows.GetArrayLength());
        var values = rows.EnumerateArray().Select(row => Key(row) + " " + Text(row.GetProperty(Camel(rows, column)))).Order();
        var studied = await Run(["study", "run", "own/study.yaml", "--no-report", "--quiet", "--out", "studied"]);
        Assert.True(studied.Exit == 0, studied.ToString());
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "studied"), table + ".csv", SearchOption.AllDirectories));
        var lines = File.ReadAllLines(file);
        string[] head = lines[0].Split(',');
        var found = lines
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cells => Key(head, cells) + " " + cells[Array.IndexOf(head, column)])
            .Order();
        Assert.Equal(values, found);
    }

    [Fact]
    public async Task A_network_that_learned_tunes_plays_the_same_in_the_study_that_was_written()
    {
        string[] words =
        [
            "tune",
            "learn",
            "frere-jacques",
            "ode-to-joy",
            "--rule",
            "stdp",
            "--neurons",
            "128",
            "--winners",
            "4",
            "--seed",
            "7",
        ];
        var said = await Run([.. words, "--write", "study.yaml", "--json"]);
        Assert.True(said.Exit == 0, said.ToString());
        Assert.Contains("plasticity study run study.yaml gives the same values", said.Error, StringComparison.Ordinal);
        using var rows = JsonDocument.Parse(said.Out);
        var shares = rows
            .RootElement.EnumerateArray()
            .Select(row => row.GetProperty(Camel(rows.RootElement, "before_error")).GetDouble())
            .ToArray();
        var studied = await Run(["study", "run", "study.yaml", "--no-report", "--quiet", "--out", "studied"]);
        Assert.True(studied.Exit == 0, studied.ToString());
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "studied"), "outcomes.csv", SearchOption.AllDirectories));
        var lines = File.ReadAllLines(file);
        var found = lines[1].Split(',')[Array.IndexOf(lines[0].Split(','), "notes_right")];
        Assert.Equal(shares.Average(), double.Parse(found, CultureInfo.InvariantCulture), 1e-12);
    }

    [Fact]
    public async Task A_spiking_network_that_learned_a_sequence_scores_the_same_in_the_study_that_was_written()
    {
        string[] words = ["spikes", "sequence", "--condition", "B", "--seed", "5", "--set", "task.epochs=4", "--set", "gain=1.5"];
        var said = await Run([.. words, "--write", "study.yaml", "--json"]);
        Assert.True(said.Exit == 0, said.ToString());
        using var told = JsonDocument.Parse(said.Out);
        var readout = told.RootElement.GetProperty("readout").GetProperty("measures");
        var studied = await Run(["study", "run", "study.yaml", "--no-report", "--quiet", "--out", "studied"]);
        Assert.True(studied.Exit == 0, studied.ToString());
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "studied"), "outcomes.csv", SearchOption.AllDirectories));
        var lines = File.ReadAllLines(file);
        var head = lines[0].Split(',');
        var cells = Assert.Single(lines.Skip(1)).Split(',');
        Assert.Equal("5", cells[Array.IndexOf(head, "seed")]);
        Assert.Equal(Text(readout.GetProperty("S")), cells[Array.IndexOf(head, "S")]);
    }

    [Fact]
    public async Task What_a_study_cannot_say_and_a_file_that_is_there_are_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "mine.yaml"), "name: mine\n");
        await Refused("--write goes without --from and --wrong", "tune", "learn", "ode-to-joy", "--from", "3", "--write", "s.yaml");
        await Refused("--write needs an operating point", "spikes", "sequence", "--rule", "triplet_stdp", "--write", "s.yaml");
        await Refused("--write is for the sequence network", "spikes", "S2s", "--write", "s.yaml");
        await Refused("mine.yaml holds another study", "memory", "delay", "--write", "mine.yaml");
        await Refused("--write writes files ending in .yaml", "memory", "delay", "--write", "mine.txt");
        Assert.Equal("name: mine\n", File.ReadAllText(Path.Combine(_folder, "mine.yaml")));
        Assert.False(File.Exists(Path.Combine(_folder, "s.yaml")));

        async Task Refused(string sentence, params string[] words)
        {
            var refused = await Run(words);
            Assert.True(refused.Exit == 2, refused.ToString());
            Assert.Contains(sentence, refused.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tunes_leaves_nothing_in_the_folder_but_what_it_names()
    {
        var tunes = Directory.CreateDirectory(Path.Combine(_folder, "tunes")).FullName;
        TuneFile.Write(TuneCollection.Get("ode-to-joy"), Path.Combine(tunes, "ode.mid"));
        var said = await Run(["tunes", "tunes", "--rules", "tah", "--neurons", "256", "--winners", "6"]);
        Assert.True(said.Exit == 0, said.ToString());
        Assert.Equal(["runs", "tunes"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
        var store = Assert.Single(Directory.GetFileSystemEntries(Path.Combine(_folder, "runs")));
        Assert.Contains(Path.Combine("runs", Path.GetFileName(store)), said.Out, StringComparison.Ordinal);
    }

    // Rows are told apart by their keys, and values are compared as they are written.
    private static readonly string[] Keys =
    [
        "rule",
        "neurons",
        "fatigue",
        "repeat",
        "against",
        "homeostasis",
        "later",
        "delay",
        "noise",
        "limited",
        "competing",
        "dreams",
        "time",
    ];

    // A recording in which ten neurons are active one after another, again and again, beside two that are active at other times.
    private void Song()
    {
        const int neurons = 12,
            frames = 240;
        var activity = new double[neurons * frames];
        for (var frame = 0; frame < frames; frame++)
        {
            if (frame % 15 < 10)
            {
                activity[((frame % 15) * frames) + frame] = 1;
            }

            activity[((10 + (frame * frame / 7 % 2)) * frames) + frame] = 0.5;
        }

        Npz.Write(Path.Combine(_folder, "song.npz"), [new("neural", new NpyArray([neurons, frames], activity))]);
    }

    private static string Key(JsonElement row) =>
        string.Join(
            ' ',
            Keys.Select(key =>
                row.TryGetProperty(key, out var value) || row.TryGetProperty(char.ToUpperInvariant(key[0]) + key[1..], out value)
                    ? Text(value)
                    : ""
            )
        );

    private static string Key(string[] head, string[] cells) =>
        string.Join(' ', Keys.Select(key => Array.IndexOf(head, key) is >= 0 and var k ? cells[k] : ""));

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => "1",
            JsonValueKind.False => "0",
            JsonValueKind.Null => "",
            JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    // The name of a column in JSON, whatever its spelling there.
    private static string Camel(JsonElement rows, string column) =>
        rows[0]
            .EnumerateObject()
            .First(property =>
                string.Equals(
                    property.Name.Replace("_", "", StringComparison.Ordinal),
                    column.Replace("_", "", StringComparison.Ordinal),
                    StringComparison.OrdinalIgnoreCase
                )
            )
            .Name;

    private Task<Plasticity.Outcome> Run(string[] words) => Plasticity.Run(_folder, words, TimeSpan.FromMinutes(2));
}
