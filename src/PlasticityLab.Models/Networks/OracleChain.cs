using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>The oracle: a chain that knows the order.</summary>
public sealed record OracleChain : IGivenWeights
{
    /// <inheritdoc/>
    public GivenWeightsCard Card =>
        new(
            "oracle",
            "hand-built chain",
            "W + (s Σ_k ξ^k ξ^kᵀ + f Σ_k ξ^{k+1} ξ^kᵀ + b Σ_k ξ^k ξ^{k+1}ᵀ)/n_A, no self-connections",
            "Sompolinsky & Kanter 1986, Phys. Rev. Lett. 57:2861"
        );

    /// <summary>s, within each item [drive].</summary>
    [Search(0, 2.4)]
    public double Self { get; init; }

    /// <summary>f, to the next item [drive].</summary>
    [Search(0, 2.4)]
    public double Forward { get; init; }

    /// <summary>b, to the previous item [drive].</summary>
    public double Backward { get; init; }

    /// <inheritdoc/>
    public void AddTo(Matrix weights, Assemblies items, ITask task, double unit)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(items);
        var order = ((IOrderedTask)task).Order;
        for (var k = 0; k < order.Length; k++)
        {
            Link(weights, items[order[k]], items[order[k]], Self / unit);
            if (k + 1 < order.Length)
            {
                Link(weights, items[order[k + 1]], items[order[k]], Forward / unit);
                Link(weights, items[order[k]], items[order[k + 1]], Backward / unit);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems(ITask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task is IOrderedTask
            ? []
            : [$"builds a chain by hand, and the items of task {task.Card.Id} do not follow one another; leave it out."];
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
