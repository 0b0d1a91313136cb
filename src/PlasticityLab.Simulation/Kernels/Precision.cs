namespace PlasticityLab.Simulation.Kernels;

/// <summary>The type of the numbers that weights are stored and updated in.</summary>
public enum Precision
{
    /// <summary>Double precision, 53 bits: the reference.</summary>
    Double,

    /// <summary>Single precision, 24 bits: half the memory traffic, about twice the speed. Results name it.</summary>
    Single,
}
