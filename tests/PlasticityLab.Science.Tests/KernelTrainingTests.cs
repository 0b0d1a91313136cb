using PlasticityLab.Models.LearningRules;
using PlasticityLab.Simulation.Kernels;
using static PlasticityLab.Tests.Compiler.KernelComparison;

namespace PlasticityLab.Science.Tests;

/// <summary>A training in the written kernel and in the engine: the same bits, for every rule, at every size of the live lab, with and
/// without adaptation.</summary>
public class KernelTrainingTests
{
    public static TheoryData<string> Ids =>
        [.. RuleCatalog.Cards.Select(card => card.Id).Where(id => !PlasticMatrix.PortableProblems(RuleCatalog.Create(id)).Any())];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_trains_to_the_engine_s_weights_at_every_size(string id)
    {
        foreach (var (units, size) in new[] { (24, 3), (64, 8), (100, 12), (152, 19) })
        {
            foreach (var adaptation in new[] { 0.0, 1 })
            {
                Agree(Network(units, size) with { Adaptation = adaptation }, Learning(RuleCatalog.Create(id)), epochs: 4);
            }
        }
    }
}
