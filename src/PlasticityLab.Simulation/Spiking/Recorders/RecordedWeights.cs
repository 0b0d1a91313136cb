using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Spiking.Recorders;

/// <summary>Weights of a projection over time: of all its synapses, or of a sample that is the same whatever the number of
/// threads.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Times">When [s].</param>
/// <param name="Pre">Sender of each kept synapse.</param>
/// <param name="Post">Receiver of each kept synapse; synapses stand in order of receivers, then senders.</param>
/// <param name="Values">w [time, synapse].</param>
/// <param name="Synapses">How many synapses the projection has.</param>
/// <param name="WeightMax">w_max.</param>
public sealed record RecordedWeights(
    string Projection,
    double[] Times,
    int[] Pre,
    int[] Post,
    Matrix Values,
    long Synapses,
    double WeightMax
);
