using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Rate;

/// <summary>How a sequence is taught: one trial an epoch, and a silence that ends it.</summary>
public static class Presentation
{
    private const double Ending = 0.050; // [s]

    /// <summary>Every epoch is a silence followed by the items in order (or in another order each epoch for the shuffled control), or by
    /// the recording stretched over their time; 50 ms of silence end it.</summary>
    /// <param name="task">The sequence.</param>
    /// <param name="timeStep">dt, in which durations are rounded [s].</param>
    /// <param name="random">Streams of the replicate.</param>
    public static IEnumerable<Trial> Of(SequenceTask task, double timeStep, RandomStreams random)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(random);
        return Trials(task, timeStep, random.Open(StreamPurpose.TrialOrder));
    }

    /// <summary>A recall: the network settles, one item is cued, then the network runs by itself.</summary>
    /// <param name="task">Durations and drive.</param>
    /// <param name="item">The cued item, from 0.</param>
    /// <param name="freeRun">Time after the cue [s].</param>
    public static Trial Cue(SequenceTask task, int item, double freeRun)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new(
            $"cue at item {item + 1}",
            [Segment.Silence(task.Settling), Segment.Of(item, task.CueDuration, task.Drive), Segment.Silence(freeRun)]
        );
    }

    private static IEnumerable<Trial> Trials(SequenceTask task, double timeStep, RandomStream stream)
    {
        var order = task.FullOrder.ToArray();
        var durations = task.Durations.IsDefaultOrEmpty ? [.. order.Select(_ => 1.0)] : task.Durations.ToArray();
        for (var epoch = 0; epoch < task.Epochs; epoch++)
        {
            var places = Enumerable.Range(0, order.Length).ToArray();
            if (task.Shuffled)
            {
                stream.Shuffle(places.AsSpan());
            }

            var items = new List<Segment>();
            foreach (var place in places)
            {
                if (items.Count > 0)
                {
                    items.Add(Segment.Silence(task.Gap));
                }

                items.Add(Segment.Of(order[place], durations[place] * task.ItemDuration, task.Drive));
            }

            if (task.Recording is { } frames)
            {
                items = [Segment.Recorded(frames, items.Sum(segment => segment.Steps(timeStep)) * timeStep, task.Drive)];
            }

            yield return new($"epoch {epoch + 1}", [Segment.Silence(task.Silence), .. items]);
        }

        yield return new("end", [Segment.Silence(Ending)]);
    }
}
