using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a spiking network learns a sequence: the values that tuning searches. Weights are in units in which one spike of a whole
/// assembly raises the current by 1.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="WeightMax">w_max, largest weight of a synapse.</param>
/// <param name="RowSum">Limit on a neuron's summed incoming weights over n_A, every 50 ms; 0 for none.</param>
/// <param name="TrainingGain">κ, factor on recurrent excitation while learning.</param>
public sealed record SpikingLearning(ILearningRule Rule, double WeightMax, double RowSum = 0, double TrainingGain = 0);
