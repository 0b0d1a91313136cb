using System.Text;
using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Studies.Exporting;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Exporters.Simulators;

/// <summary>Writes one program for a simulator for each rule and condition of a spiking study, and its numbers beside it.</summary>
internal static class SpikingScripts
{
    /// <summary>Writes NAME_SIMULATOR.py and NAME_SIMULATOR.npz for each example that can be written.</summary>
    /// <param name="folder">Folder that exists.</param>
    /// <param name="study">The study.</param>
    /// <param name="simulator">Id of the simulator.</param>
    /// <param name="problems">Why the simulator cannot have a network; none: it can.</param>
    /// <param name="script">The program of a network, given the name of its archive.</param>
    /// <param name="stop">Stops between networks.</param>
    public static async Task<StudyExport> WriteAsync(
        string folder,
        StudyResults study,
        string simulator,
        Func<SpikingModel, IEnumerable<string>> problems,
        Func<SpikingModel, string, string> script,
        CancellationToken stop
    )
    {
        using var kept = new KeptNetworks(study);
        var (files, refused) = (new List<ExportedFile>(), new List<string>());
        foreach (var (model, problem) in SpikingModel.Of(kept, problems))
        {
            stop.ThrowIfCancellationRequested();
            if (model is null)
            {
                refused.Add(problem);
                continue;
            }

            var name = $"{model.Network.Name}_{simulator}";
            var what = $"{model.Network.Rule} in {model.Network.Condition}, seed {model.Network.Seed}";
            foreach (
                var (file, holds, bytes) in new[]
                {
                    ($"{name}.npz", $"weights, inputs and reference of {what}", model.Archive()),
                    ($"{name}.py", what, Encoding.UTF8.GetBytes(script(model, $"{name}.npz"))),
                }
            )
            {
                var path = Path.Combine(folder, file);
                await WholeFile.WriteAsync(path, async stream => await stream.WriteAsync(bytes, stop));
                files.Add(new(path, holds));
            }
        }

        return files.Count + refused.Count > 0
            ? new(files, refused)
            : throw new UserError($"{study.Folder} holds no network that was kept, so there is nothing to write for {simulator}.");
    }

    /// <summary>What a program says of itself, and how its results are held to those of this program.</summary>
    public static string Heading(SpikingModel model, StudyResults study, string needs, string file) =>
        $""""
            """{model.Network.Rule} in condition {model.Network.Condition}, seed {model.Network.Seed}, of the study {study.Name} ({study.Study.Hash()}).

            {Rule(model, study)}

            python3 {file}             activity over {SpikingModel.ActivitySeconds} s, held against that of PlasticityLab
            python3 {file} train       the network learns its task, then it is cued and runs free
            python3 {file} replay      the network with the weights that PlasticityLab learned is cued and runs free

            Needs {needs}. Weights are W[post, pre]; potentials and currents are in units of the threshold.
            """
            """";

    private static string Rule(SpikingModel model, StudyResults study) =>
        study.Card(model.Network.Rule) is { } card
            ? $"{card.Name}: {card.Equation}\n{card.Source}"
            : "The weights follow no learning rule.";

    /// <summary>Functions that programs of every simulator use: the measures as this program takes them.</summary>
    public const string Measures = """"
        def irregularity(times, neurons, count):
            """Coefficient of variation of the intervals between spikes, averaged over neurons with at least five intervals."""
            found = []
            for n in range(count):
                intervals = np.diff(times[neurons == n])
                if len(intervals) >= 5:
                    found.append(np.std(intervals)/np.mean(intervals))
            return np.mean(found) if found else float("nan")


        def tell(name, k, times, neurons, count, seconds):
            rate, cv = len(times)/(count*seconds), irregularity(times, neurons, count)
            theirs, their_cv = data["reference_rates"][k], data["reference_cv"][k]
            print("%s: rate %.3f Hz (PlasticityLab %.3f Hz), CV %.3f (%.3f)" % (name, rate, theirs, cv, their_cv))
        """";

    /// <summary>The end of every program: what it does when it is started. It calls <c>learner</c>, <c>replay</c> and <c>activity</c>.</summary>
    public const string Main = """"
        def train():
            circuit = learner()
            circuit.run()
            W = circuit.weights()
            print("mean weight %.4f (PlasticityLab %.4f), correlation %.4f" % (
                W.mean(), data["weights_after"].mean(), np.corrcoef(W.ravel(), data["weights_after"].ravel())[0, 1]))
            replay(W)


        if __name__ == "__main__":
            what = sys.argv[1] if len(sys.argv) > 1 else "activity"
            if what == "train":
                train()
            elif what == "replay":
                replay(data["weights_after"])
            else:
                activity()
        """";
}
