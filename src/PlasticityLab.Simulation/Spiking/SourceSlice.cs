using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>A population that does not integrate: independent Poisson spike trains, one chance a step, visited by geometric jumps so that
/// silence costs nothing.</summary>
internal sealed class PoissonSlice<T>(int population, int low, int high, RandomStream random, Func<double> probability)
    : PopulationSlice<T>(population, low, high)
    where T : unmanaged
{
    public override void State(StateCodec codec)
    {
        base.State(codec);
        codec.Stream(random);
    }

    public override void Step(long step)
    {
        SpikeCount = 0;
        var p = probability();
        if (p <= 0)
        {
            return;
        }

        var scale = GeometricJumps.Scale(Math.Min(p, 1 - 1e-12));
        for (
            var n = GeometricJumps.Length(1 - random.NextDouble(), scale, Count);
            n < Count;
            n += 1 + GeometricJumps.Length(1 - random.NextDouble(), scale, Count)
        )
        {
            Spikes[SpikeCount++] = (int)n;
        }
    }
}

/// <summary>A population that replays given spikes: (step, neuron), ascending.</summary>
internal sealed class TrainSlice<T>(int population, int low, int high, IReadOnlyList<(long Step, int Neuron)> spikes)
    : PopulationSlice<T>(population, low, high)
    where T : unmanaged
{
    private int _next;

    public override void State(StateCodec codec)
    {
        base.State(codec);
        codec.Value(ref _next);
    }

    // A source may spike several times in one step.
    public override int[] Spikes { get; } = new int[spikes.GroupBy(x => x.Step).Select(x => x.Count()).DefaultIfEmpty().Max()];

    public override void Step(long step)
    {
        SpikeCount = 0;
        for (; _next < spikes.Count && spikes[_next].Step <= step; _next++)
        {
            if (spikes[_next].Step == step && spikes[_next].Neuron >= Low && spikes[_next].Neuron < Low + Count)
            {
                Spikes[SpikeCount++] = spikes[_next].Neuron - Low;
            }
        }
    }
}
