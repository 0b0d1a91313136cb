using System.Collections.Immutable;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;

namespace PlasticityLab.Models.Networks;

/// <summary>One network: it hears trials and learns from them, and is asked with its weights fixed.</summary>
public interface INetwork
{
    /// <summary>Which neurons stand for which item.</summary>
    Assemblies Items { get; }

    /// <summary>W[post, pre] before learning; not to be changed.</summary>
    Matrix InitialWeights { get; }

    /// <summary>W[post, pre] now, a copy. What is set holds from here on: asked as it stands, learned on within the bounds of
    /// learning.</summary>
    Matrix Weights { get; set; }

    /// <summary>Synapses that share a weight of 1 (<see cref="INetworkKind.Unit"/>).</summary>
    double Unit { get; }

    /// <summary>The gravest thing that went wrong while learning; null: nothing.</summary>
    Trouble? Trouble { get; }

    /// <summary>The state, between steps of learning. Put back and stepped on, the network gives the same bits.</summary>
    byte[] Snapshot();

    /// <summary>Puts a state back.</summary>
    /// <exception cref="UserError">The snapshot is of another network.</exception>
    void Restore(ReadOnlySpan<byte> state);

    /// <summary>Begins to learn from a trial; the network's state goes on from where it is. One trial plays at a time.</summary>
    IPlayback Learn(Trial trial);

    /// <summary>Goes on with the trial that a restored state was in the middle of.</summary>
    IPlayback GoOn();

    /// <summary>Begins to answer a question with the weights of now, from rest. It does not change the network.</summary>
    /// <param name="probe">What is asked.</param>
    /// <param name="readout">Values of the kind's readout; those left out are at their defaults.</param>
    IPlayback Ask(Probe probe, ImmutableSortedDictionary<string, double> readout);

    /// <summary>Answers of many questions, in their order, each with the bits that it has alone.</summary>
    IReadOnlyList<Recording> AskAll(
        IReadOnlyList<(Probe Probe, ImmutableSortedDictionary<string, double> Readout)> questions,
        CancellationToken stop = default
    )
    {
        ArgumentNullException.ThrowIfNull(questions);
        return [.. questions.Select(question => Ask(question.Probe, question.Readout).ToEnd(stop))];
    }
}

/// <summary>What went wrong while a network learned.</summary>
/// <param name="Kind">What.</param>
/// <param name="Time">When it was seen [s].</param>
/// <param name="Sentence">For people.</param>
public sealed record Trouble(TroubleKind Kind, double Time, string Sentence);

/// <summary>What can go wrong while a network learns.</summary>
public enum TroubleKind
{
    /// <summary>Neurons fired near their largest possible rate; the weights still count.</summary>
    Seizure,

    /// <summary>Steps of learning that forward Euler cannot follow: the weights are the step's and not the rule's.</summary>
    Unstable,

    /// <summary>A state was no longer a finite number.</summary>
    Diverged,
}
