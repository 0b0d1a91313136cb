using PlasticityLab.Models.Tasks;

namespace PlasticityLab.Models.Networks;

/// <summary>A trial that plays, step by step or to its end, with the same bits.</summary>
public interface IPlayback
{
    /// <summary>Time since the trial began [s].</summary>
    double Time { get; }

    /// <summary>Whether it is over.</summary>
    bool IsOver { get; }

    /// <summary>Up to so many steps, to the end at most.</summary>
    /// <returns>Steps that were done.</returns>
    int Advance(int most = int.MaxValue, CancellationToken stop = default);

    /// <summary>One step; false when it is over.</summary>
    bool Step() => Advance(1) == 1;

    /// <summary>The network now.</summary>
    Frame Frame();

    /// <summary>What was seen; null until it is over.</summary>
    Recording? Recording { get; }

    /// <summary>Plays the rest.</summary>
    Recording ToEnd(CancellationToken stop = default)
    {
        while (!IsOver)
        {
            Advance(stop: stop);
        }

        return Recording!;
    }
}

/// <summary>A network at one moment.</summary>
/// <param name="Trial">Name of the trial that plays.</param>
/// <param name="Time">Time since it began [s].</param>
/// <param name="Rates">Activity of each neuron, 1: full [1].</param>
/// <param name="Overlaps">m_k, how clearly each item is active [1].</param>
public sealed record Frame(string Trial, double Time, float[] Rates, float[] Overlaps);
