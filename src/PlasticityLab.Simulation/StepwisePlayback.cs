using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation;

/// <summary>A trial of training, or a question, of a network that is played step by step.</summary>
/// <param name="player">Where it is in the trial.</param>
/// <param name="timeStep">dt [s].</param>
/// <param name="items">Number of items.</param>
/// <param name="probe">The question; null: a trial of training.</param>
/// <param name="active">Counts what is active: in all steps of a trial of training, in those of the last segment of a question.</param>
internal abstract class StepwisePlayback(TrialPlayer player, double timeStep, int items, Probe? probe, ActivityCount active) : IPlayback
{
    // Beginnings of steps are compared with times that are sums.
    private const double Rounding = 1e-9;
    private readonly List<float[]> _seen = [];

    public double Time => player.Done * timeStep;

    public bool IsOver => player.IsOver;

    public Recording? Recording =>
        IsOver
            ? new(
                probe ?? new(Models.Tasks.Recording.Training, player.Trial, 0, 0),
                timeStep,
                Matrix.From(_seen.Count, items, (t, item) => _seen[t][item]),
                Share(active.Sum / Math.Max(1, probe is null ? player.Done : probe.Trial.Segments[^1].Steps(timeStep)))
            )
            : null;

    /// <summary>Where it is in the trial.</summary>
    protected TrialPlayer Player => player;

    public int Advance(int most = int.MaxValue, CancellationToken stop = default)
    {
        var done = 0;
        for (; done < most && !IsOver; done++)
        {
            stop.ThrowIfCancellationRequested();
            Step();
            if (probe is null || player.Index == player.Trial.Segments.Length - 1)
            {
                active.Sum += Active();
            }

            if (probe is not null && Time >= probe.From - Rounding)
            {
                _seen.Add(Seen());
            }

            player.Advance(1);
        }

        return done;
    }

    public Frame Frame() => new(player.Trial.Name, Time, Rates(), Overlaps());

    /// <summary>One step of the present segment.</summary>
    protected abstract void Step();

    /// <summary>What was active in the step, in a unit of the network's own.</summary>
    protected abstract double Active();

    /// <summary>That as a share of all neurons [1].</summary>
    protected abstract double Share(double active);

    /// <summary>Activity of each neuron [1].</summary>
    protected abstract float[] Rates();

    /// <summary>How clearly each item is active [1].</summary>
    protected abstract float[] Overlaps();

    /// <summary>How clearly each item was active in the step that was just taken [1].</summary>
    protected virtual float[] Seen() => Overlaps();
}

/// <summary>What was active, summed over steps.</summary>
internal sealed class ActivityCount
{
    private double _sum;

    public double Sum
    {
        get => _sum;
        set => _sum = value;
    }

    public void State(StateCodec codec) => codec.Value(ref _sum);
}
