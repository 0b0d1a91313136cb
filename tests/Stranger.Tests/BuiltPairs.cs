using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace Stranger;

/// <summary>Hand-built weights: every item drives its partner.</summary>
public sealed record BuiltPairs : IGivenWeights
{
    public GivenWeightsCard Card => new("built_pairs", "built pairs", "W + s Σ_k ξ^{partner k} ξ^kᵀ/n_A", "Stranger 2026");

    /// <summary>s, from each item to its partner [drive].</summary>
    public double Strength { get; init; } = 1;

    public void AddTo(Matrix weights, Assemblies items, ITask task, double unit)
    {
        for (var item = 0; item < items.Count; item++)
        {
            foreach (var pre in items[item])
            {
                foreach (var post in items[item ^ 1])
                {
                    weights[post, pre] += post == pre ? 0 : Strength / unit;
                }
            }
        }
    }

    public IEnumerable<string> Problems(ITask task) => task is PairedAssociates ? [] : ["knows pairs only."];
}
