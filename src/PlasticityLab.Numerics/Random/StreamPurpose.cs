namespace PlasticityLab.Numerics.Random;

/// <summary>What a stream of random numbers is for. A stream's key is (seed, purpose, index) and never the condition, so comparisons are
/// paired and a new draw in one place moves no number in another.</summary>
public enum StreamPurpose
{
    /// <summary>Which neurons belong to which item, and other choices of the task.</summary>
    Patterns = 1,

    /// <summary>The initially random recurrent weights.</summary>
    InitialWeights = 2,

    /// <summary>The initial state of neurons.</summary>
    InitialState = 3,

    /// <summary>The order of items or trials.</summary>
    TrialOrder = 4,

    /// <summary>Noise during training.</summary>
    TrainingNoise = 5,

    /// <summary>Noise during recall.</summary>
    RecallNoise = 6,

    /// <summary>Background spikes and spike trains.</summary>
    Spikes = 7,

    /// <summary>Draws of tuning configurations.</summary>
    Tuning = 8,

    /// <summary>Draws of analyses: starts of searches, bootstrap, permutations.</summary>
    Analysis = 9,

    /// <summary>Lesions, weight noise and other perturbations.</summary>
    Perturbation = 10,

    /// <summary>Draws of reproductions of published results.</summary>
    Reproduction = 11,
}
