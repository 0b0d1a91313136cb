namespace PlasticityLab.Simulation.KWinners;

/// <summary>Which neurons may win: those open and not tired from winning in the last steps.</summary>
internal sealed class Fatigue(KWinnersSettings settings)
{
    private readonly bool[] _awake = new bool[settings.Neurons];
    private readonly Queue<int[]> _tired = new();

    /// <summary>The open neurons without the tired ones; valid until the next call.</summary>
    public ReadOnlySpan<bool> Awake(ReadOnlySpan<bool> open)
    {
        if (_tired.Count == 0)
        {
            return open;
        }

        open.CopyTo(_awake);
        foreach (var tired in _tired)
        {
            foreach (var i in tired)
            {
                _awake[i] = false;
            }
        }

        return _awake;
    }

    /// <summary>These neurons won.</summary>
    public void Tire(ReadOnlySpan<int> code)
    {
        if (settings.Fatigue > 0)
        {
            _tired.Enqueue(code.ToArray());
            if (_tired.Count > settings.Fatigue)
            {
                _tired.Dequeue();
            }
        }
    }
}
