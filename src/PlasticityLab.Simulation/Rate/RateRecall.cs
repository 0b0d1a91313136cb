using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Asks a trained network with frozen weights, to the end: from rest a trial is played, and in its last segment the network runs
/// free. <see cref="RateBatch"/> does the steps.</summary>
public static class RateRecall
{
    /// <summary>Plays probes; those that last equally long run side by side.</summary>
    /// <param name="network">The network; its training inhibition is not used.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="weights">Frozen W[post, pre].</param>
    /// <param name="probes">What is asked.</param>
    /// <param name="random">Streams of the replicate.</param>
    /// <param name="precision">Precision of the simulation.</param>
    /// <param name="keepActivity">Keep r(t) of every recall.</param>
    /// <returns>What each probe showed, in the order of the probes.</returns>
    public static IReadOnlyList<RecallCourse> Run(
        RateNetwork network,
        Assemblies assemblies,
        Matrix weights,
        IReadOnlyList<RateProbe> probes,
        RandomStreams random,
        Precision precision = Precision.Double,
        bool keepActivity = false
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(probes);
        var courses = new RecallCourse[probes.Count];
        foreach (var alike in Enumerable.Range(0, probes.Count).GroupBy(k => (probes[k].Trial.Steps(network.TimeStep), probes[k].From)))
        {
            RateProbe[] asked = [.. alike.Select(k => probes[k])];
            var batch = RateBatch.Create(network, assemblies, weights, asked, random, precision, keepActivity);
            batch.Advance();
            foreach (var (k, course) in alike.Zip(batch.Courses()))
            {
                courses[k] = course;
            }
        }

        return courses;
    }
}
