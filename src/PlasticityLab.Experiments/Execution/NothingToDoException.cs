namespace PlasticityLab.Experiments.Execution;

/// <summary>Others are at all the work that is left, and none of it came free for longer than the worker waits.</summary>
public sealed class NothingToDoException : Exception
{
    internal NothingToDoException(TimeSpan waited)
        : base(
            $"Nothing to do for {Math.Round(waited.TotalMinutes, 2)} min: other processes compute what is left, and one of them or "
                + "plasticity study finish ends the study."
        ) { }
}
