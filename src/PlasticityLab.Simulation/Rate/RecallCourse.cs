using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Rate;

/// <summary>What one recall did.</summary>
/// <param name="Overlaps">m_k(t) from where observation begins, [time, item].</param>
/// <param name="MeanActivity">Mean activity over neurons and the last segment, in which the network runs free [1].</param>
/// <param name="Activity">r_i(t) from where observation begins, [time, neuron]; null when it was not asked for.</param>
public sealed record RecallCourse(Matrix Overlaps, double MeanActivity, Matrix? Activity = null);
