using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a projection learns.</summary>
/// <param name="Rule">The rule; it must act at spikes unless the projection is all-to-all.</param>
/// <param name="WeightMin">Lower bound.</param>
/// <param name="WeightMax">Upper bound.</param>
/// <param name="MayDefer">Whether additive pair STDP may be evaluated in shorter forms that are the same to rounding: potentiation deferred
/// in all-to-all blocks, one product a synapse in sparse columns.</param>
/// <param name="ArrivalsPrecede">Whether a spike that arrives in the step in which the receiver fires counts as before it. Otherwise the
/// two are simultaneous and neither sees the other's trace. An arrival can cause the spike of its own step, so with additive rules near
/// balance this matters.</param>
public sealed record Plasticity(ILearningRule Rule, double WeightMin, double WeightMax, bool MayDefer = true, bool ArrivalsPrecede = false);
