using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>What a network of k winners has learned, whichever way its neurons compete.</summary>
internal interface IWinnersMemory
{
    /// <summary>Weights W[post, pre] that hold instead of the synapses' own until it learns again; null: they are their own.</summary>
    Matrix? Given { get; set; }

    /// <summary>A course of activity from rest on.</summary>
    /// <param name="beat">Time of a note where rates are graded [s]; null: that of learning.</param>
    IWinnersCourse Begin(double? beat = null);

    /// <summary>Learned weight W[post, pre], in [−1, 1].</summary>
    double Weight(int post, int pre);

    /// <summary>Share of a code that was ever active with each of so many notes, numbered from 0.</summary>
    float[] Support(ReadOnlySpan<int> code, int notes);

    /// <summary>Puts every synapse into the state nearest to the weight that was given.</summary>
    void Take();

    void State(StateCodec codec);
}

/// <summary>The activity of a network of k winners from rest on, note by note.</summary>
internal interface IWinnersCourse
{
    /// <summary>The neurons that are active; null: at rest.</summary>
    int[]? Active { get; }

    /// <summary>Hears a note and learns it.</summary>
    void Learn(int note);

    /// <summary>Hears a note.</summary>
    void Hear(int note);

    /// <summary>Plays a note on.</summary>
    /// <param name="noise">Added to each neuron's drive, in 1/65536 of a synapse's state; null: none.</param>
    /// <returns>The neurons that name the note, before it is heard.</returns>
    int[] Play(int[]? noise);

    /// <summary>What was before counts no more.</summary>
    void Rest();

    /// <summary>Activity of each neuron [1].</summary>
    float[] Rates();

    void State(StateCodec codec);
}
