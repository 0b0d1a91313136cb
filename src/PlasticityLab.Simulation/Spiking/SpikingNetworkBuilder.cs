using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Lanes;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>A spiking network as described: populations, projections, background. <see cref="Build"/> checks it, forecasts its memory and
/// makes a simulation.</summary>
/// <param name="timeStep">dt [s].</param>
/// <param name="seed">Seed of wiring, weights and background.</param>
public sealed class SpikingNetworkBuilder(double timeStep, ulong seed)
{
    private readonly List<Population> _populations = [];
    private readonly List<Projection> _projections = [];

    /// <summary>dt [s].</summary>
    public double TimeStep { get; } = timeStep;

    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The populations, in order.</summary>
    public IReadOnlyList<Population> Populations => _populations;

    /// <summary>The projections, in order.</summary>
    public IReadOnlyList<Projection> Projections => _projections;

    /// <summary>Time constant of the rate that rules of the clock EveryStep read [s].</summary>
    public double RateTau { get; init; } = 0.020;

    /// <summary>Whether a sender may have both positive and negative weights. When not, Dale's law is checked.</summary>
    public bool MixedSigns { get; init; }

    /// <summary>Adds neurons.</summary>
    public Population Add(string name, int count, ISpikingNeuron neuron) => Keep(new(_populations.Count, name, count, neuron, TimeStep));

    /// <summary>Adds independent Poisson spike sources.</summary>
    /// <param name="rate">Rate of each [Hz].</param>
    public Population AddPoisson(string name, int count, double rate) => Keep(new(_populations.Count, name, count, null, TimeStep, rate));

    /// <summary>Adds sources that replay given spikes.</summary>
    /// <param name="spikes">(step, neuron), in any order.</param>
    public Population AddTrains(string name, int count, IEnumerable<(long Step, int Neuron)> spikes) =>
        Keep(new(_populations.Count, name, count, null, TimeStep) { Train = [.. spikes.Order()] });

    /// <summary>Connects two populations.</summary>
    public Projection Connect(
        Population pre,
        Population post,
        Wiring wiring,
        double weight,
        double delay,
        Receptor receptor = Receptor.Excitatory,
        Plasticity? plasticity = null,
        Func<RandomStream, double>? draw = null
    )
    {
        var projection = new Projection(_projections.Count, pre, post)
        {
            Wiring = wiring,
            Weight = weight,
            Delay = delay,
            Receptor = receptor,
            Plasticity = plasticity,
            Draw = draw,
        };
        _projections.Add(projection);
        return projection;
    }

    /// <summary>Gives every neuron of a population its own Poisson input.</summary>
    /// <param name="rate">Total rate of input spikes to one neuron [Hz].</param>
    /// <param name="weight">Jump of the synaptic variable at each.</param>
    public static void Background(Population population, double rate, double weight, Receptor receptor = Receptor.Excitatory) =>
        population.Background.Add((rate, weight, receptor));

    /// <summary>Everything that is wrong with the description, one sentence each.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!(TimeStep > 0 && double.IsFinite(TimeStep)))
        {
            problems.Add($"time_step must be a finite number above 0 s, but is {TimeStep:R}.");
        }

        foreach (var p in _populations)
        {
            problems.AddRange(p.Problems().Select(text => $"population {p.Name}: {text}"));
        }

        foreach (var c in _projections)
        {
            problems.AddRange(NetworkCheck.Problems(this, c).Select(text => $"projection {c.Name}: {text}"));
        }

        if (!MixedSigns)
        {
            problems.AddRange(NetworkCheck.Dale(this));
        }

        return problems;
    }

    /// <summary>What the network will need, before anything is allocated.</summary>
    public MemoryForecast Forecast(SpikingPrecision precision = SpikingPrecision.Single) => NetworkCheck.Forecast(this, precision);

    /// <summary>What one projection will need: synapses and traces.</summary>
    public MemoryForecast Forecast(Projection projection, SpikingPrecision precision = SpikingPrecision.Single) =>
        NetworkCheck.Forecast(projection, precision);

    /// <summary>Makes the simulation.</summary>
    /// <param name="threads">Threads that share the neurons; results do not depend on it.</param>
    /// <exception cref="UserError">The description has problems, or the network does not fit into memory.</exception>
    public SpikingSimulation Build(int threads = 1, SpikingPrecision precision = SpikingPrecision.Single)
    {
        UserError.ThrowIfAny(Problems());
        UserError.ThrowIfAny(
            Require.All(
                MachineMemory.Problem("The network needs", Forecast(precision).Bytes, "use fewer neurons or a lower connection probability")
            )
        );
        return precision == SpikingPrecision.Single
            ? new SpikingSimulation<float, Lane8, Lane1F>(this, Math.Max(1, threads))
            : new SpikingSimulation<double, Lane4, Lane1>(this, Math.Max(1, threads));
    }

    private Population Keep(Population population)
    {
        _populations.Add(population);
        return population;
    }
}
