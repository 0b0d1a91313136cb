using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PlasticityLab.Tests;
using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests;

/// <summary>Exported networks in other people's programs: the same activity in Brian2 and PyNN, the same learned weights, and files that an
/// HDF5 library of another house reads. Debian: python3-brian, python3-pynn, python3-h5py.</summary>
[Collection(nameof(Alone))]
public sealed partial class OtherSimulatorsTests(OtherSimulatorsTests.SpikingStudies studies)
    : IClassFixture<OtherSimulatorsTests.SpikingStudies>
{
    // As tuning found it (studies/first-look-spiking.yaml), with every part of the model in use: noise, adaptation, a limit on summed
    // weights.
    private const string Noisy = """
        name: noisy
        network: { kind: spiking, adaptation: 25 }
        rules:
          - { name: stdp, rule: spike_stdp, a: 0.0107268, a_dep: 0.2, eta: 0.159874, tau_minus: 10.9442 ms, tau_plus: 18.1218 ms, weight_max: 1.83547, cap: 2.5, training_gain: 0.3, inhibition: 2, gain: 1.5 }
        conditions: { A: {} }
        seeds: { first: 200, count: 1 }
        recording: { weights: every 15, activity: replay }
        """;

    // Without noise nothing is left to chance: simulators that take the same steps give the same numbers.
    private const string Quiet = """
        name: quiet
        network: { kind: spiking, noise_sd: 0 }
        task: { kind: chain, epochs: 6 }
        rules:
          - { name: triplet, rule: spike_triplet, a: 0.946586, a_dep: 0.2, eta: 0.0834523, tau_minus: 16.0353 ms, tau_plus: 34.5082 ms, weight_max: 1.98737, cap: 1.5, training_gain: 0.3 }
          - { name: nearest, rule: nearest_symmetric_stdp, a_plus: 1, a_minus: 0.27, eta: 0.083, weight_max: 1.9, cap: 4, training_gain: 0.3 }
        conditions: { A: {} }
        seeds: { first: 200, count: 1 }
        """;

    // What PyNN's standard models can express.
    private const string Plain = """
        name: plain
        network: { kind: spiking, excitatory: 80, inhibitory: 20, noise_sd: 0, floor: -10 }
        task: { kind: chain, items: 5, assembly_size: 12, epochs: 10 }
        rules:
          - { name: stdp, rule: spike_stdp, a: 0.3, a_dep: 0, eta: 0.03, weight_max: 1.5, cap: off, training_gain: 0.3, inhibition: 2, gain: 1 }
        conditions: { A: {} }
        seeds: { first: 200, count: 1 }
        """;

    /// <summary>The studies, run once.</summary>
    public sealed class SpikingStudies : IAsyncLifetime
    {
        public string Parent { get; } = Directory.CreateTempSubdirectory("plasticity simulators ").FullName;

        public async ValueTask InitializeAsync()
        {
            foreach (var (name, text) in new[] { ("noisy", Noisy), ("quiet", Quiet), ("plain", Plain) })
            {
                await File.WriteAllTextAsync(Path.Combine(Parent, $"{name}.yaml"), text + "\nprecision: double\n");
                Assert.Equal(0, (await Ask("study", "run", $"{name}.yaml", "--no-report", "--quiet")).Exit);
            }
        }

        internal Task<Plasticity.Outcome> Ask(params string[] words) => Plasticity.Run(Parent, words, TimeSpan.FromMinutes(5));

        /// <summary>Folder of a study.</summary>
        public string Folder(string name) => Directory.GetDirectories(Path.Combine(Parent, "runs"), $"{name}-*").Single();

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Parent, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    [GeneratedRegex(@"^(\w+): rate ([\d.]+) Hz \(PlasticityLab ([\d.]+) Hz\), CV ([\d.]+) \(([\d.]+)\)$", RegexOptions.Multiline)]
    private static partial Regex Told();

    private string Python(string modules, string packages, params string[] words)
    {
        const string Program = "/usr/bin/python3";
        Assert.SkipUnless(
            File.Exists(Program) && Start(Program, "-c", $"import {modules}").Exit == 0,
            $"Python with {modules} is missing (Debian: {packages})"
        );
        var (exit, output, error) = Start(Program, words);
        Assert.True(exit == 0, error);
        return output;
    }

    private (int Exit, string Out, string Error) Start(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, ["-W", "ignore", .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = studies.Parent,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private async Task<string> Exported(string study, string format)
    {
        var outcome = await studies.Ask("export", studies.Folder(study), "--to", format);
        Assert.True(outcome.Exit == 0, outcome.ToString());
        return Path.Combine(studies.Folder(study), "export");
    }

    // Both populations, over 10 s of the learned network with fixed weights hearing its task over and over.
    private static void AgreesWithinTenPercent(string output)
    {
        var told = Told().Matches(output).ToArray();
        Assert.Equal(["excitatory", "inhibitory"], told.Select(match => match.Groups[1].Value));
        foreach (var match in told)
        {
            double Number(int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
            Assert.True(Number(3) > 1, output); // it is active
            Assert.InRange(Number(2) / Number(3), 0.9, 1.1);
            Assert.InRange(Number(4) / Number(5), 0.9, 1.1);
        }
    }

    [Fact]
    public async Task Brian2_fires_at_our_rates_and_as_irregularly()
    {
        var folder = await Exported("noisy", "brian2");
        AgreesWithinTenPercent(Python("brian2", "python3-brian", Path.Combine(folder, "stdp_A_200_brian2.py")));
    }

    [Fact]
    public async Task Brian2_learns_our_weights_where_nothing_is_left_to_chance()
    {
        var folder = await Exported("quiet", "brian2");
        var scripts = string.Join(
            ", ",
            new[] { "triplet", "nearest" }.Select(name => Quoted(Path.Combine(folder, $"{name}_A_200_brian2.py")))
        );
        var output = Python(
            "brian2",
            "python3-brian",
            "-c",
            $"""
            import runpy
            for path in [{scripts}]:
                script = runpy.run_path(path)
                circuit = script["learner"]()
                circuit.run()
                ours, theirs, before = script["data"]["weights_after"], circuit.weights(), script["data"]["weights_before"]
                print(abs(ours - theirs).max(), abs(ours - before).max())
            """
        );
        var found = output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(Number).ToArray())
            .ToArray();
        Assert.Equal(2, found.Length);
        // The weights are kept in single precision.
        Assert.All(found, x => Assert.True(x[0] < 1e-6 && x[1] > 0.1, output));
        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task PyNN_fires_at_our_rates_and_as_irregularly()
    {
        var folder = await Exported("plain", "pynn");
        AgreesWithinTenPercent(Python("pyNN.brian2", "python3-pynn, python3-brian", Path.Combine(folder, "stdp_A_200_pynn.py")));
    }

    [Fact]
    public async Task What_PyNN_cannot_express_is_refused_with_what_can_be_done()
    {
        var outcome = await studies.Ask("export", studies.Folder("noisy"), "--to", "pynn");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("stdp in A cannot be written: PyNN's IF_curr_exp has no adaptation", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("network.floor: -1)", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("a_dep: 0", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("cap: off", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Studies_of_rates_have_no_spikes_to_simulate()
    {
        await File.WriteAllTextAsync(
            Path.Combine(studies.Parent, "rates.yaml"),
            "name: rates\nnetwork: { units: 40 }\nrules: [hebb]\nseeds: { count: 1 }\ntask: { epochs: 2 }\n",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(0, (await studies.Ask("study", "run", "rates.yaml", "--no-report", "--quiet")).Exit);
        var outcome = await studies.Ask("export", studies.Folder("rates"), "--to", "brian2");
        Assert.Equal(2, outcome.Exit);
        Assert.Contains("whose neurons send no spikes", outcome.Error, StringComparison.Ordinal);
    }

    // Entries that share an object have one address; PyNWB sees only one of them.
    private const string Looks = """
        import sys
        import h5py
        with h5py.File(sys.argv[1]) as file:
            seen = {}
            def look(name, entry):
                assert seen.setdefault(h5py.h5o.get_info(entry.id).addr, name) == name, (name, "is another name")
                for key, value in entry.attrs.items():
                    if isinstance(value, h5py.Reference):
                        assert file[value].name == "/" + name[:-len("_index")], name
                        seen[name] = value
            file.visititems(look)
            units, weights = file["units"], file["processing/plasticity/weights"]
            assert file.attrs["nwb_version"] == "2.6.0" and len(file["file_create_date"]) == 1
            assert sum(isinstance(value, h5py.Reference) for value in seen.values()) == 6
            assert units["obs_intervals"].shape == (len(units["id"]), 2) and units["spike_times_index"][-1] == len(units["spike_times"])
            print(weights["data"].shape, len(units["id"]), len(seen))
        """;

    [Fact]
    public async Task A_library_of_another_house_reads_the_recorded_network()
    {
        var folder = await Exported("noisy", "nwb");
        var output = Python("h5py", "python3-h5py", "-c", Looks, Path.Combine(folder, "stdp_A_200.nwb"));
        Assert.StartsWith("(3, 200, 200) 250 ", output, StringComparison.Ordinal);
    }

    private static string Quoted(string path) => System.Text.Json.JsonSerializer.Serialize(path);
}
