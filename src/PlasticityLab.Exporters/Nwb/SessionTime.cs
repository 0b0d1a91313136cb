using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Exporters.Nwb;

/// <summary>The time of a session: training from 0 on, trial after trial as the network heard them, and the first replay behind
/// it.</summary>
internal sealed class SessionTime
{
    /// <summary>The stretches of which spikes are kept, by their names in the table of spikes.</summary>
    public const string First = "training_first",
        Last = "training_last",
        Replay = "replay";

    /// <summary>Those of training, in the order of time.</summary>
    public static readonly IReadOnlyList<string> Training = [First, Last];

    private readonly List<(double From, double To)> _epochs = [];
    private readonly List<double> _after = [0];
    private readonly double _replay;

    /// <summary>The time of a task on a network.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeStep">dt of the network [s]: every segment is rounded to whole steps.</param>
    /// <param name="seed">Seed of the order of trials.</param>
    public SessionTime(ITask task, double timeStep, ulong seed)
    {
        var now = 0L;
        foreach (var trial in task.Training(new RandomStreams(seed)))
        {
            var begin = now;
            now += trial.Steps(timeStep);
            if (trial.IsSilent)
            {
                _after[^1] = now * timeStep;
            }
            else
            {
                _epochs.Add((begin * timeStep, now * timeStep));
                _after.Add(now * timeStep);
            }
        }

        var probe = task.Probes()[0];
        _replay = (probe.Trial.Steps(timeStep) * timeStep) - probe.From;
    }

    /// <summary>End of training, where the replay stands [s].</summary>
    public double End => _after[^1];

    /// <summary>When so many epochs had been heard, with the silence behind them [s]; 0: before training.</summary>
    public double After(int epochs) => _after[epochs];

    /// <summary>From and to of a stretch of which spikes are kept [s].</summary>
    public (double From, double To) Of(string phase) =>
        phase == First ? _epochs[0]
        : phase == Last ? _epochs[^1]
        : (End, End + _replay);
}
