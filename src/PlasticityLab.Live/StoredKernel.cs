using System.Text.Json;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Compiler;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Live;

/// <summary>An experiment as the page takes it: the written kernel and what must be known to draw and score it, as JSON.</summary>
internal static class StoredKernel
{
    /// <summary>How the page reads JSON: camel case, no white space; "&lt;" never stands as itself, so the text may lie in a page.</summary>
    internal static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the kernel of an experiment.</summary>
    /// <exception cref="UserError">The experiment is out of range, or no kernel can do it.</exception>
    public static string Json(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        UserError.ThrowIfAny(experiment.Problems());
        var (network, learning, task) = (experiment.Network(), experiment.Learning(), experiment.Task());
        var random = new RandomStreams(experiment.Seed);
        var probes = task.Probes();
        var dt = network.TimeStep;
        var kernel = Kernel.Write(
            network,
            learning,
            task.Training(random),
            task.Draw(network.Units, random),
            experiment.Seed,
            probes.Max(probe => probe.Trial.Steps(dt))
        );
        var card =
            experiment.Equation.Length > 0 ? TextRule.Card(experiment.Equation, experiment.Parameters) : RuleCatalog.Card(experiment.Rule);
        var neuron = (Models.Neurons.Logistic)network.Neuron;
        return JsonSerializer.Serialize(
            new
            {
                Version = 1,
                Rule = new
                {
                    card.Id,
                    Name = experiment.Equation.Length > 0 ? "own rule" : card.Name,
                    card.Equation,
                    card.Intuition,
                    card.Source,
                    TellsDirection = card.Reversal == TimeReversal.Broken,
                    kernel.Form,
                    kernel.Terms,
                    Parameters = Parameters(learning.Rule),
                },
                Learning = new
                {
                    Rule = experiment.Equation.Length > 0 ? null : card.Id,
                    Equation = experiment.Equation.Length > 0 ? experiment.Equation : null,
                    learning.WeightMax,
                    Cap = double.IsFinite(learning.Cap) ? learning.Cap : (double?)null,
                    learning.TrainingGain,
                    learning.SoftBounds,
                },
                Network = new
                {
                    network.Units,
                    network.AssemblySize,
                    Items = experiment.Names,
                    Step = dt * 1000,
                    Tau = network.Tau * 1000,
                    neuron.Beta,
                    neuron.Theta,
                    network.InhibitionThreshold,
                    learning.Sign,
                    AdaptationTau = network.AdaptationTau * 1000,
                },
                Task = new
                {
                    experiment.Presentations,
                    experiment.Shuffled,
                    Silence = Steps(task.Silence, dt),
                    End = task.Training(random).Last().Steps(dt),
                    Item = Steps(task.Item, dt),
                    Settling = Steps(task.Settling, dt),
                    Cue = Steps(task.Cue, dt),
                    Free = Steps(task.FreeRun, dt),
                    Inner = Steps(task.InnerWindow, dt),
                    task.CueRepeats,
                    Tune = experiment.Heard is { } tune
                        ? new
                        {
                            Id = experiment.Tune,
                            tune.Name,
                            tune.Tempo,
                            Pitches = tune.Pitches(),
                            Beats = tune.Notes.Select(note => note.Step),
                        }
                        : null,
                },
                kernel.Map,
                kernel.Pages,
                kernel.Stride,
                kernel.RecordStride,
                kernel.Ring,
                Module = Convert.ToBase64String(kernel.Module),
                Image = Convert.ToBase64String(kernel.Image),
            },
            Web
        );
    }

    private static int Steps(double duration, double dt) => (int)Math.Round(duration / dt);

    private static IEnumerable<object> Parameters(ILearningRule rule)
    {
        var values = Settings.Values(rule);
        return Settings
            .Numbers(rule.GetType())
            .Select(setting => new
            {
                setting.Name,
                setting.Unit,
                Value = values[setting.Name],
                About = setting.Meaning,
            });
    }
}
