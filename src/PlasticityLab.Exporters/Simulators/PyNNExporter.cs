using PlasticityLab.Experiments.Exporting;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Exporting;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Exporters.Simulators;

/// <summary>A spiking study as programs for PyNN, one a rule and condition, in PyNN's standard models: IF_curr_exp, and additive pair STDP
/// (SpikePairRule with AdditiveWeightDependence).</summary>
/// <remarks>
/// PyNN has no way to say what its standard models lack, so what they cannot express is refused, not approximated: other rules, limits on
/// summed weights, adaptation by a current, a lowest potential. A threshold is 1 mV and a resistance 1 MΩ, so that a current of 1 nA brings
/// the membrane just to the threshold. How a simulator integrates is its own affair: times of single spikes differ, rates agree.
/// </remarks>
public sealed class PyNNExporter : IStudyExporter
{
    // No potential comes so low [threshold].
    private const double LowEnough = -10;

    /// <inheritdoc/>
    public ExporterCard Card =>
        new(
            "pynn",
            "PyNN",
            "Programs for PyNN (Brian2, NEST, NEURON), one a rule and condition of a spiking study that PyNN's standard models can express."
        );

    /// <inheritdoc/>
    public Task<StudyExport> WriteAsync(string folder, StudyResults study, CancellationToken stop = default) =>
        SpikingScripts.WriteAsync(folder, study, Card.Id, Problems, (model, archive) => Script(model, study, archive), stop);

    private static IEnumerable<string> Problems(SpikingModel model)
    {
        var (neuron, learning) = (model.Excitatory, model.Learner.Learning!);
        if (neuron.Adaptation > 0)
        {
            yield return "PyNN's IF_curr_exp has no adaptation (network.adaptation); export a condition without it, or use --to brian2.";
        }

        if (neuron.Floor > LowEnough)
        {
            yield return $"PyNN's IF_curr_exp has no lowest potential (network.floor: {Python.Number(neuron.Floor)}); run the study with network.floor: {Python.Number(LowEnough)}, which no potential reaches, or use --to brian2.";
        }

        if (!model.Learns)
        {
            yield break;
        }

        if (SpikeRule.Pair(learning.Rule) is null)
        {
            yield return $"its rule is not additive pair STDP ({model.Run.Learning.Rule}), the one that PyNN's SpikePairRule and AdditiveWeightDependence express; use pair_stdp, or spike_stdp with a_dep: 0, or --to brian2.";
        }

        if (learning.RowSum > 0)
        {
            yield return "PyNN has no limit on a neuron's summed weights (cap); run the study with cap: off, or use --to brian2.";
        }

        if (model.Learner.RecurrentGain <= 0)
        {
            yield return "it learns with training_gain: 0, and weights that deliver nothing cannot learn in PyNN; run the study with a training_gain above 0, or use --to brian2.";
        }
    }

