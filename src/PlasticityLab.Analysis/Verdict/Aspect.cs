namespace PlasticityLab.Analysis.Verdict;

/// <summary>In what two rules may be the same or different.</summary>
public enum Aspect
{
    /// <summary>What the networks do: recall, order, speed, responses to perturbation.</summary>
    Function,

    /// <summary>Attractors, transitions and linear operators.</summary>
    Dynamics,

    /// <summary>The geometry of activity.</summary>
    Representation,

    /// <summary>The weights, modulo the names of the units.</summary>
    Structure,
}
