using CsCheck;
using PlasticityLab.Analysis.Sequence;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Tests.Sequence;

/// <summary>Scores and blocks on anything: names of items and numbers of neurons mean nothing, and no course leaves the range.</summary>
public class SequencePropertyTests
{
    private const int Items = 6;
    private static readonly int[] Numbers = [0, 1, 2, 3, 4, 5];

    private static readonly Gen<Visit[]> AnyVisits = Gen.Select(Gen.Int[0, Items - 1], Gen.Int[1, 30], Gen.Double[0, 1])
        .Array[0, 20]
        .Select(steps =>
        {
            var (visits, at) = (new List<Visit>(), 0);
            foreach (var (item, length, margin) in steps)
            {
                visits.Add(new(item, at, at + length, margin));
                at += length + 1;
            }

            return visits.ToArray();
        });

    [Fact]
    public void Any_course_scores_within_its_range_and_whatever_items_are_called() =>
        Gen.Select(AnyVisits, Gen.Shuffle(Numbers), Gen.Shuffle(Numbers))
            .Sample(
                (visits, order, names) =>
                {
                    var score = SequenceScore.Of(visits, order, 0.001);
                    Assert.InRange(score.S, 0, 1);
                    Assert.InRange(score.Order, 0, 1);
                    Assert.InRange(score.Fidelity, 0, 1);
                    Assert.InRange(score.Completeness, 0, 1);
                    Visit[] renamed = [.. visits.Select(visit => visit with { Item = names[visit.Item] })];
                    Assert.Equal(score, SequenceScore.Of(renamed, [.. order.Select(item => names[item])], 0.001));
                },
                iter: 2000
            );

    [Fact]
    public void The_learned_order_and_nothing_else_scores_1() =>
        Gen.Shuffle(Numbers)
            .Sample(
                order =>
                {
                    Visit[] perfect = [.. order.Select((item, k) => new Visit(item, 10 * k, (10 * k) + 9, 1))];
                    Assert.Equal(1, SequenceScore.Of(perfect, order, 0.001).S);
                    Assert.Equal(0, SequenceScore.Of([.. perfect.Reverse()], order, 0.001).S);
                },
                iter: 200
            );

    [Fact]
    public void Blocks_do_not_depend_on_the_numbers_of_neurons_and_follow_the_names_of_items() =>
        Gen.Select(Gen.ULong, Gen.Int[2, 5], Gen.Int[1, 6])
            .Sample(
                (seed, items, size) =>
                {
                    var random = new RandomStreams(seed);
                    var n = (items * size) + 3;
                    var stream = random.Open(StreamPurpose.Analysis);
                    var weights = Matrix.From(n, n, (_, _) => stream.NextGaussian());
                    var members = Assemblies.Draw(n, items, size, true, random);
                    var (place, name) = (stream.Permutation(n), stream.Permutation(items));
                    var moved = new Matrix(n, n);
                    for (var i = 0; i < n; i++)
                    {
                        for (var j = 0; j < n; j++)
                        {
                            moved[place[i], place[j]] = weights[i, j];
                        }
                    }

                    var renamed = new int[items][];
                    for (var k = 0; k < items; k++)
                    {
                        renamed[name[k]] = [.. members[k].ToArray().Select(neuron => place[neuron])];
                    }

                    var (first, second) = (
                        BlockStructure.Of(weights, members, size).Blocks,
                        BlockStructure.Of(moved, new Assemblies(n, renamed), size).Blocks
                    );
                    for (var k = 0; k < items; k++)
                    {
                        for (var l = 0; l < items; l++)
                        {
                            Assert.Equal(first[k, l], second[name[k], name[l]], 1e-12);
                        }
                    }
                },
                iter: 300
            );
}
