using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Exporting;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Exporters.Simulators;

/// <summary>A spiking study as programs for Brian2: neurons, synapses, rule, task and inputs, one program a rule and condition.</summary>
/// <remarks>
/// The programs take the same steps as this program, so that without noise they give the same spikes. What had to be said to Brian2 for
/// that: decays are exact here and forward Euler there, so time constants are those with which Euler decays alike; a spike arrives one step
/// after it was sent, which is a delay of 0 there, since Brian2 delivers at the end of a step; the potential is held for the whole
/// refractory period after the step of the spike, there including it; the rule sees it a step later than that, and neither side of a
/// coincidence sees the other, hence pathways of their own for change, traces and delivery, in this order. The formula of the rule is
/// written by evaluating it over text (<see cref="PythonLane"/>), so any rule of the catalogue that acts at spikes goes.
/// </remarks>
public sealed class Brian2Exporter : IStudyExporter
{
    /// <inheritdoc/>
    public ExporterCard Card =>
        new("brian2", "Brian2", "Programs for the simulator Brian2, one a rule and condition of a spiking study: network, rule and task.");

    /// <inheritdoc/>
    public Task<StudyExport> WriteAsync(string folder, StudyResults study, CancellationToken stop = default) =>
        SpikingScripts.WriteAsync(
            folder,
            study,
            Card.Id,
            model =>
                RuleOf(model, out var problem) is null && model.Learns ? [$"{problem}; Brian2 is given rules that act at spikes."] : [],
            (model, archive) => Script(model, study, archive),
            stop
        );

    private static SpikeRule? RuleOf(SpikingModel model, out string problem)
    {
        problem = "";
        return model.Learns ? SpikeRule.Of(model.Learner.Learning!.Rule, out problem) : null;
    }

