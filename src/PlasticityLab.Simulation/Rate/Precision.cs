namespace PlasticityLab.Simulation;

/// <summary>In which floating-point numbers a network is simulated. Results name their precision.</summary>
public enum Precision
{
    /// <summary>64 bits, the reference.</summary>
    Double,

    /// <summary>32 bits: half the memory traffic.</summary>
    Single,
}
