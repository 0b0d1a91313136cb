using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Runs;

/// <summary>The oracle: a chain built by hand, W + (s Σ_k ξ^k ξ^kᵀ + f Σ_k ξ^{k+1} ξ^kᵀ + b Σ_k ξ^k ξ^{k+1}ᵀ)/n_A, no
/// self-connections.</summary>
internal static class GivenChain
{
    /// <summary>The weights of a network with the chain added.</summary>
    public static Matrix AddTo(INetwork network, IOrderedTask task, LearningChoice choice)
    {
        double Value(string name) => choice.Parameters.GetValueOrDefault(name, 0) / network.Unit;
        var (self, forward, backward) = (Value("self"), Value("forward"), Value("backward"));
        var (weights, items, order) = (network.Weights, network.Items, task.Order);
        for (var k = 0; k < order.Length; k++)
        {
            Link(weights, items[order[k]], items[order[k]], self);
            if (k + 1 < order.Length)
            {
                Link(weights, items[order[k + 1]], items[order[k]], forward);
                Link(weights, items[order[k]], items[order[k + 1]], backward);
            }
        }

        return weights;
    }

    private static void Link(Matrix weights, ReadOnlySpan<int> post, ReadOnlySpan<int> pre, double weight)
    {
        foreach (var i in post)
        {
            foreach (var j in pre)
            {
                if (i != j)
                {
                    weights[i, j] += weight;
                }
            }
        }
    }
}
