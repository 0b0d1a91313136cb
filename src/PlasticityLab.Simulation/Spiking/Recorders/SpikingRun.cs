using System.Diagnostics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking.Recorders;

/// <summary>A benchmark network that is run and recorded.</summary>
public sealed record SpikingRun
{
    private const double TypicalRate = 20; // [Hz], for the forecast of spikes

    /// <summary>The network.</summary>
    public required SpikingWorkload Workload { get; init; }

    /// <summary>Time to simulate [s].</summary>
    public double Seconds { get; init; } = 1;

    /// <summary>Time between two records of the weights [s].</summary>
    public double Every { get; init; } = 0.02;

    /// <summary>About how many synapses to keep.</summary>
    public int Synapses { get; init; } = 20000;

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Precision of the state.</summary>
    public SpikingPrecision Precision { get; init; }

    /// <summary>Ends the run at a seizure.</summary>
    public bool StopAtSeizure { get; init; }

    /// <summary>Forecast of what the recording takes [B].</summary>
    public double RecordingBytes =>
        (Workload.Learning is { } learning ? WeightRecorder.Bytes(learning, Synapses, Times) : 0)
        + (28 * TypicalRate * Seconds * Workload.Network.Populations.Sum(p => p.Count));

    private int Times => (int)Math.Min(int.MaxValue / 2, Seconds / Every) + 1;

    /// <summary>One sentence for each value out of range, those of the network included.</summary>
    public IEnumerable<string> Problems()
    {
        var dt = Workload.Network.TimeStep;
        return
        [
            .. Require.All(
                Seconds >= dt && Seconds <= 1e6
                    ? null
                    : $"seconds must lie between one time step of {dt:R} s and 1000000 s, but is {Seconds:R}.",
                Every >= dt
                    ? null
                    : $"the time between records of the weights must be at least one time step of {dt:R} s, but is {Every:R} s.",
                Require.AtLeast(Synapses, 1, "synapses"),
                Require.AtLeast(Threads, 1, "threads"),
                Threads <= 256 ? null : $"threads must be at most 256, but is {Threads}."
            ),
            .. Workload.Network.Problems(),
        ];
    }

    /// <summary>What will be needed, for people: said before anything is allocated.</summary>
    /// <exception cref="UserError">Something is out of range, or it does not fit into memory.</exception>
    public string Forecast()
    {
        UserError.ThrowIfAny(Problems());
        var network = Workload.Network.Forecast(Precision);
        UserError.ThrowIfAny(
            Require.All(
                MachineMemory.Problem(
                    $"{Workload.Id} with {network.Synapses:N0} synapses and {MachineMemory.Show(RecordingBytes)} of recording needs",
                    network.Bytes + RecordingBytes,
                    "use a smaller --scale, fewer --seconds or fewer --synapses"
                )
            )
        );

        var neurons = Workload.Network.Populations.Sum(p => p.Count);
        var kept = Workload.Learning is { } c
            ? $"{Math.Min(Synapses, c.Wiring.Expected(c.Pre.Count, c.Post.Count)):N0} weights every {Every * 1000:0.###} ms and "
            : "";
        return $"{Workload.Id}: {neurons:N0} neurons, {network} Keeping {kept}all spikes takes about {RecordingBytes / 1048576:N1} MiB (at {TypicalRate:0} Hz).";
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="UserError">As <see cref="Forecast"/>.</exception>
    public SpikingRecording Run(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Forecast();
        var clock = Stopwatch.StartNew();
        var begun = Environment.CpuUsage.TotalTime;
        var simulation = Workload.Build(Threads, Precision, record: true);
        var weights = Workload.Learning is null ? null : new WeightRecorder(Workload.Learning, Synapses);
        simulation.Run(Workload.Network.TimeStep, cancellation: cancellation);
        var (first, firstCpu) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - begun).TotalSeconds);
        weights?.Take(simulation);
        simulation.Every(
            Every,
            s =>
            {
                weights?.Take(s);
                progress?.Report(Math.Min(1, s.Time / Seconds));
            }
        );
        var start = Environment.CpuUsage.TotalTime;
        var outcome = simulation.Run(Seconds - Workload.Network.TimeStep, StopAtSeizure, cancellation);
        var cpu = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        return new(
            Workload.Id,
            simulation.TimeStep,
            simulation.Time,
            [.. Workload.Network.Populations.Select(p => Population(p, simulation))],
            weights?.Result(),
            outcome,
            first,
            firstCpu,
            cpu
        );
    }

    private static RecordedPopulation Population(Population p, SpikingSimulation simulation)
    {
        var spikes = simulation.Spikes(p);
        return new(p.Name, p.Count, spikes, spikes.Times.Length / (double)p.Count / simulation.Time, spikes.MeanCv(p.Count));
    }
}
