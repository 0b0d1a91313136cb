namespace PlasticityLab.Simulation.Kernels;

/// <summary>Which way of carrying out a rule to take; tests hold them against each other.</summary>
internal enum PassKind
{
    /// <summary>The low-rank form where the rule has one, else the formula over vector lanes.</summary>
    Fastest,

    /// <summary>The formula over vector lanes.</summary>
    Formula,

    /// <summary>The formula, one synapse after the other.</summary>
    Oracle,
}
