using PlasticityLab.Models.Tasks;
using PlasticityLab.Simulation.KWinners;
using PlasticityLab.Simulation.SelfOrganisation;

namespace PlasticityLab.Studies.Spec;

/// <summary>What a study of networks of k winners starts from where its file says nothing: items that each open a quarter of the neurons,
/// heard once.</summary>
internal static class WinnersDefaults
{
    private static readonly int Opened = new WinnersNetwork().Units / 4;

    /// <summary>The study.</summary>
    public static StudySpec Study => new() { Network = new WinnersNetwork(), Task = Tunes };

    /// <summary>The study of self-organising networks, which nobody teaches.</summary>
    public static StudySpec WithoutTeacher => new() { Network = new SelfOrganising(), Task = new Undisturbed() };

    /// <summary>The study of binary neurons, which nobody teaches: 60,000 steps of 10 ms.</summary>
    public static StudySpec Binary => new() { Network = new BinaryKind(), Task = Noisy };

    /// <summary>What is watched of binary neurons: each of them.</summary>
    public static Undisturbed Noisy =>
        new()
        {
            Items = new BinaryKind().Units,
            Plastic = 600,
            Watched = 40,
        };

    /// <summary>The study of scaled synapses, which nobody teaches: 600 trials of 300 ms, of which 20 more are watched.</summary>
    public static StudySpec Scaling => new() { Network = new ScalingKind(), Task = Scaled };

    /// <summary>What is watched of a network of scaled synapses: each neuron.</summary>
    public static Undisturbed Scaled =>
        new()
        {
            Items = new ScalingKind().Units,
            Plastic = 180,
            Watched = 6,
        };

    /// <summary>Tunes.</summary>
    public static Melody Tunes =>
        new()
        {
            AssemblySize = Opened,
            Epochs = 1,
            FreeRun = 1,
        };

    /// <summary>A chain.</summary>
    public static Chain Chain =>
        new()
        {
            AssemblySize = Opened,
            Epochs = 1,
            CueRepeats = 1,
        };

    /// <summary>Items that are held.</summary>
    public static DelayedRecall Delayed =>
        new()
        {
            AssemblySize = Opened,
            Overlapping = true,
            Epochs = 1,
        };
}
