namespace PlasticityLab.Analysis.Dynamics.Training;

/// <summary>A bifurcation in training time.</summary>
/// <param name="Time">When, in the unit of the snapshots' times (trials).</param>
/// <param name="Kind">saddle-node, hopf, pitchfork, transcritical, snic, homoclinic, fold-of-cycles, period-doubling, neimark-sacker,
/// degenerate or unresolved.</param>
/// <param name="Change">What appears or vanishes as training goes on, in words.</param>
/// <param name="State">Where in state space.</param>
/// <param name="Period">Period of the cycle concerned [time unit of the field]; infinity at a SNIC or homoclinic orbit, NaN when no cycle
/// is concerned.</param>
/// <param name="Multiplicity">Number of symmetric copies that happen at the same time.</param>
public sealed record TrainingEvent(
    double Time,
    string Kind,
    string Change,
    double[] State,
    double Period = double.NaN,
    int Multiplicity = 1
);

/// <summary>The state space at one snapshot.</summary>
/// <param name="Time">Time of the snapshot.</param>
/// <param name="Equilibria">Equilibria known there.</param>
/// <param name="StableEquilibria">How many of them are stable.</param>
/// <param name="CyclePeriods">Periods of the known cycles [time unit of the field].</param>
/// <param name="StableCycles">How many of them are stable.</param>
public sealed record TrainingSnapshot(
    double Time,
    IReadOnlyList<double[]> Equilibria,
    int StableEquilibria,
    IReadOnlyList<double> CyclePeriods,
    int StableCycles
);