    private static string Script(SpikingModel model, StudyResults study, string archive)
    {
        var (learner, answering, circuit) = (model.Learner, model.Answering, model.Circuit);
        var (e, i) = (model.Excitatory, model.Inhibitory);
        var learns = model.Learns && SpikeRule.Pair(learner.Learning!.Rule) is not null;
        var (plus, minus) = learns ? SpikeRule.Pair(learner.Learning!.Rule)!.Value : (0, 0);
        var traces = learns ? learner.Learning!.Rule.Traces : new Traces(Trace.OfSpikes(0.020), default, Trace.OfSpikes(0.020));
        var most = learner.Learning!.WeightMax;
        string Cells(AdaptiveLif neuron) =>
            $"dict(v_rest={Python.Number(neuron.Rest)}, v_reset={Python.Number(neuron.Reset)}, v_thresh={Python.Number(neuron.Threshold)}, "
            + $"tau_m={Milliseconds(neuron.TauMembrane)}, cm={Milliseconds(neuron.TauMembrane)},\n    "
            + $"tau_refrac={Milliseconds(neuron.RefractoryPeriod)} + HELD, tau_syn_E={Milliseconds(neuron.TauExcitation)}, tau_syn_I={Milliseconds(neuron.TauInhibition)})";
        double Pool(SpikingPlayer player, Population from, Population to) => SpikingModel.Pool(player, from, to);
        return $""""
            {SpikingScripts.Heading(
                model,
                study,
                "PyNN 0.10 with a simulator (here Brian2) and NumPy",
                Path.ChangeExtension(archive, ".py")
            )}
            import os
            import sys

            import numpy as np
            import brian2
            import pyNN.brian2 as sim  # or pyNN.nest, pyNN.neuron, without brian2

            brian2.prefs.codegen.target = "numpy"  # "cython" is faster for long runs, once it has compiled
            DT = {Milliseconds(circuit.TimeStep)}  # ms
            HELD = DT  # pyNN.brian2 counts the step of the spike as refractory; 0 with simulators that do not
            data = np.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), {Python.Text(archive)}))

            # A threshold is 1 mV and 1 nA brings the membrane to it: cm [nF] = tau_m [ms] / 1 MOhm.
            N_E, N_I = {circuit.Excitatory}, {circuit.Inhibitory}
            EXCITATORY = {Cells(e)}
            INHIBITORY = {Cells(i)}
            NOISE_E, NOISE_I = {Python.Number(learner.Excitatory.NoisePerStep)}, {Python.Number(
                learner.Inhibitory.NoisePerStep
            )}  # nA, held for a step

            # Additive pair STDP: a weight of W_MAX gains A_PLUS W_MAX and loses A_MINUS W_MAX by a pair at no delay.
            W_MAX, A_PLUS, A_MINUS = {Python.Number(most)}, {Python.Number(plus / most)}, {Python.Number(minus / most)}
            TAU_PLUS, TAU_MINUS = {Milliseconds(traces.PreFast.Tau)}, {Milliseconds(traces.PostFast.Tau)}  # ms


            def hear(cells, schedule):
                """Currents into the excitatory neurons, one source for all neurons that get the same."""
                schedule = schedule.astype(int)
                ends = np.cumsum(schedule[:, 1])*DT
                starts, currents = ends - schedule[:, 1]*DT, data["inputs"][schedule[:, 0]]
                for column in np.unique(data["inputs"], axis=1).T:
                    members = np.flatnonzero((data["inputs"] == column[:, np.newaxis]).all(axis=0))
                    amplitudes = currents[:, members[0]]
                    change = np.concatenate(([True], amplitudes[1:] != amplitudes[:-1]))
                    source = sim.StepCurrentSource(times=list(starts[change]), amplitudes=list(amplitudes[change]))
                    source.inject_into([cells[int(n)] for n in members])
                return ends[-1]


            def shake(cells, stdev, duration):
                """White noise, a source of its own for each neuron. Slow in pyNN.brian2, where a source is a step of Python."""
                if stdev > 0:
                    for cell in cells:
                        sim.NoisyCurrentSource(mean=0.0, stdev=stdev, start=0.0, stop=duration, dt=DT).inject_into([cell])


            class Circuit:
                """The network at rest, and what it will hear: pattern and steps of each stretch of constant input."""

                def __init__(self, weights, schedule, inhibition, gain, noise, learns):
                    sim.setup(timestep=DT, min_delay=DT)
                    self.gain = gain
                    E = sim.Population(N_E, sim.IF_curr_exp(**EXCITATORY), label="E")
                    I = sim.Population(N_I, sim.IF_curr_exp(i_offset={Python.Number(circuit.BiasInhibitory)}, **INHIBITORY), label="I")
                    E.initialize(v={Python.Number(e.Rest)})
                    I.initialize(v={Python.Number(i.Rest)})
                    self.populations = E, I
                    self.duration = hear(E, schedule)
                    shake(E, noise*NOISE_E, self.duration)
                    shake(I, noise*NOISE_I, self.duration)
                    pairs = [(j, i, gain*weights[i, j], DT) for j in range(N_E) for i in range(N_E) if i != j]
                    if learns:
                        synapse = sim.STDPMechanism(
                            timing_dependence=sim.SpikePairRule(tau_plus=TAU_PLUS, tau_minus=TAU_MINUS, A_plus=A_PLUS, A_minus=A_MINUS),
                            weight_dependence=sim.AdditiveWeightDependence(w_min=0.0, w_max=gain*W_MAX),
                            dendritic_delay_fraction=0.0, weight=0.0, delay=DT)
                    else:
                        synapse = sim.StaticSynapse()
                    self.recurrent = sim.Projection(E, E, sim.FromListConnector(pairs, column_names=["weight", "delay"]), synapse,
                                                    receptor_type="excitatory")
                    for source, target, weight, receptor in [
                        (E, I, {Python.Number(Pool(answering, answering.Excitatory, answering.Inhibitory))}, "excitatory"),
                        (I, E, -inhibition, "inhibitory"),
                        (I, I, {Python.Number(-Pool(answering, answering.Inhibitory, answering.Inhibitory))}, "inhibitory"),
                    ]:
                        sim.Projection(source, target, sim.AllToAllConnector(), sim.StaticSynapse(weight=weight, delay=DT),
                                       receptor_type=receptor)
                    for population in self.populations:
                        population.record("spikes")

                def run(self, seconds=None):
                    sim.run(1000*seconds if seconds else self.duration)
                    found = []
                    for population in self.populations:
                        trains = population.get_data("spikes").segments[0].spiketrains
                        times = [np.asarray(train.rescale("s").magnitude) for train in trains]
                        found.append((np.concatenate(times), np.concatenate([np.full(len(t), n) for n, t in enumerate(times)])))
                    return found

                def weights(self):
                    return np.nan_to_num(self.recurrent.get("weight", format="array").T)/self.gain


            def learner(schedule=data["training"]):
                return Circuit(data["weights_before"], schedule, {Python.Number(
                Pool(learner, learner.Inhibitory, learner.Excitatory)
            )}, {Python.Number(learner.RecurrentGain)},
                               noise=1, learns={(learns ? "True" : "False")})


            def answering(weights, schedule):
                return Circuit(weights, schedule, {Python.Number(
                Pool(answering, answering.Inhibitory, answering.Excitatory)
            )}, {Python.Number(answering.RecurrentGain)},
                               noise={Python.Number(model.Run.Perturbation.NoiseFactor)}, learns=False)


            {SpikingScripts.Measures}


            def activity(seconds={Python.Number(SpikingModel.ActivitySeconds)}):
                """The learned network, its weights fixed, hears the training over and over."""
                once = data["training"]
                schedule = np.tile(once, (int(np.ceil(1000*seconds/DT/once[:, 1].sum())), 1))
                circuit = answering(data["weights_after"], schedule)
                for k, (name, count, spikes) in enumerate(zip(("excitatory", "inhibitory"), (N_E, N_I), circuit.run(seconds))):
                    tell(name, k, *spikes, count, seconds)


            def replay(weights):
                """Settling, cue of the first item, free run."""
                circuit = answering(weights, data["replay"])
                (times, neurons), _ = circuit.run()
                print("replay: excitatory neurons fire at %.2f Hz over %.2f s" % (
                    1000*len(times)/(N_E*circuit.duration), circuit.duration/1000))


            {SpikingScripts.Main}

            """";
    }

    private static string Milliseconds(double seconds) => Python.Number(Math.Round(1000 * seconds, 9));
}
