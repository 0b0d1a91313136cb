using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Lanes;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>What can be said of a network before it is built.</summary>
internal static class NetworkCheck
{
    public static IEnumerable<string> Problems(SpikingNetworkBuilder network, Projection c)
    {
        foreach (var text in c.Wiring.Problems(c.Pre.Count, c.Post.Count, c.Pre == c.Post))
        {
            yield return text;
        }

        if (!(Steps(network, c.Delay) >= 1) || !double.IsFinite(c.Delay))
        {
            yield return $"delay must be at least one time step ({network.TimeStep:R} s), but is {c.Delay:R} s.";
        }
        else if (TimeGrid.Problem(c.Delay, network.TimeStep, "delay") is { } offGrid)
        {
            yield return offGrid;
        }

        if (c.Draw is null && !double.IsFinite(c.Weight))
        {
            yield return $"weight must be a finite number, but is {c.Weight:R}.";
        }

        if (c.Post.Neuron is null)
        {
            yield return "spike sources cannot receive.";
        }
        else if (c.Receptor == Receptor.Inhibitory && !HasInhibition(c.Post.Neuron))
        {
            yield return $"{c.Post.Neuron.Card.Id} has one synaptic variable only; give inhibition a negative weight on the excitatory receptor.";
        }

        if (c.Plasticity is not { } plasticity)
        {
            yield break;
        }

        var card = RuleCatalog.Card(plasticity.Rule);
        foreach (var text in plasticity.Rule.Problems())
        {
            yield return $"rule {card.Id}: {text}";
        }

        if (!(plasticity.WeightMin <= plasticity.WeightMax))
        {
            yield return $"weight_min must not exceed weight_max, but they are {plasticity.WeightMin:R} and {plasticity.WeightMax:R}.";
        }

        var (least, most) = plasticity.Rule.WeightRange;
        if (plasticity.WeightMin < least || plasticity.WeightMax > most || (c.Draw is null && (c.Weight < least || c.Weight > most)))
        {
            yield return $"rule {card.Id} is defined for weights from {least:R} to {most:R}, but weight, weight_min and weight_max are {c.Weight:R}, {plasticity.WeightMin:R} and {plasticity.WeightMax:R}.";
        }

        if (SpikingLearningStep.Problem(plasticity, network.TimeStep) is { } step)
        {
            yield return $"rule {card.Id}: {step}";
        }

        foreach (var trace in plasticity.Rule.Traces.All.Where(x => x.Kind != TraceKind.None && x.Tau > 0 && x.Tau < network.TimeStep))
        {
            yield return $"rule {card.Id}: a trace's time constant must be at least the time step ({network.TimeStep:R} s), or the trace is gone before it is read, but is {trace.Tau:R} s.";
        }

        foreach (var trace in plasticity.Rule.Traces.All.Where(x => x.Kind == TraceKind.Voltage))
        {
            if (TimeGrid.Problem(trace.Delay, network.TimeStep, "delay of a trace of the potential") is { } late)
            {
                yield return late;
            }
        }

        if (c.Wiring is Wiring.PoolWiring)
        {
            yield return "a pool has one weight for all and cannot learn; use all-to-all.";
        }
        else if (card.Clock == RuleClock.EveryStep && c.Wiring is not Wiring.DenseWiring)
        {
            yield return $"rule {card.Id} changes weights at every step and needs an all-to-all projection.";
        }

        if (card.Clock == RuleClock.AtSpikesAndAbove && c.Post.Neuron is { Shape: null } reset)
        {
            yield return $"rule {card.Id} reads the potential during a spike, and {reset.Card.Id} is reset at once; use adex_spike_shape.";
        }

        if (
            plasticity.Rule.Traces is { } t
            && (
                t.PreFast.Kind is TraceKind.Voltage
                || t.PreSlow.Kind is TraceKind.Voltage
                || t.PreFast.Kind is TraceKind.RateSquared
                || t.PreSlow.Kind is TraceKind.RateSquared
                || (
                    card.Clock != RuleClock.EveryStep
                    && (t.PostFast.Kind is TraceKind.RateSquared || t.PostSlow.Kind is TraceKind.RateSquared)
                )
            )
        )
        {
            yield return $"rule {card.Id} needs a trace that a spiking network does not offer on that side.";
        }
    }

