using PlasticityLab.Analysis.Verdict;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Science.Tests;

/// <summary>The verdict against simulated studies: rules that are one and the same, and rules that differ in structure alone.</summary>
public class VerdictUnderTheNullTests
{
    private const int Studies = 200,
        Seeds = 10;

    private static (int Universal, int Degenerate, int Different) Count(int index, double structureShift, double functionShift)
    {
        var (universal, degenerate, different) = (0, 0, 0);
        Parallel.For(
            0,
            Studies,
            study =>
            {
                var random = new RandomStreams(77).Open(StreamPurpose.Analysis, (index * 1000) + study);
                var rules = Enumerable.Range(0, 2 * Seeds).Select(i => i / Seeds).ToArray();
                Matrix Distances(double shift)
                {
                    var x = Matrix.From(rules.Length, 3, (i, f) => random.NextGaussian() + (f == 0 ? shift * rules[i] : 0));
                    return Matrix.From(
                        rules.Length,
                        rules.Length,
                        (i, j) => Math.Sqrt(Enumerable.Range(0, 3).Sum(f => (x[i, f] - x[j, f]) * (x[i, f] - x[j, f])))
                    );
                }

                double[] s = [.. rules.Select(rule => 0.9 + (0.02 * random.NextGaussian()) - (functionShift * rule))];
                ulong[] seeds = [.. Enumerable.Range(0, rules.Length).Select(i => (ulong)(i % Seeds))];
                var found = VerdictEngine
                    .Decide(
                        new(
                            ["a", "b"],
                            rules,
                            [new(Aspect.Dynamics, "d", Distances(0)), new(Aspect.Structure, "s", Distances(structureShift))],
                            Scores: [new(Aspect.Function, "S", s, 0.05)],
                            Seeds: seeds
                        ),
                        random
                    )
                    .Class;
                Interlocked.Add(ref universal, found == SolutionClass.Universal ? 1 : 0);
                Interlocked.Add(ref degenerate, found == SolutionClass.Degenerate ? 1 : 0);
                Interlocked.Add(ref different, found == SolutionClass.Different ? 1 : 0);
            }
        );
        return (universal, degenerate, different);
    }

    [Fact]
    public void Equal_rules_are_called_different_at_most_at_the_level()
    {
        var (universal, degenerate, different) = Count(1, 0, 0);
        Assert.InRange(degenerate + different, 0, StatisticsUnderTheNullTests.Bounds(Studies, 0.05).Most);
        Assert.True(universal > Studies / 2, $"{universal} of {Studies}");
    }

    [Fact]
    public void Another_structure_alone_is_degenerate()
    {
        var (universal, degenerate, different) = Count(2, 4, 0);
        Assert.True(degenerate > 0.95 * Studies, $"{universal}, {degenerate}, {different}");
        Assert.Equal(0, universal);
    }

    [Fact]
    public void Another_function_is_different_and_never_universal()
    {
        var (universal, degenerate, different) = Count(3, 0, 0.2);
        Assert.Equal((0, 0), (universal, degenerate));
        Assert.True(different > 0.95 * Studies, $"{different}");
    }
}
