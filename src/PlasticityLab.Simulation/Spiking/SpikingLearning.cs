using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Simulation.Spiking;

/// <summary>How a spiking network learns a sequence: the values that tuning searches.</summary>
/// <param name="Rule">The rule, with weights in the network's unit.</param>
/// <param name="WeightMax">Largest weight of a synapse.</param>
/// <param name="RowSum">Limit on a neuron's summed incoming weights, every 50 ms; 0 for none.</param>
/// <param name="TrainingGain">κ, factor on recurrent excitation while learning.</param>
public sealed record SpikingLearning(ILearningRule Rule, double WeightMax, double RowSum = 0, double TrainingGain = 0);
