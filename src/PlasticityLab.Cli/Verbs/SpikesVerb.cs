using System.CommandLine;
using System.Globalization;
using PlasticityLab.Cli.Memory;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Spiking;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Simulation.Spiking.Recorders;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Runs a spiking network and writes what it did.</summary>
internal sealed class SpikesVerb : IVerb
{
    private sealed record Named(string Network, string About);

    private static readonly Named[] Known =
    [
        new("S1", "4000 neurons with conductances (COBA), nothing learns"),
        new("S2s", "1000 + 250 neurons, 100,000 sparse synapses learn by pair STDP"),
        new("S2d", "1000 + 250 neurons, a million all-to-all synapses learn by pair STDP"),
        new("S3", "8000 + 2000 neurons, 6.4 million synapses learn by pair STDP"),
        new(SpikesSequence.Name, "200 + 50 neurons learn to play six items by a rule (--rule), then play them by themselves"),
    ];

    public Command Build()
    {
        var network = new Argument<string>("network") { Description = "S1, S2s, S2d, S3, sequence, or \"list\"" };
        var seconds = new Option<double>("--seconds") { Description = "Time to simulate [s]", DefaultValueFactory = _ => 1 };
        var rule = new Option<string?>("--rule")
        {
            Description =
                $"Rule of the excitatory synapses (default: additive pair STDP as defined; sequence: {SpikesSequence.DefaultRule})",
        };
        var set = new Option<string[]>("--set")
        {
            Description =
                "Parameter of the rule, name=value; sequence: also weight_max, cap, training_gain, inhibition, gain, and paths of a study file, as task.epochs=60",
            AllowMultipleArgumentsPerToken = true,
        };
        var scale = new Option<double>("--scale")
        {
            Description = "Factor on the number of neurons; each keeps its number of inputs",
            DefaultValueFactory = _ => 1,
        };
        var delay = new Option<double>("--delay") { Description = "Delay of every synapse [ms]", DefaultValueFactory = _ => 0.8 };
        var synapses = new Option<int>("--synapses")
        {
            Description = "Synapses whose weights are kept over time",
            DefaultValueFactory = _ => 20000,
        };
        var every = new Option<double?>("--every")
        {
            Description = "Time between records of the weights [ms] (default: a fiftieth of the run)",
        };
        var threads = Terminal.Threads(1);
        var precision = new Option<string>("--precision") { Description = "single or double", DefaultValueFactory = _ => "single" };
        var seed = new Option<ulong>("--seed") { Description = "Seed", DefaultValueFactory = _ => 1 };
        var condition = new Option<string>("--condition")
        {
            Description = "sequence: A, no adaptation, or B, adaptation",
            DefaultValueFactory = _ => "A",
        };
        var stop = new Option<bool>("--stop-at-seizure") { Description = "End the run at a seizure" };
        var output = new Option<string?>("--out")
        {
            Description = "Folder to write into: spikes.npz, the figure as .svg and .png, and its data (default: nothing is written)",
        };
        var write = StudyOut.Option();
        write.Description = $"sequence: {char.ToLowerInvariant(write.Description![0])}{write.Description[1..]}";
        var (json, quiet) = (Terminal.Json(), Terminal.Quiet());
        var command = new Command(
            "spikes",
            "Run a spiking network; show its rates, and write spikes, weights over time and a figure.\nThe memory is told before anything is allocated. Silence and seizures are results.\n\nExamples:\n  plasticity spikes list\n  plasticity spikes S2s --seconds 5 --out runs/spikes\n  plasticity spikes S2d --rule triplet_stdp --set a3_plus=0.002 --seconds 2 --json\n  plasticity spikes sequence --rule spike_causal --out runs/sequence\n  plasticity spikes sequence --rule spike_hebbian --condition B --set task.epochs=60"
        )
        {
            network,
            seconds,
            rule,
            set,
            scale,
            delay,
            synapses,
            every,
            threads,
            precision,
            seed,
            condition,
            stop,
            output,
            write,
            json,
            quiet,
        };
        command.SetAction(
            (r, cancellation) =>
            {
                if (Names.Same(r.GetValue(network)!, "list"))
                {
                    return Task.FromResult(List(r.GetValue(json)));
                }

                var sequence = Names.Same(r.GetValue(network)!, SpikesSequence.Name);
                Option[] foreign = sequence ? [seconds, scale, delay, synapses, every, threads, precision, stop] : [condition, write];
                UserError.ThrowIfAny(
                    foreign
                        .Where(option => r.GetResult(option) is { Implicit: false })
                        .Select(option =>
                            sequence
                                ? $"{option.Name} is for S1 to S3; the sequence network runs its task: change that with --set (task.epochs=60, network.noise_sd=0.2)."
                                : $"{option.Name} is for the sequence network, and {r.GetValue(network)} is not it."
                        )
                );
                if (sequence)
                {
                    return Task.FromResult(
                        SpikesSequence.Run(
                            r.GetValue(rule),
                            r.GetValue(condition)!,
                            r.GetValue(seed),
                            r.GetValue(set) ?? [],
                            r.GetValue(output),
                            r.GetValue(write),
                            r.GetValue(json),
                            r.GetValue(quiet),
                            cancellation
                        )
                    );
                }

                var chosen = new WorkloadOptions
                {
                    Scale = r.GetValue(scale),
                    Delay = r.GetValue(delay) / 1000,
                    Rule = Rule(r.GetValue(rule), r.GetValue(set) ?? []),
                };
                var run = new SpikingRun
                {
                    Workload = SpikingWorkload.Create(Workload(r.GetValue(network)!), r.GetValue(seed), chosen),
                    Seconds = r.GetValue(seconds),
                    Every = r.GetValue(every) / 1000 ?? Math.Max(1e-4, r.GetValue(seconds) / 50),
                    Synapses = r.GetValue(synapses),
                    Threads = r.GetValue(threads),
                    Precision = Precision(r.GetValue(precision)!),
                    StopAtSeizure = r.GetValue(stop),
                };
                return Task.FromResult(Run(run, r.GetValue(output), r.GetValue(json), r.GetValue(quiet), cancellation));
            }
        );
        return command;
    }

