using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Studies.Discovery;

/// <summary>What the population model says of one rule.</summary>
/// <param name="Score">S at the best operating point; 0 when the model does not stay finite or stable [1].</param>
/// <param name="Mean">Mean of S over the operating points [1].</param>
/// <param name="Flow">Direction of flow of the weights; NaN when all are 0.</param>
/// <param name="Point">The best operating point.</param>
public readonly record struct PopulationOutcome(double Score, double Mean, double Flow, OperatingPoint Point);
