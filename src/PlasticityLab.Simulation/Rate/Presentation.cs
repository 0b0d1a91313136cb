using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Rate;

/// <summary>The training timeline: which item is driven at each step.</summary>
public static class Presentation
{
    /// <summary>Item driven at each step, −1 for none: every epoch is a silence followed by the items in order (or in another order each
    /// epoch for the shuffled control); 50 ms of silence end it.</summary>
    public static int[] Of(SequenceTask task, double timeStep, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(random);
        var stream = random.Open(StreamPurpose.TrialOrder);
        var order = task.FullOrder.ToArray();
        var durations = task.Durations.IsDefaultOrEmpty ? [.. order.Select(_ => 1.0)] : task.Durations.ToArray();
        var steps = new List<int>();
        for (var epoch = 0; epoch < task.Epochs; epoch++)
        {
            Add(steps, -1, task.Silence / timeStep);
            var places = Enumerable.Range(0, order.Length).ToArray();
            if (task.Shuffled)
            {
                stream.Shuffle(places.AsSpan());
            }

            for (var p = 0; p < places.Length; p++)
            {
                Add(steps, order[places[p]], durations[places[p]] * task.ItemDuration / timeStep);
                if (p + 1 < places.Length)
                {
                    Add(steps, -1, task.Gap / timeStep);
                }
            }
        }

        Add(steps, -1, 0.050 / timeStep);
        return [.. steps];
    }

    private static void Add(List<int> steps, int item, double count)
    {
        for (var i = 0; i < (int)Math.Round(count); i++)
        {
            steps.Add(item);
        }
    }
}