    private static string Script(SpikingModel model, StudyResults study, string archive)
    {
        var (learner, answering, circuit) = (model.Learner, model.Answering, model.Circuit);
        var (e, i) = (model.Excitatory, model.Inhibitory);
        string Neuron(AdaptiveLif neuron, Population population) =>
            $"neuron({Seconds(neuron.TauMembrane)}, {Seconds(neuron.TauExcitation)}, {Seconds(neuron.TauInhibition)}, {Seconds(neuron.TauAdaptation)}, "
            + $"b={Python.Number(neuron.Adaptation)}*second, noise={Python.Number(population.NoisePerStep)})";
        var pools = (
            EI: SpikingModel.Pool(answering, answering.Excitatory, answering.Inhibitory),
            II: SpikingModel.Pool(answering, answering.Inhibitory, answering.Inhibitory),
            Training: SpikingModel.Pool(learner, learner.Inhibitory, learner.Excitatory),
            Answering: SpikingModel.Pool(answering, answering.Inhibitory, answering.Excitatory)
        );
        return $""""
            {SpikingScripts.Heading(model, study, "Brian2 2.5 and NumPy", Path.ChangeExtension(archive, ".py"))}
            import os
            import sys

            import numpy as np
            from brian2 import *

            prefs.codegen.target = "numpy"  # "cython" is faster where there is a C++ compiler
            defaultclock.dt = {Seconds(circuit.TimeStep)}
            dt = defaultclock.dt
            data = np.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), {Python.Text(archive)}))

            # Neurons: leaky integrate-and-fire in units of the threshold, with exponential currents, adaptation and a floor.
            N_E, N_I = {circuit.Excitatory}, {circuit.Inhibitory}
            V_REST, V_RESET, V_FLOOR = {Python.Number(e.Rest)}, {Python.Number(e.Reset)}, {Python.Number(e.Floor)}
            EQUATIONS = """
            dv/dt = (V_REST - v + I_e - I_i - b*u + I + noise)/tau_m : 1 (unless refractory)
            dI_e/dt = -I_e/tau_e : 1
            dI_i/dt = -I_i/tau_i : 1
            du/dt = -u/tau_a : Hz
            I : 1
            noise : 1
            """


            def euler(tau):
                """The time constant with which forward Euler decays by exp(-dt/tau) in a step."""
                return dt/(1 - np.exp(-dt/tau))


            def neuron(tau_m, tau_e, tau_i, tau_a, b, noise):
                """noise: white noise held for a step, its standard deviation"""
                return dict(tau_m=tau_m, tau_e=euler(tau_e), tau_i=euler(tau_i), tau_a=euler(tau_a), jump=1/tau_a, b=b, sigma=noise)


            EXCITATORY = {Neuron(e, learner.Excitatory)}
            INHIBITORY = {Neuron(i, learner.Inhibitory)}


            def population(name, count, values, refractory, noise):
                """noise: factor on the noise. The potential is held for the whole refractory period after the step of the spike."""
                values = dict(values, V_REST=V_REST, V_RESET=V_RESET, V_FLOOR=V_FLOOR, sigma=noise*values["sigma"])
                group = NeuronGroup(count, EQUATIONS, threshold="v > {Python.Number(e.Threshold)}", reset="v = V_RESET; u += jump",
                                    refractory=refractory + dt, method="euler", namespace=values, name=name)
                group.v = V_REST
                group.run_regularly("noise = sigma*randn()", when="start")
                group.run_regularly("v = clip(v, V_FLOOR, inf)", when="before_thresholds")
                return group


            # Synapses among excitatory neurons, and the rule
            {Plastic(model)}


            def pool(source, target, name, variable, weight):
                synapses = Synapses(source, target, on_pre="%s_post += %r" % (variable, weight), name=name)
                synapses.connect()
                return synapses


            class Circuit:
                """The network at rest, and what it will hear: pattern and steps of each stretch of constant input."""

                def __init__(self, weights, schedule, inhibition, gain, noise, learns):
                    E = population("E", N_E, EXCITATORY, {Seconds(e.RefractoryPeriod)}, noise)
                    I = population("I", N_I, INHIBITORY, {Seconds(i.RefractoryPeriod)}, noise)
                    I.I = {Python.Number(circuit.BiasInhibitory)}
                    self.recurrent = S = recurrent(E, weights, gain, learns)
                    pools = [
                        pool(E, I, "EI", "I_e", {Python.Number(pools.EI)}),
                        pool(I, E, "IE", "I_i", inhibition),
                        pool(I, I, "II", "I_i", {Python.Number(pools.II)}),
                    ]
                    schedule = schedule.astype(int)
                    pattern = np.repeat(schedule[:, 0], schedule[:, 1])
                    self.steps = len(pattern)

                    @network_operation(when="start")
                    def hear(t):
                        k = int(round(t/dt))
                        if k == 0 or pattern[k] != pattern[k - 1]:
                            E.I = data["inputs"][pattern[k]]

                    @network_operation(when="synapses", order=5)
                    def limit(t):
                        if learns and ROW_SUM > 0 and (int(round(t/dt)) + 1) % ROW_SUM_STEPS == 0:
                            W = self.weights()
                            W *= np.minimum(1, ROW_SUM/np.maximum(W.sum(axis=1), 1e-300))[:, np.newaxis]
                            S.w = W[S.j[:], S.i[:]]

                    self.spikes = SpikeMonitor(E, name="spikes_E"), SpikeMonitor(I, name="spikes_I")
                    self.network = Network(E, I, S, *pools, hear, limit, *self.spikes)

                def run(self):
                    self.network.run(self.steps*dt)
                    return [(np.asarray(s.t/second), np.asarray(s.i)) for s in self.spikes]

                def weights(self):
                    W = np.zeros((N_E, N_E))
                    W[self.recurrent.j[:], self.recurrent.i[:]] = self.recurrent.w[:]
                    return W


            def learner(schedule=data["training"]):
                return Circuit(data["weights_before"], schedule, {Python.Number(pools.Training)}, {Python.Number(learner.RecurrentGain)},
                               noise=1, learns={(model.Learns ? "True" : "False")})


            def answering(weights, schedule):
                return Circuit(weights, schedule, {Python.Number(pools.Answering)}, {Python.Number(answering.RecurrentGain)},
                               noise={Python.Number(model.Run.Perturbation.NoiseFactor)}, learns=False)


            {SpikingScripts.Measures}


            def activity(seconds={Python.Number(SpikingModel.ActivitySeconds)}):
                """The learned network, its weights fixed, hears the training over and over."""
                once, steps = data["training"], int(round(seconds*second/dt))
                schedule = np.tile(once, (int(np.ceil(steps/once[:, 1].sum())), 1))
                circuit = answering(data["weights_after"], schedule)
                circuit.steps = steps
                for k, (name, count, spikes) in enumerate(zip(("excitatory", "inhibitory"), (N_E, N_I), circuit.run())):
                    tell(name, k, *spikes, count, seconds)


            def replay(weights):
                """Settling, cue of the first item, free run."""
                circuit = answering(weights, data["replay"])
                (times, neurons), _ = circuit.run()
                seconds = circuit.steps*dt/second
                print("replay: excitatory neurons fire at %.2f Hz over %.2f s" % (len(times)/(N_E*seconds), seconds))


            {SpikingScripts.Main}

            """";
    }

