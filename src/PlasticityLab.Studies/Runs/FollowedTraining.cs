using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Runs;

/// <summary>Follows a training and keeps what a wish asks for. The last epoch is seen again after the silence that ends training; what is seen
/// last counts.</summary>
internal sealed class FollowedTraining(RecordingWish wish)
{
    public RecordingWish Wish { get; } = wish;

    /// <summary>All weights after the epochs that were asked for.</summary>
    public SortedList<int, Matrix> Weights { get; } = [];

    /// <summary>Weights of the named synapses after every epoch.</summary>
    public SortedList<int, double[]> Synapses { get; } = [];

    public void See(int epoch, Matrix weights)
    {
        if (Wish.Weights.Contains(epoch))
        {
            Weights[epoch] = weights;
        }

        if (Wish.Synapses.Length > 0)
        {
            Synapses[epoch] = [.. Wish.Synapses.Select(synapse => weights[synapse.Post, synapse.Pre])];
        }
    }
}
