using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Studies.Memory;

/// <summary>What is left of a first memory after later ones.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Later">Notes learned after it.</param>
/// <param name="SignalToNoise">(drive of the right next neurons − mean of the others)/their standard deviation, mean over the melody.</param>
/// <param name="Recalled">Share of the melody replayed before the first error.</param>
public sealed record RetentionPoint(string Rule, int Later, double SignalToNoise, double Recalled);

/// <summary>Retention and interference: how a memory fades as others are learned on top of it.</summary>
public static class RetentionTest
{
    /// <summary>Learns a melody, then others, and looks at the first one again and again.</summary>
    /// <param name="rules">Ids of rules.</param>
    /// <param name="neurons">N.</param>
    /// <param name="length">Notes of each melody.</param>
    /// <param name="fatigue">Fatigue [steps].</param>
    /// <param name="seeds">Networks; the points are means.</param>
    /// <param name="cancellation">Stops.</param>
    public static IReadOnlyList<RetentionPoint> Run(IReadOnlyList<string> rules, int neurons = 1024, int length = 64, int fatigue = 0, int seeds = 3, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        UserError.ThrowIfAny([.. Require.All(Require.AtLeast(seeds, 1), Require.AtLeast(length, 4)), .. CapacityTest.Settings(neurons, fatigue, 1).Problems()]);
        var last = 4 * CapacityTest.Willshaw(neurons, CapacityTest.Winners(neurons));
        var looks = new List<int> { 0 };
        for (var later = length; later <= last; later *= 2)
        {
            looks.Add(later);
        }

        var rows = new RetentionPoint[rules.Count][];
        Parallel.For(0, rules.Count, new ParallelOptions { CancellationToken = cancellation }, r =>
        {
            var id = RuleCatalog.Card(rules[r]).Id;
            var (ratio, recalled) = (new double[looks.Count], new double[looks.Count]);
            for (var s = 0; s < seeds; s++)
            {
                var settings = CapacityTest.Settings(neurons, fatigue, (ulong)s + 1);
                var maker = new CodeMaker(settings);
                var network = new KWinnersNetwork(maker, new PairUpdate(RuleCatalog.Create(id), settings.Levels, (double)settings.Winners / neurons));
                var stream = new RandomStreams(settings.Seed).Open(StreamPurpose.TrialOrder);
                var first = CapacityTest.Melody(length, 0, stream);
                network.Learn(first);
                var codes = maker.Codes(first);
                var later = 0;
                for (var look = 0; look < looks.Count; look++)
                {
                    for (; later < looks[look]; later += length)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        network.Learn(CapacityTest.Melody(length, 0, stream));
                    }

                    ratio[look] += network.SignalToNoise(codes) / seeds;
                    recalled[look] += (double)first.AsSpan(1).CommonPrefixLength(network.Play(first.AsSpan(0, 1), length - 1, first.AsSpan(1))) / (length - 1) / seeds;
                }
            }

            rows[r] = [.. looks.Select((later, look) => new RetentionPoint(id, later, ratio[look], recalled[look]))];
        });
        return [.. rows.SelectMany(row => row)];
    }
}
