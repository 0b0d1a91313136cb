using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.KWinners;

namespace PlasticityLab.Simulation.Hopfield;

/// <summary>A network of N neurons with states ±1 and weights without self-connections: S_i ← sign(Σ_j J_ij S_j), one neuron at a time
/// (Hopfield 1982, PNAS 79:2554).</summary>
/// <param name="neurons">N.</param>
/// <param name="weights">J[post, pre], row by row; null: none.</param>
public sealed class HopfieldNetwork(int neurons, float[]? weights = null)
{
    private const int Sweeps = 200;

    /// <summary>Overlap above which a pattern counts as kept [1].</summary>
    private const double Kept = 0.97;

    private readonly float[] _weights =
        weights is null ? new float[neurons * neurons]
        : weights.Length == neurons * neurons ? weights
        : throw new ArgumentException(
            $"{neurons} neurons have {neurons * neurons} weights, but there are {weights.Length}.",
            nameof(weights)
        );

    /// <summary>J[post, pre], a copy.</summary>
    public Matrix Weights => Matrix.From(neurons, neurons, (i, j) => _weights[(i * neurons) + j]);

    /// <summary>c, what a rule does to the synapse between two neurons that stay active together, in units of its largest change, in
    /// hundredths: 1 for Hebb, which imprints; −1 for anti-Hebb, which unlearns; 0 for rules that only see changes.</summary>
    public static double Imprint(ILearningRule rule) =>
        Math.Round(Math.Clamp(new PairUpdate(rule, 1, 0.02).Change[0b1111], -1, 1), 2) + 0.0;

    /// <summary>ΔJ_ij = factor S_i S_j, off the diagonal. Positive imprints a state, negative unlearns it.</summary>
    public void Add(float[] state, float factor)
    {
        ArgumentNullException.ThrowIfNull(state);
        for (var i = 0; i < neurons; i++)
        {
            var row = _weights.AsSpan(i * neurons, neurons);
            Vectors.Add(factor * state[i], state, row);
            row[i] = 0;
        }
    }

    /// <summary>Lets a state fall to where no neuron flips, in a random order in each sweep.</summary>
    /// <param name="state">S, changed in place.</param>
    /// <param name="order">The order of the neurons.</param>
    /// <param name="most">Sweeps at most.</param>
    public void Relax(float[] state, RandomStream order, int most = Sweeps)
    {
        for (var sweep = 0; sweep < most && Sweep(state, order) > 0; sweep++) { }
    }

    /// <summary>Asks every neuron once, in a random order.</summary>
    /// <param name="state">S, changed in place.</param>
    /// <param name="order">The order of the neurons, and chance.</param>
    /// <param name="temperature">T: a neuron with the field h is +1 with probability 1/(1 + exp(−2h/T)); 0: the sign of its field, and it
    /// stays as it is where there is none.</param>
    /// <returns>Neurons that flipped.</returns>
    public int Sweep(float[] state, RandomStream order, double temperature = 0)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(order);
        var flips = 0;
        foreach (var i in order.Permutation(neurons))
        {
            var field = Vectors.Dot(_weights.AsSpan(i * neurons, neurons), state);
            if (temperature > 0 ? IsOther(state[i], field, temperature, order) : field * state[i] < 0)
            {
                state[i] = -state[i];
                flips++;
            }
        }

        return flips;
    }

    /// <summary>Whether the network stays in a pattern: overlap above 0.97 after relaxing from it.</summary>
    public bool Keeps(float[] pattern, RandomStream order)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var state = (float[])pattern.Clone();
        Relax(state, order);
        return Vectors.Dot(pattern, state) > Kept * neurons;
    }

    /// <summary>Puts weights J[post, pre] in the place of its own, in single precision.</summary>
    internal void Set(Matrix given)
    {
        for (var k = 0; k < _weights.Length; k++)
        {
            _weights[k] = (float)given.Values[k];
        }
    }

    internal void State(StateCodec codec) => codec.Values(_weights.AsSpan());

    private static bool IsOther(float state, float field, double temperature, RandomStream chance) =>
        chance.NextDouble() < 1 / (1 + Math.Exp(2 * field * state / temperature));
}
