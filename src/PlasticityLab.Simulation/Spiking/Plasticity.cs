using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a projection learns.</summary>
/// <param name="Rule">The rule; it must act at spikes unless the projection is all-to-all.</param>
/// <param name="WeightMin">Lower bound.</param>
/// <param name="WeightMax">Upper bound.</param>
/// <param name="MayDefer">Whether potentiation may be deferred where that is exact.</param>
public sealed record Plasticity(ILearningRule Rule, double WeightMin, double WeightMax, bool MayDefer = true);
