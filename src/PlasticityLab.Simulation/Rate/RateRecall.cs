using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Free recall with frozen weights, to the end: the state is zeroed, settles, one item is cued, then the network runs by itself
/// with noise. <see cref="RateBatch"/> does the steps.</summary>
public static class RateRecall
{
    /// <summary>Runs a batch of recalls.</summary>
    /// <param name="network">The network; its training inhibition is not used.</param>
    /// <param name="task">Cue and durations.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="weights">Frozen W[post, pre].</param>
    /// <param name="columns">The recalls.</param>
    /// <param name="freeRun">Time after the cue [s].</param>
    /// <param name="random">Streams of the replicate.</param>
    /// <param name="precision">Precision of the simulation.</param>
    /// <param name="keepActivity">Keep r(t) of every recall.</param>
    public static IReadOnlyList<RecallCourse> Run(
        RateNetworkSpec network,
        SequenceTask task,
        Assemblies assemblies,
        Matrix weights,
        IReadOnlyList<RecallColumn> columns,
        double freeRun,
        RandomStreams random,
        Precision precision = Precision.Double,
        bool keepActivity = false
    )
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(columns);
        var trials = columns
            .Select(column => column.CueItem)
            .Distinct()
            .ToDictionary(item => item, item => Presentation.Cue(task, item, freeRun));
        var batch = RateBatch.Create(
            network,
            assemblies,
            weights,
            [
                .. columns.Select(column => new RateProbe(
                    trials[column.CueItem],
                    task.Settling,
                    column.NoiseIndex,
                    column.Inhibition,
                    column.Gain
                )),
            ],
            random,
            precision,
            keepActivity
        );
        batch.Advance();
        return batch.Courses();
    }
}
