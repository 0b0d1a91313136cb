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

    /// <summary>Nobody is tired.</summary>
    public void Clear() => _tired.Clear();

    public void State(StateCodec codec)
    {
        var tired = _tired.ToArray();
        var count = tired.Length;
        codec.Value(ref count);
        if (codec.Reads)
        {
            tired = [.. Enumerable.Repeat(Array.Empty<int>(), count)];
            _tired.Clear();
        }

        for (var k = 0; k < count; k++)
        {
            codec.List(ref tired[k]);
            if (codec.Reads)
            {
                _tired.Enqueue(tired[k]);
            }
        }
    }
}
