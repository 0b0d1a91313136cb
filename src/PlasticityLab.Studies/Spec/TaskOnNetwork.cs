using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Studies.Spec;

/// <summary>Whether a kind of network can play a task.</summary>
internal static class TaskOnNetwork
{
    /// <summary>One sentence for each reason why it cannot; each names both. Task and network are right by themselves.</summary>
    public static IEnumerable<string> Problems(StudySpec spec)
    {
        var (task, kind) = (spec.Task, spec.Network);
        var both = $"task {task.Card.Id} cannot run on network {kind.Card.Id}";
        return Drawn(spec)
            .Concat(
                kind.Problems(task)
                    .Concat(Halved(task, kind))
                    .Concat(Played(task, kind.TimeStep))
                    .Distinct()
                    .Select(reason => $"{both}: {reason}")
            );
    }

    // Where weights and inhibition are told in assemblies, those must be as large as patterns are.
    private static IEnumerable<string> Halved(ITask task, INetworkKind kind)
    {
        if (task is Patterns { Unbiased: true } && kind.Unit(1) != kind.Unit(2) && task.AssemblySize != kind.Neurons / 2)
        {
            yield return $"unbiased patterns hold half of the neurons, so that task.assembly_size must be {kind.Neurons / 2}, but is {task.AssemblySize}.";
        }
    }

    private static IEnumerable<string> Drawn(StudySpec spec)
    {
        var problem = "";
        try
        {
            _ = spec.Task.Draw(spec.Network.Neurons, new RandomStreams((ulong)Math.Max(0, spec.Seeds.First)));
        }
        catch (UserError error)
        {
            problem = error.Message;
        }

        return problem.Length == 0 ? [] : [$"task: {problem} Its size is network.{StudyCheck.Neurons(spec)}."];
    }

    // The first presentation and every probe: later presentations differ in their order.
    private static IEnumerable<string> Played(ITask task, double step)
    {
        foreach (var trial in task.Training(new RandomStreams(0)).Take(1).Concat(task.Probes().Select(probe => probe.Trial)))
        {
            foreach (var segment in trial.Segments)
            {
                if (!segment.IsSilent && segment.Steps(step) < 1)
                {
                    yield return $"{Quantity.Show(segment.Duration, "s")} of {trial.Name} are shorter than half a time step ({Quantity.Show(step, "s")}), so nothing would be heard.";
                }

                if (!segment.Items.IsDefaultOrEmpty && segment.Items.Any(item => item < 0 || item >= task.Items))
                {
                    yield return $"{trial.Name} drives item {segment.Items.First(item => item < 0 || item >= task.Items)}, and there are {task.Items}, from 0.";
                }
            }
        }
    }
}
