using System.Collections.Immutable;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Everything about plastic weights that is not the rule: one step is w ← clamp(w + dt (s dw/dt − λ w)).</summary>
public sealed record PlasticMatrixOptions
{
    /// <summary>Type of the stored numbers.</summary>
    public Precision Precision { get; init; }

    /// <summary>How products and sums are computed.</summary>
    public Arithmetic Arithmetic { get; init; }

    /// <summary>w_min, hard lower bound [weight].</summary>
    public double WeightMin { get; init; } = double.NegativeInfinity;

    /// <summary>w_max, hard upper bound [weight].</summary>
    public double WeightMax { get; init; } = double.PositiveInfinity;

    /// <summary>λ, decay of every weight [1/s].</summary>
    public double Decay { get; init; }

    /// <summary>s, factor on the rule's dw/dt [1], for example 1/n_A.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Keeps the diagonal at 0.</summary>
    public bool NoSelfConnections { get; init; }

    /// <summary>Dale's sign of each presynaptic neuron: 1 keeps its weights at or above 0, −1 at or below 0, 0 leaves them free. Empty: all
    /// free.</summary>
    public ImmutableArray<int> SenderSigns { get; init; } = [];

    /// <summary>Which synapses exist, [post, pre] row after row; absent ones stay exactly 0. Null: all exist.</summary>
    public bool[]? Mask { get; init; }

    /// <summary>Threads inside this one matrix. The results have the same bits for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>One sentence for each option that cannot be.</summary>
    public IEnumerable<string> Problems(int rows, int columns) =>
        Require.All(
            double.IsNaN(WeightMin) || double.IsNaN(WeightMax) || WeightMin > WeightMax
                ? $"weight_min must not exceed weight_max, but they are {WeightMin:R} and {WeightMax:R}."
                : null,
            Require.NotNegative(Decay),
            Require.Finite(Scale),
            Require.AtLeast(Threads, 1),
            NoSelfConnections && rows != columns ? $"no_self_connections needs a square matrix, but this one is {rows} x {columns}." : null,
            !SenderSigns.IsDefaultOrEmpty && SenderSigns.Length != columns
                ? $"sender_signs must have one sign for each of the {columns} senders, but has {SenderSigns.Length}."
                : null,
            !SenderSigns.IsDefaultOrEmpty && SenderSigns.Any(sign => sign is < -1 or > 1) ? "sender_signs must be -1, 0 or 1." : null,
            !SenderSigns.IsDefaultOrEmpty && WeightMax < 0 && SenderSigns.Contains(1)
                ? $"an excitatory sender needs weight_max at or above 0, but it is {WeightMax:R}."
                : null,
            !SenderSigns.IsDefaultOrEmpty && WeightMin > 0 && SenderSigns.Contains(-1)
                ? $"an inhibitory sender needs weight_min at or below 0, but it is {WeightMin:R}."
                : null,
            Mask is not null && Mask.Length != rows * columns ? $"mask must have {rows} x {columns} entries, but has {Mask.Length}." : null
        );
}