    // The synapses that learn, with the rule's own formula; without a rule they only deliver.
    private static string Plastic(SpikingModel model)
    {
        var learning = model.Learner.Learning!;
        if (RuleOf(model, out _) is not { } rule)
        {
            return """
                ROW_SUM, ROW_SUM_STEPS = 0, 1


                def recurrent(E, weights, gain, learns):
                    synapses = Synapses(E, E, "w : 1", on_pre={"deliver": "I_e_post += gain*w"}, namespace=dict(gain=gain), name="EE")
                    synapses.connect(condition="i != j")
                    synapses.w = weights[synapses.j[:], synapses.i[:]]
                    return synapses
                """;
        }

        string Bounded(string change) => $"w = clip(w + {change}, {Python.Number(model.Learner.Recurrent.Plasticity!.WeightMin)}, W_MAX)";
        string Spike(bool pre) => string.Join("; ", rule.Traces.Where(trace => trace.OfPre == pre).Select(trace => trace.Increment));
        var traces = string.Concat(
            rule.Traces.Select(trace => $"\nd{trace.Name}/dt = -{trace.Name}/({Seconds(trace.Trace.Tau)}) : 1 (event-driven)")
        );
        (string Name, string Code, bool Pre)[] paths =
        [
            .. new[]
            {
                ("learn_pre", rule.AtPre == "0" ? "" : Bounded(rule.AtPre), true),
                ("learn_post", rule.AtPost == "0" ? "" : Bounded(rule.AtPost), false),
                ("trace_pre", Spike(true), true),
                ("trace_post", Spike(false), false),
            }.Where(path => path.Item2.Length > 0),
        ];
        string Of(bool pre) =>
            string.Concat(paths.Where(path => path.Pre == pre).Select(path => $"\n    \"{path.Name}\": {Python.Text(path.Code)},"));
        return $$""""
            W_MAX = {{Python.Number(learning.WeightMax)}}
            # A neuron's incoming weights are scaled down where their sum exceeds this; 0: never.
            ROW_SUM, ROW_SUM_STEPS = {{Python.Number(learning.RowSum * model.Circuit.AssemblySize)}}, {{(int)
                Math.Round(SpikingPlayer.LimitEvery / model.Circuit.TimeStep)}}
            # x: traces of the sender, y: of the receiver
            TRACES = """{{traces}}
            """
            AT_PRE = {{{Of(true)}}
            }
            AT_POST = {{{Of(false)}}
            }


            def recurrent(E, weights, gain, learns):
                """A spike is delivered, then a step later the rule acts on it; neither side of a coincidence sees the other."""
                at_pre, at_post = (AT_PRE, AT_POST) if learns else ({}, {})
                synapses = Synapses(E, E, "w : 1" + (TRACES if learns else ""), on_pre=dict(at_pre, deliver="I_e_post += gain*w"),
                                    on_post=at_post or None, delay={name: dt for name in at_pre},
                                    namespace=dict(gain=gain, W_MAX=W_MAX), name="EE")
                synapses.connect(condition="i != j")
                synapses.w = weights[synapses.j[:], synapses.i[:]]
                for order, name in enumerate(["learn_pre", "learn_post", "trace_pre", "trace_post"]):
                    if name in at_pre or name in at_post:
                        getattr(synapses, name).order = order
                synapses.deliver.order = 9
                return synapses
            """";
    }

    private static string Seconds(double value) => $"{Python.Number(value)}*second";
}
