using PlasticityLab.Exporters.Nwb;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Spec;
using PureHDF;

namespace PlasticityLab.Tests.Exporting;

/// <summary>Files of two small studies, one of spikes and one of rates, held to the schema and to the study's own numbers.</summary>
public sealed class NwbTests(NwbTests.Exported exported) : IClassFixture<NwbTests.Exported>
{
    private const string Spiking = """
        name: spiking
        network: { kind: spiking, excitatory: 60, inhibitory: 15 }
        task: { kind: chain, items: 4, assembly_size: 10, epochs: 3 }
        rules: [{ name: stdp, rule: spike_stdp, eta: 0.16, a: 0.01, weight_max: 1.8, inhibition: 2, gain: 1.5 }]
        conditions: { A: {} }
        controls: [no_learning]
        seeds: { first: 200, count: 2 }
        recording: { weights: every 1, activity: replay }
        """;

    private const string Rates = """
        name: rates
        network: { kind: rate, units: 40 }
        task: { kind: chain, items: 4, assembly_size: 8, epochs: 3 }
        rules: [hebb, stdp]
        conditions: { A: {} }
        seeds: { first: 100, count: 2 }
        recording: { weights: every 1, activity: replay, networks: all }
        """;

    /// <summary>Both studies, run and exported once.</summary>
    public sealed class Exported : IAsyncLifetime
    {
        private readonly string _parent = Directory.CreateTempSubdirectory("plasticity-nwb-").FullName;

        /// <summary>The studies by name, and the files of each.</summary>
        public Dictionary<string, (StudyResults Study, string[] Files)> Of { get; } = [];