    /// <summary>Dale's law: all synapses of a neuron have one sign, and learning cannot change it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="drawn">Signs of the weights that a projection has drawn, once they are.</param>
    public static IEnumerable<string> Dale(SpikingNetworkBuilder network, Func<Projection, IEnumerable<int>>? drawn = null)
    {
        foreach (var pre in network.Populations)
        {
            var signs = network
                .Projections.Where(c => c.Pre == pre)
                .SelectMany(c => Signs(c).Concat((drawn?.Invoke(c) ?? []).Select(sign => Sense(c) * sign)))
                .Distinct()
                .ToArray();
            if (signs.Contains(1) && signs.Contains(-1))
            {
                yield return $"population {pre.Name} would have both exciting and inhibiting synapses, against Dale's law: bound learning weights at 0, or allow mixed signs.";
            }
        }
    }

    public static MemoryForecast Forecast(SpikingNetworkBuilder network, SpikingPrecision precision)
    {
        var size = Size(precision);
        var neurons = network.Populations.Where(p => p.Neuron is not null).Sum(p => (7.0 * size + 8) * p.Count);
        var parts = network.Projections.Select(c => Forecast(c, precision)).ToArray();
        return new(parts.Sum(x => x.Synapses), parts.Sum(x => x.PlasticSynapses), neurons + parts.Sum(x => x.Bytes));
    }

    public static MemoryForecast Forecast(Projection c, SpikingPrecision precision)
    {
        var size = Size(precision);
        var count = c.Wiring.Expected(c.Pre.Count, c.Post.Count);
        var index = c.Pre.Count > 65536 || c.Post.Count > 65536 ? 4 : 2;
        var bytes =
            c.Wiring is Wiring.DenseWiring
                ? count * size
                : (count * (index + (c.Plasticity is null ? (c.Draw is null ? 0 : size) : size + (2 * index))))
                    + (4.0 * (c.Pre.Count + (c.Plasticity is null ? 0 : c.Post.Count)));
        return new(count, c.Plasticity is null ? 0 : count, bytes + (c.Plasticity is null ? 0 : TraceBytes(c, size)));
    }

    private static double TraceBytes(Projection c, int size)
    {
        var t = c.Plasticity!.Rule.Traces;
        int Kept(Trace trace) => trace.Kind == TraceKind.None ? 0 : 1;
        return (double)size
            * (((Kept(t.PreFast) + Kept(t.PreSlow)) * c.Pre.Count) + ((Kept(t.PostFast) + Kept(t.PostSlow)) * c.Post.Count));
    }

    private static int Size(SpikingPrecision precision) => precision == SpikingPrecision.Single ? 4 : 8;

    public static long Steps(SpikingNetworkBuilder network, double delay) => TimeGrid.Steps(delay, network.TimeStep);

    private static IEnumerable<int> Signs(Projection c)
    {
        var sense = Sense(c);
        if (c.Plasticity is { } plasticity)
        {
            if (plasticity.WeightMax > 0)
            {
                yield return sense;
            }

            if (plasticity.WeightMin < 0)
            {
                yield return -sense;
            }
        }
        else if (c.Draw is null && double.IsFinite(c.Weight) && c.Weight != 0)
        {
            yield return sense * Math.Sign(c.Weight);
        }
    }

    private static int Sense(Projection c) => c.Receptor == Receptor.Inhibitory ? -1 : 1;

    private static bool HasInhibition(ISpikingNeuron neuron) => neuron.Accept<Lane1, bool>(0.001, new Asks());

    private sealed class Asks : INeuronVisitor<Lane1, bool>
    {
        public bool Visit<TStep>(TStep step)
            where TStep : struct, INeuronStep<Lane1> => TStep.HasInhibition;
    }
}
