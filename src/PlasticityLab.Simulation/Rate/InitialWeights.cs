using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Rate;

/// <summary>The initially random recurrent weights.</summary>
public static class InitialWeights
{
    /// <summary>W_ij = g N(0,1)/√(N·density), no self-connections; with Dale's law the sign of a column is that of its sender, and
    /// inhibitory weights are scaled so that the mean input is 0.</summary>
    /// <returns>W[post, pre]; absent synapses are exactly 0.</returns>
    public static Matrix Draw(RateNetwork network, RandomStreams random)
    {
        var n = network.Units;
        var stream = random.Open(StreamPurpose.InitialWeights);
        var scale = network.InitialGain / Math.Sqrt(n * network.Density);
        var inhibitory = InhibitoryCount(network);
        var excitatory = n - inhibitory;
        var result = new Matrix(n, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var gaussian = stream.NextGaussian();
                var exists = network.Density >= 1 || stream.NextDouble() < network.Density;
                if (i == j || !exists)
                {
                    continue;
                }

                result[i, j] =
                    inhibitory == 0 ? scale * gaussian
                    : j < excitatory ? scale * Math.Abs(gaussian)
                    : -scale * Math.Abs(gaussian) * excitatory / inhibitory;
            }
        }

        return result;
    }

    /// <summary>How many neurons, the last ones, are inhibitory under Dale's law.</summary>
    public static int InhibitoryCount(RateNetwork network) => (int)Math.Round(network.Units * network.DaleInhibitory);
}
