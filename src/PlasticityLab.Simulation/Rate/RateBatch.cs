using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Simulation.Kernels;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Probes of one trained network with frozen weights, side by side, so that the weights are read once for all of them; step by
/// step or to the end, with the same bits. A probe alone gives the bits that it gives in any batch.</summary>
/// <remarks>γ multiplies the recurrent weights only: u = γ Σ W r − w_I [Σr/n_A − A₀]₊ + I + σ n − b_a a.</remarks>
public abstract class RateBatch
{
    /// <summary>Probes at rest.</summary>
    /// <param name="network">The network; its training inhibition is not used.</param>
    /// <param name="assemblies">Which neurons stand for which item.</param>
    /// <param name="weights">Frozen W[post, pre].</param>
    /// <param name="probes">The probes; their trials last equally long and are observed from the same time on.</param>
    /// <param name="random">Streams of the replicate.</param>
    /// <param name="precision">Precision of the simulation.</param>
    /// <param name="keepActivity">Keep r(t) of every probe.</param>
    /// <exception cref="UserError">The probes do not last equally long.</exception>
    public static RateBatch Create(
        RateNetwork network,
        Assemblies assemblies,
        Matrix weights,
        IReadOnlyList<RateProbe> probes,
        RandomStreams random,
        Precision precision = Precision.Double,
        bool keepActivity = false
    )
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(probes);
        UserError.ThrowIfAny(
            probes
                .Where(probe =>
                    probe.From != probes[0].From || probe.Trial.Steps(network.TimeStep) != probes[0].Trial.Steps(network.TimeStep)
                )
                .Select(probe =>
                    $"Probes of one batch must last equally long and be observed from the same time on, but \"{probe.Trial.Name}\" differs from \"{probes[0].Trial.Name}\"; ask them in batches of their own."
                )
        );
        (Transfer<float> single, Transfer<double> both) =
            network.Arithmetic == Arithmetic.Portable ? Portable(network) : (network.Neuron.Rates, network.Neuron.Rates);
        return precision == Precision.Single
            ? new RateBatch<float>(network, assemblies, weights, probes, random, keepActivity, single)
            : new RateBatch<double>(network, assemblies, weights, probes, random, keepActivity, both);
    }

    private static (Transfer<float> Single, Transfer<double> Double) Portable(RateNetwork network)
    {
        var neuron = PlasticWeights.Portable(network);
        return (neuron.PortableRates, neuron.PortableRates);
    }

    /// <summary>Steps done.</summary>
    public abstract int Steps { get; }

    /// <summary>Whether the trials are over.</summary>
    public abstract bool IsOver { get; }

    /// <summary>One step; false when the trials are over.</summary>
    public bool Step() => Advance(1) == 1;

    /// <summary>Up to so many steps, to the end at most.</summary>
    /// <returns>Steps that were done.</returns>
    public abstract int Advance(int most = int.MaxValue);

    /// <summary>r of one probe now.</summary>
    /// <param name="probe">Which probe.</param>
    /// <param name="rates">Where the activity goes, [neuron].</param>
    public abstract void CopyRates(int probe, Span<double> rates);

    /// <summary>What was observed, one course a probe; steps still to come are 0.</summary>
    public abstract IReadOnlyList<RecallCourse> Courses();

    /// <summary>The state, between steps. Put back and stepped on, the probes give the same bits.</summary>
    public byte[] Snapshot() => StateCodec.Write(State);

    /// <summary>Puts a state back.</summary>
    /// <exception cref="UserError">The snapshot is of other probes.</exception>
    public void Restore(ReadOnlySpan<byte> snapshot) => StateCodec.Read(snapshot, State);

    private protected abstract void State(StateCodec codec);
}
