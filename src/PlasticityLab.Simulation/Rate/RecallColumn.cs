using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Rate;

/// <summary>One recall in a batch: all share the frozen weights.</summary>
/// <param name="CueItem">The cued item, from 0.</param>
/// <param name="Inhibition">w_I, inhibition [1].</param>
/// <param name="Gain">γ, factor on the recurrent weights [1].</param>
/// <param name="NoiseIndex">Which noise stream.</param>
public readonly record struct RecallColumn(int CueItem, double Inhibition, double Gain, int NoiseIndex);

/// <summary>What one recall did.</summary>
/// <param name="Overlaps">m_k(t) from the start of the cue on, [time, item].</param>
/// <param name="MeanActivity">Mean activity over neurons and the free run [1].</param>
/// <param name="Activity">r_i(t) from the start of the cue on, [time, neuron]; null when it was not asked for.</param>
public sealed record RecallCourse(Matrix Overlaps, double MeanActivity, Matrix? Activity = null);
