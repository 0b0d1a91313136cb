namespace PlasticityLab.Simulation.KWinners;

/// <summary>A local read-out: a synapse from a neuron to a name is switched on when both are active together, and stays on. The name with
/// most support wins.</summary>
/// <remarks>
/// The road not taken: normalising by the neuron's activity (P(name | neuron), "outstar") favours frequent names once neurons are shared by
/// many codes, normalising by the
/// name's (P(neuron | name), "instar") favours rare ones. A synapse that is on or off has neither bias.
/// Among names of equal support the first that was learned wins.
/// </remarks>
internal sealed class Readout(int neurons)
{
    private readonly Dictionary<int, int> _row = [];
    private readonly List<int> _names = [];
    private readonly List<bool[]> _synapses = [];

    public void Learn(ReadOnlySpan<int> code, int name)
    {
        if (!_row.TryGetValue(name, out var row))
        {
            row = _names.Count;
            _row.Add(name, row);
            _names.Add(name);
            _synapses.Add(new bool[neurons]);
        }

        foreach (var i in code)
        {
            _synapses[row][i] = true;
        }
    }

    /// <summary>The name with most support; −1 when no name was learned.</summary>
    public int Name(ReadOnlySpan<int> code)
    {
        var (best, most) = (-1, -1);
        for (var row = 0; row < _names.Count; row++)
        {
            var synapses = _synapses[row];
            var count = 0;
            foreach (var i in code)
            {
                count += synapses[i] ? 1 : 0;
            }

            if (count > most)
            {
                (best, most) = (_names[row], count);
            }
        }

        return best;
    }

    public void Clear()
    {
        _row.Clear();
        _names.Clear();
        _synapses.Clear();
    }

    /// <summary>The neurons that were ever active with a name.</summary>
    public bool[]? Neurons(int name) => _row.TryGetValue(name, out var row) ? _synapses[row] : null;

    /// <summary>Share of a code that was ever active with each of so many names, numbered from 0.</summary>
    public float[] Support(ReadOnlySpan<int> code, int names)
    {
        var support = new float[names];
        for (var row = 0; row < _names.Count; row++)
        {
            var count = 0;
            foreach (var i in code)
            {
                count += _synapses[row][i] ? 1 : 0;
            }

            support[_names[row]] = (float)count / Math.Max(1, code.Length);
        }

        return support;
    }

    public void State(StateCodec codec)
    {
        int[] names = [.. _names];
        codec.List(ref names);
        if (codec.Reads)
        {
            Clear();
            foreach (var name in names)
            {
                Learn([], name);
            }
        }

        foreach (var row in _synapses)
        {
            codec.Values(row.AsSpan());
        }
    }
}