    private static int List(bool json)
    {
        if (json)
        {
            Terminal.PrintJson(Known);
            return Terminal.Done;
        }

        foreach (var (network, about) in Known)
        {
            Console.Out.WriteLine($"{network, -9} {about}");
        }

        return Terminal.Done;
    }

    private static int Run(SpikingRun run, string? folder, bool json, bool quiet, CancellationToken cancellation)
    {
        var forecast = run.Forecast();
        if (!json && !quiet)
        {
            Console.Out.WriteLine(forecast);
        }

        if (folder is not null)
        {
            OutputFile.MakeFolder(folder); // before minutes are spent
        }

        SpikingRecording result;
        using (var progress = new ProgressLine(run.Workload.Id, json || quiet))
        {
            result = run.Run(progress, cancellation);
        }

        var written = folder is null ? [] : Write(result, folder);
        var memory = run.Workload.Network.Forecast(run.Precision);
        var (start, end) = result.Weights is { Times.Length: > 0, Pre.Length: > 0 } w
            ? (Mean(w, 0), Mean(w, w.Times.Length - 1))
            : (double.NaN, double.NaN);
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    result.Network,
                    result.Seconds,
                    Outcome = Names.Snake(result.Outcome.Kind.ToString()),
                    result.Outcome.At,
                    result.Outcome.Sentence,
                    memory.Synapses,
                    memory.PlasticSynapses,
                    memory.Bytes,
                    run.RecordingBytes,
                    result.FirstStepAfter,
                    result.FirstStepCpu,
                    CpuPerSecond = result.CpuSeconds / result.Seconds,
                    Populations = result.Populations.Select(p => new
                    {
                        p.Name,
                        p.Count,
                        Spikes = p.Spikes.Times.Length,
                        p.Rate,
                        p.Cv,
                    }),
                    MeanWeightStart = start,
                    MeanWeightEnd = end,
                    Files = written,
                }
            );
        }
        else
        {
            foreach (var p in result.Populations)
            {
                Console.Out.WriteLine(
                    FormattableString.Invariant($"  {p.Name, -3} {p.Count, 6} neurons  {p.Rate, 7:0.00} Hz  ")
                        + (
                            double.IsNaN(p.Cv)
                                ? "too few spikes for a CV of intervals"
                                : FormattableString.Invariant($"CV of intervals {p.Cv:0.00}")
                        )
                );
            }

            if (double.IsFinite(end))
            {
                Console.Out.WriteLine(
                    FormattableString.Invariant(
                        $"  mean weight {start.Text("0.000")} at the start, {end.Text("0.000")} at the end, of the largest allowed"
                    )
                );
            }

            Console.Out.WriteLine(
                FormattableString.Invariant(
                    $"  {result.Outcome.Sentence} First step after {result.FirstStepAfter:0.000} s; {result.CpuSeconds / result.Seconds:0.000} CPU s per simulated second."
                )
            );
            foreach (var path in written)
            {
                Console.Out.WriteLine(path);
            }
        }

        return result.Outcome.Kind == SpikingOutcomeKind.Diverged ? Terminal.NumericalFailure : Terminal.Done;
    }

    private static List<string> Write(SpikingRecording run, string folder)
    {
        var arrays = new List<KeyValuePair<string, NpyArray>>
        {
            new("dt", new([], [run.TimeStep])),
            new("seconds", new([], [run.Seconds])),
        };
        foreach (var p in run.Populations)
        {
            arrays.Add(new($"{p.Name}_times", new([p.Spikes.Times.Length], p.Spikes.Times)));
            arrays.Add(new($"{p.Name}_neurons", Array(p.Spikes.Neurons)));
            arrays.Add(new($"{p.Name}_count", new([], [p.Count])));
        }

        if (run.Weights is { } w)
        {
            arrays.Add(new("weight_times", new([w.Times.Length], w.Times)));
            arrays.Add(new("weight_pre", Array(w.Pre)));
            arrays.Add(new("weight_post", Array(w.Post)));
            arrays.Add(new("weights", NpyArray.Of(w.Values)));
            arrays.Add(new("weight_max", new([], [w.WeightMax])));
        }

        var paths = new List<string> { Path.Combine(folder, "spikes.npz") };
        Npz.Write(paths[0], arrays);
        var figure = SpikingRecordingFigure.Draw(run);
        return [.. paths, .. FigureFile.SaveAll(figure, folder)];
    }

    private static NpyArray Array(int[] values) => new([values.Length], System.Array.ConvertAll(values, x => (double)x));

    private static double Mean(RecordedWeights w, int time) => w.Values.Row(time).ToArray().Average() / w.WeightMax;

    private static ILearningRule? Rule(string? name, string[] settings)
    {
        if (name is null)
        {
            return settings.Length == 0 ? null : throw new UserError("--set gives parameters of a rule; say which with --rule.");
        }

        var known = Settings.Of(RuleCatalog.TypeOf(name));
        string UnitOf(string parameter) => known.FirstOrDefault(setting => Names.Same(setting.Name, parameter))?.Unit ?? "";
        return RuleCatalog.Create(name, RuleSettings.Read(settings, UnitOf));
    }

    private static string Workload(string name) =>
        Known.Any(k => Names.Same(k.Network, name))
            ? name
            : throw new UserError($"There is no network \"{name}\". {Names.Known(name, Known.Select(k => k.Network))}");

    private static SpikingPrecision Precision(string name) =>
        Enum.GetValues<SpikingPrecision>().Where(p => Names.Same(p.ToString(), name)).Select(p => (SpikingPrecision?)p).FirstOrDefault()
        ?? throw new UserError($"--precision must be single or double, but is \"{name}\".");
}