        public async ValueTask InitializeAsync()
        {
            foreach (var text in new[] { Spiking, Rates })
            {
                var folder = StudyFolder.Open(StudyFile.Parse(text), _parent);
                folder.Run(threads: 2);
                var study = StudyResults.Load(folder.Path);
                var export = await new NwbExporter().WriteAsync(Directory.CreateDirectory(folder.Path + "-nwb").FullName, study);
                Of[study.Name] = (study, [.. export.Files.Select(file => file.Path)]);
            }
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_parent, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private string File(string study, string name) => exported.Of[study].Files.Single(path => Path.GetFileName(path) == name);

    private NpyArray Kept(string study, string archive, string array) =>
        Npz.Read(Path.Combine(exported.Of[study].Study.Folder, "tables", archive))[array];

    [Fact]
    public void Every_kept_network_has_a_file()
    {
        Assert.Equal(["none_A_200.nwb", "stdp_A_200.nwb"], exported.Of["spiking"].Files.Select(Path.GetFileName).Order());
        Assert.Equal(
            ["hebb_A_100.nwb", "hebb_A_101.nwb", "stdp_A_100.nwb", "stdp_A_101.nwb"],
            exported.Of["rates"].Files.Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void Every_file_has_what_readers_require()
    {
        var files = exported.Of.Values.SelectMany(study => study.Files).ToArray();
        Assert.Equal(6, files.Length);
        Assert.All(files, file => Assert.Empty(NwbCheck.Problems(file)));
    }

    [Fact]
    public void Weights_and_activity_are_those_of_the_study_in_the_time_of_the_session()
    {
        using var file = H5File.OpenRead(File("rates", "stdp_A_101.nwb"));
        var (weights, course) = (file.Group("processing/plasticity/weights"), Kept("rates", "weights_over_time.npz", "W_stdp_A_101"));
        Assert.Equal(course.Shape.Select(n => (ulong)n), weights.Dataset("data").Space.Dimensions);
        Assert.Equal(
            course.Values,
            weights.Dataset("data").Read<float[]>(memoryDims: [(ulong)course.Values.Length]).Select(w => (double)w)
        );
        // Three epochs of 0.1 s of silence and four items of 40 ms, and 50 ms of silence at the end.
        Assert.Equal([0, 0.26, 0.52, 0.83], weights.Dataset("timestamps").Read<double[]>().Select(t => Math.Round(t, 9)));
        var (rates, seen) = (file.Group("acquisition/rates"), Kept("rates", "activity.npz", "rates_stdp_A_101"));
        Assert.Equal(seen.Values, rates.Dataset("data").Read<float[]>(memoryDims: [(ulong)seen.Values.Length]).Select(r => (double)r));
        Assert.Equal(
            Kept("rates", "activity.npz", "time_stdp_A_101").Values.Select(t => Math.Round(t + 0.83, 9)),
            rates.Dataset("timestamps").Read<double[]>().Select(t => Math.Round(t, 9))
        );
    }

    [Theory]
    [InlineData("units", "replay")]
    [InlineData("processing/plasticity/spikes_training_first", "training_first")]
    [InlineData("processing/plasticity/spikes_training_last", "training_last")]
    public void Spikes_stand_in_the_interval_in_which_they_were_observed(string table, string phase)
    {
        var rows = exported.Of["spiking"].Study.Rows<RasterRow>().Where(row => row.Rule == "stdp" && row.Phase == phase).ToArray();
        using var file = H5File.OpenRead(File("spiking", "stdp_A_200.nwb"));
        var units = file.Group(table);
        var (times, ends) = (units.Dataset("spike_times").Read<double[]>(), units.Dataset("spike_times_index").Read<uint[]>());
        var bounds = units.Dataset("obs_intervals").Read<double[]>(memoryDims: [75 * 2]);
        Assert.Equal(rows.Length, times.Length);
        Assert.Equal(75, ends.Length);
        for (var n = 0; n < 75; n++)
        {
            var own = times[(int)(n == 0 ? 0 : ends[n - 1])..(int)ends[n]];
            Assert.Equal(
                rows.Where(row => row.Neuron == n).Select(row => row.TimeMs).Order(),
                own.Select(t => Math.Round(1000 * (t - bounds[0]), 6))
            );
            Assert.All(own, t => Assert.InRange(t, bounds[2 * n], bounds[(2 * n) + 1]));
        }

        Assert.Equal(60, units.Dataset("population").Read<string[]>().Count(name => name == "excitatory"));
        // Neo 0.11 reads one interval a unit and no more.
        Assert.Equal([75ul, 2ul], units.Dataset("obs_intervals").Space.Dimensions);
    }

    [Fact]
    public void Tables_have_the_rows_of_the_network_only_and_the_file_says_what_it_is()
    {
        using var file = H5File.OpenRead(File("rates", "hebb_A_101.nwb"));
        var outcomes = file.Group("processing/plasticity/outcomes");
        var row = exported.Of["rates"].Study.Rows<OutcomeRow>().Single(row => row is { Rule: "hebb", Seed: 101 });
        Assert.Equal(["hebb"], outcomes.Dataset("rule").Read<string[]>());
        Assert.Equal(
            [row.Values.Values[row.Values.Columns.ToList().FindIndex(column => column.Name == "S")]],
            outcomes.Dataset("S").Read<double[]>()
        );
        var general = file.Group("general");
        Assert.Contains("imulated", general.Dataset("subject/species").Read<string>());
        Assert.Contains("no animal", general.Dataset("subject/description").Read<string>());
        var notes = general.Dataset("notes").Read<string>();
        Assert.Contains(exported.Of["rates"].Study.Study.Hash(), notes, StringComparison.Ordinal);
        Assert.Contains("PlasticityLab 0.", notes, StringComparison.Ordinal);
        Assert.Contains("Hebb", notes, StringComparison.Ordinal);
        Assert.Equal(exported.Of["rates"].Study.Study.ToCanonicalJson(), general.Dataset("source_script").Read<string>());
    }

    [Fact]
    public void The_check_sees_what_is_missing()
    {
        var path = Path.Combine(Path.GetDirectoryName(File("rates", "hebb_A_100.nwb"))!, "poor");
        var series = new H5Group { Attributes = { ["neurodata_type"] = "TimeSeries", ["description"] = "x" } };
        series["data"] = new H5Dataset(new[] { 1.0, 2 });
        series["timestamps"] = new H5Dataset(new[] { 0.5 }) { Attributes = { ["interval"] = 1, ["unit"] = "seconds" } };
        new H5File { ["acquisition"] = new H5Group { ["rates"] = series } }.Write(path);
        var problems = NwbCheck.Problems(path);
        Assert.Contains("/acquisition/rates: data have no unit", problems);
        Assert.Contains(problems, problem => problem.Contains("1 times and 2 samples", StringComparison.Ordinal));
        Assert.Contains("general is missing", problems);
        Assert.Contains("identifier is missing", problems);
    }
}
