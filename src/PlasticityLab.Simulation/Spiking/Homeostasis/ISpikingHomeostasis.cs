namespace PlasticityLab.Simulation.Spiking.Homeostasis;

/// <summary>Slow regulation of a running network, outside every learning rule and usable with any: the engine calls it between steps.
/// Handed over by <see cref="SpikingSimulation.Regulate"/>.</summary>
public interface ISpikingHomeostasis
{
    /// <summary>Time between two calls [s].</summary>
    double Interval { get; }

    /// <summary>One sentence for each parameter out of range.</summary>
    IEnumerable<string> Problems();

    /// <summary>Regulates once.</summary>
    void Act(SpikingSimulation simulation);

    /// <summary>What the regulation goes on from, as part of the network's snapshot.</summary>
    void State(StateCodec codec);
}
