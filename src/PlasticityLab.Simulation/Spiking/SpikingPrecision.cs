namespace PlasticityLab.Simulation.Spiking;

/// <summary>Precision of state and weights.</summary>
public enum SpikingPrecision
{
    /// <summary>32-bit numbers, eight neurons at a time.</summary>
    Single,

    /// <summary>64-bit numbers, four neurons at a time.</summary>
    Double,
}
