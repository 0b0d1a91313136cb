using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.Spiking;

namespace PlasticityLab.Studies.Runs;

/// <summary>What only a spiking network has to tell.</summary>
/// <param name="TrainingRate">Mean rate of excitatory neurons in the last epoch of training [Hz]; NaN when weights were given.</param>
/// <param name="TrainingRateInhibitory">Mean rate of inhibitory neurons in the last epoch of training [Hz].</param>
/// <param name="ReplayRate">Mean rate of excitatory neurons in the free runs at the first readout [Hz].</param>
/// <param name="ReplayRateInhibitory">Mean rate of inhibitory neurons there [Hz].</param>
/// <param name="AtZero">Share of the synapses among assemblies that training left at 0, where a negative window is clipped [1]; NaN when
/// weights were given.</param>
/// <param name="AtMax">Share that stands at w_max [1].</param>
public sealed record SpikingFacts(
    double TrainingRate,
    double TrainingRateInhibitory,
    double ReplayRate,
    double ReplayRateInhibitory,
    double AtZero,
    double AtMax
)
{
    /// <summary>Share of w_max within which a weight counts as standing at a bound [1].</summary>
    private const double Bound = 1e-3;

    /// <summary>The facts of a network; null where there are no rates of spikes to tell.</summary>
    /// <param name="trained">The network after all that it learned.</param>
    /// <param name="items">The items that were asked for.</param>
    /// <param name="first">Answers to the first cue.</param>
    internal static SpikingFacts? Of(Trained trained, Assemblies items, IReadOnlyList<Recording> first)
    {
        if (!first[0].Facts.ContainsKey(SpikingNetwork.ExcitatoryRate))
        {
            return null;
        }

        var (rate, rateI) = (
            first.Average(recall => recall.Facts[SpikingNetwork.ExcitatoryRate]),
            first.Average(recall => recall.Facts[SpikingNetwork.InhibitoryRate])
        );
        if (trained.Epochs.Count == 0)
        {
            return new(double.NaN, double.NaN, rate, rateI, double.NaN, double.NaN); // weights were given
        }

        var (weights, most) = (trained.Learned, trained.Run.Learning.WeightMax);
        int[] members = [.. Enumerable.Range(0, items.Count).SelectMany(k => items[k].ToArray()).Distinct()];
        var synapses = members.SelectMany(i => members.Where(j => j != i).Select(j => weights[i, j]));
        var (zero, full, all) = (0, 0, 0);
        foreach (var w in synapses)
        {
            all++;
            zero += w <= Bound * most ? 1 : 0;
            full += w >= (1 - Bound) * most ? 1 : 0;
        }

        var last = trained.Epochs[^1].Facts;
        return new(
            last[SpikingNetwork.ExcitatoryRate],
            last[SpikingNetwork.InhibitoryRate],
            rate,
            rateI,
            zero / (double)all,
            full / (double)all
        );
    }
}
