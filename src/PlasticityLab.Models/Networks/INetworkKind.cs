using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>A kind of network: a record whose properties are its settings. It knows no task: they meet in what is heard
/// (<see cref="Trial"/>), what is asked (<see cref="Probe"/>) and what is seen (<see cref="Recording"/>).</summary>
[Catalog("network kind")]
public interface INetworkKind
{
    /// <summary>What the kind is.</summary>
    KindCard Card { get; }

    /// <summary>N, neurons that items are made of and whose synapses learn.</summary>
    int Neurons { get; }

    /// <summary>dt, time step [s].</summary>
    double TimeStep { get; }

    /// <summary>Time between two samples of what is seen [s].</summary>
    double SampleTime => TimeStep;

    /// <summary>Synapses that share a weight of 1: n_A where weights are per synapse, 1 where they are per assembly [1].</summary>
    double Unit(int assemblySize);

    /// <summary>What a circle around 0 holds the eigenvalues of the weights before learning [1]: circular law; NaN: they are not drawn but
    /// given.</summary>
    double InitialRadius { get; }

    /// <summary>Lowest weight that a synapse can have: 0 where neurons only excite; −∞: none.</summary>
    double Least => double.NegativeInfinity;

    /// <summary>One sentence for each reason why such a network cannot play a task: what it cannot be made to hear or be asked. What holds
    /// for every kind (items that do not fit, segments shorter than a time step) is told without it.</summary>
    IEnumerable<string> Problems(ITask task) => [];

    /// <summary>The kind with what it names found: full paths of files, hashes of what they hold, so that another content is another
    /// network.</summary>
    /// <param name="folder">Folder that paths start from.</param>
    /// <exception cref="UserError">Something is not there; every sentence begins with the name of the setting.</exception>
    INetworkKind At(string folder) => this;

    /// <summary>A network before learning, at rest.</summary>
    INetwork Make(Making making);

    /// <summary>One sentence for each value of the network that is out of its range; it begins with the name of the setting.</summary>
    IEnumerable<string> Problems();

    /// <summary>One sentence for each reason why this network cannot learn in a way; it begins with the name of a setting of
    /// <see cref="LearningSpec"/>, or is about the rule.</summary>
    /// <param name="learning">How it is to learn.</param>
    /// <param name="assemblySize">n_A, the unit in which its weights are told.</param>
    IEnumerable<string> Problems(LearningSpec learning, int assemblySize);
}
