using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Analysis.Measures;

/// <summary>What formed without a teacher, read off the weights between items and off what was active; what several measures
/// need.</summary>
internal static class FormedChains
{
    /// <summary>Lengths of loops in the weights between items, longest first.</summary>
    public static int[] Loops(LearnedWeights learned) => ChainMeasures.Loops(Weights(learned));

    /// <summary>Lengths of chains, open or closed, in the weights between items, longest first.</summary>
    public static int[] Chains(LearnedWeights learned) => ChainMeasures.Chains(Weights(learned));

    /// <summary>Value of the best assignment of one successor to every item, over their number.</summary>
    public static double Assignment(LearnedWeights learned) => ChainMeasures.Assignment(Weights(learned));

    /// <summary>The items that were active, one after another.</summary>
    public static int[] Winners(Evidence evidence) =>
        [
            .. evidence
                .Of(Undisturbed.Free)
                .SelectMany(watched => Visits.Of(watched.Overlaps, watched.SampleTime))
                .Select(visit => visit.Item),
        ];

    /// <summary>What is read off the steps from one active item to the next; NaN where nothing followed anything, since then there is nothing to
    /// tell.</summary>
    /// <param name="evidence">The network.</param>
    /// <param name="of">Of the items that were active and their number.</param>
    public static double OfSteps(Evidence evidence, Func<int[], int, double> of) =>
        evidence.Once(Winners) is { Length: > 1 } winners ? of(winners, evidence.Learned.Items.Count) : double.NaN;

    // Mean weight between items, the diagonal left out.
    private static Matrix Weights(LearnedWeights learned)
    {
        var items = learned.Items;
        return Matrix.From(
            items.Count,
            items.Count,
            (to, from) =>
            {
                if (to == from)
                {
                    return 0;
                }

                double sum = 0;
                foreach (var i in items[to])
                {
                    foreach (var j in items[from])
                    {
                        sum += learned.Weights[i, j];
                    }
                }

                return sum * learned.Unit / ((double)items[to].Length * items[from].Length);
            }
        );
    }
}
