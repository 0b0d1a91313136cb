using PlasticityLab.Analysis.Measures;
using PlasticityLab.Cli.Memory;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Spiking;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Cli.Verbs;

/// <summary>The sequence network of <c>plasticity spikes</c>: trains it by one rule, lets it play, and writes what it did.</summary>
internal static class SpikesSequence
{
    public const string Name = "sequence",
        DefaultRule = "spike_stdp";

    public static int Run(
        string? rule,
        string condition,
        ulong seed,
        IReadOnlyList<string> settings,
        string? folder,
        string? write,
        bool json,
        bool quiet,
        CancellationToken cancellation
    )
    {
        var trial = SpikingSequenceTrial.Create(
            EmbeddedStudy.Read("first-look-spiking.yaml").Study,
            rule ?? DefaultRule,
            condition,
            seed,
            settings
        );
        var network = (SpikingNetwork)trial.Study.Network;
        if (!json && !quiet)
        {
            var (n, kept) = ((double)network.Excitatory, trial.Study.Task.Epochs + 1);
            Console.Out.WriteLine(
                FormattableString.Invariant(
                    $"sequence: {network.Excitatory} + {network.Inhibitory} neurons, {n * (n - 1):N0} synapses among excitatory neurons; keeping all weights {kept} times takes about {kept * n * n * 8 / 1048576:N1} MiB."
                )
            );
        }

        if (write is not null)
        {
            var text =
                trial.StudyText
                ?? throw new UserError(
                    $"--write needs an operating point, and {rule} has no tuned one: without it the point is looked for after training, which a study does not do. Give one: --set inhibition=1 --set gain=1."
                );
            // The name stands at the head of what is written.
            StudyOut.Save(
                write,
                "spikes sequence",
                "What does the network play that learned by this rule?",
                text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]
            );
        }

        if (folder is not null)
        {
            OutputFile.MakeFolder(folder); // before minutes are spent
        }

        var run = trial.Run(cancellation);
        var readout = run.Readouts.FirstOrDefault();
        var written = folder is null || run.Example is null ? [] : Write(run, trial, folder);
        if (json)
        {
            Terminal.PrintJson(
                new
                {
                    Network = Name,
                    trial.Study.Rules[0].Learning.Rule,
                    Condition = trial.Study.Conditions.Keys.First(),
                    Seed = seed,
                    ValuesFrom = trial.Tuned ? "tuned" : "catalogue",
                    Status = Names.Snake(run.Status.ToString()),
                    run.Detail,
                    Readout = readout,
                    run.Structure,
                    run.Spiking,
                    Files = written,
                }
            );
        }
        else
        {
            Tell(run, trial, readout, written);
        }

