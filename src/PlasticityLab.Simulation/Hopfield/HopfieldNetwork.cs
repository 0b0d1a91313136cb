using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Hopfield;

/// <summary>A network of N neurons with states ±1 and symmetric weights without self-connections: S_i ← sign(Σ_j J_ij S_j), one neuron at a
/// time (Hopfield 1982, PNAS 79:2554).</summary>
/// <param name="neurons">N.</param>
public sealed class HopfieldNetwork(int neurons)
{
    private const int Sweeps = 200;

    /// <summary>Overlap above which a pattern counts as kept [1].</summary>
    private const double Kept = 0.97;

    private readonly float[] _weights = new float[neurons * neurons];

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

    /// <summary>Lets a state fall to where no neuron flips, in a random order in each sweep; at most 200 sweeps.</summary>
    public void Relax(float[] state, RandomStream order)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(order);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var flips = 0;
            foreach (var i in order.Permutation(neurons))
            {
                if (Vectors.Dot(_weights.AsSpan(i * neurons, neurons), state) * state[i] < 0)
                {
                    state[i] = -state[i];
                    flips++;
                }
            }

            if (flips == 0)
            {
                return;
            }
        }
    }

    /// <summary>Whether the network stays in a pattern: overlap above 0.97 after relaxing from it.</summary>
    public bool Keeps(float[] pattern, RandomStream order)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var state = (float[])pattern.Clone();
        Relax(state, order);
        return Vectors.Dot(pattern, state) > Kept * neurons;
    }
}