        return run.Status == RunStatus.Diverged ? Terminal.NumericalFailure : Terminal.Done;
    }

    private static void Tell(RunResult run, SpikingSequenceTrial trial, PointResult? readout, List<string> written)
    {
        var learning = trial.Study.Rules[0].Learning;
        Console.Out.WriteLine(
            $"  {learning.Rule}, {(trial.Tuned ? "from the tuned values in studies/first-look-spiking.yaml" : "from the values of the catalogue, which are not tuned for this task, shown where it plays best")}, condition {trial.Study.Conditions.Keys.First()} ({trial.Study.Conditions.Values.First().Title})"
        );
        if (run.Spiking is { } spiking && double.IsFinite(spiking.TrainingRate))
        {
            Console.Out.WriteLine(
                FormattableString.Invariant(
                    $"  in the last epoch E fires at {spiking.TrainingRate:0.0} Hz, I at {spiking.TrainingRateInhibitory:0.0} Hz; {100 * spiking.AtZero:0} % of the weights among the items stand at 0, {100 * spiking.AtMax:0} % at the largest"
                )
            );
        }

        if (run.Structure is { LagProfile: { Length: > 0 } profile })
        {
            var middle = profile.Length / 2;
            Console.Out.WriteLine(
                FormattableString.Invariant(
                    $"  mean weight to the next item {profile[middle + 1].Text("0.000")}, within an item {profile[middle].Text("0.000")}, to the previous item {profile[middle - 1].Text("0.000")}"
                )
            );
        }

        if (readout is not null)
        {
            Console.Out.WriteLine(
                FormattableString.Invariant(
                    $"  replay: S = {readout[ReplayScore.Id].Text("0.00")}, order {readout[ReplayOrder.Id].Text("0.00")}, fidelity {readout[ReplayFidelity.Id].Text("0.00")}, D = {readout[ReplayDirection.Id].Text("0.00")}, {(double.IsNaN(readout[ReplaySpeed.Id]) ? "nothing moves" : FormattableString.Invariant($"{readout[ReplaySpeed.Id].Text("0.0")} items in 100 ms"))}, at inhibition {readout.Point.Inhibition:0.###} and gain {readout.Point.Gain:0.###}"
                )
            );
        }

        if (run.Status != RunStatus.Ok)
        {
            Console.Out.WriteLine($"  {Names.Snake(run.Status.ToString())}: {run.Detail}");
        }

        foreach (var path in written)
        {
            Console.Out.WriteLine(path);
        }
    }

    private static List<string> Write(RunResult run, SpikingSequenceTrial trial, string folder)
    {
        var (example, network) = (run.Example!, (SpikingNetwork)trial.Study.Network);
        var spiking = example.Spiking!;
        var arrays = new List<KeyValuePair<string, NpyArray>>
        {
            Scalar("dt", network.TimeStep),
            Scalar("E_count", network.Excitatory),
            Scalar("I_count", network.Inhibitory),
            Scalar("cue_seconds", ((IOrderedTask)trial.Study.Task).Cue),
        };
        foreach (var record in spiking.Spikes)
        {
            double[] seconds = [.. record.Steps.Select(step => step * network.TimeStep)];
            foreach (var (name, excitatory) in new[] { ("E", true), ("I", false) })
            {
                int[] at = [.. Enumerable.Range(0, seconds.Length).Where(k => record.Neurons[k] < network.Excitatory == excitatory)];
                arrays.Add(new($"{record.Phase}_{name}_times", new([at.Length], [.. at.Select(k => seconds[k])])));
                arrays.Add(
                    new(
                        $"{record.Phase}_{name}_neurons",
                        new([at.Length], [.. at.Select(k => (double)(record.Neurons[k] - (excitatory ? 0 : network.Excitatory)))])
                    )
                );
            }

            arrays.Add(Scalar($"{record.Phase}_seconds", record.DurationMs / 1000));
        }

        var n = network.Excitatory;
        arrays.Add(
            new(
                "overlap_times",
                new([example.Overlaps.Length], [.. Enumerable.Range(0, example.Overlaps.Length).Select(t => t * SpikeOverlaps.SampleTime)])
            )
        );
        arrays.Add(new("overlaps", new([example.Overlaps.Length, spiking.Members.Length], [.. example.Overlaps.SelectMany(row => row)])));
        arrays.Add(
            new(
                "members",
                new(
                    [spiking.Members.Length, spiking.Members[0].Length],
                    [.. spiking.Members.SelectMany(list => list.Select(k => (double)k))]
                )
            )
        );
        arrays.Add(new("W", new([n, n], [.. example.Weights.Select(w => (double)w)])));
        if (trial.Recorded is { Weights: { } kept } recorded)
        {
            arrays.Add(new("weight_epochs", recorded.Arrays["epochs"]));
            arrays.Add(new("weights", kept));
        }

        var paths = new List<string> { Path.Combine(folder, "spikes.npz") };
        Npz.Write(paths[0], arrays);
        var id = trial.Study.Rules[0].Learning.Rule;
        var figure = SpikingSequenceFigure.Draw(run, id is "oracle" or "text" ? id : RuleCatalog.Card(id).Name);
        return [.. paths, .. FigureFile.SaveAll(figure, folder)];
    }

    private static KeyValuePair<string, NpyArray> Scalar(string name, double value) => new(name, new([], [value]));
}
