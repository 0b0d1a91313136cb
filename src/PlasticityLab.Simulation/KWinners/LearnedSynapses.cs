namespace PlasticityLab.Simulation.KWinners;

/// <summary>The plastic recurrent synapses: few states each, stored as signed bytes, column after column (column j holds what neuron j sends).</summary>
internal sealed class LearnedSynapses(int neurons, PairUpdate update)
{
    private readonly sbyte[] _states = new sbyte[checked(neurons * neurons)];
    // which posts change when pre belongs to neither code: in the old code only, the new only, both
    private readonly bool[] _rows = [false, !update.IsIdle(0b0100), !update.IsIdle(0b1000), !update.IsIdle(0b1100)];
    private readonly bool _zeroMoves = update.Next(0b0100, 0) != 0 || update.Next(0b1000, 0) != 0 || update.Next(0b1100, 0) != 0;
    private readonly bool _columns = !update.IsIdle(0b0010) || !update.IsIdle(0b0001) || !update.IsIdle(0b0011);
    private readonly byte[] _role = new byte[neurons];
    private readonly List<int> _involved = [];

    public int Levels => update.Levels;

    /// <summary>W[post, pre] in [-1, 1].</summary>
    public double this[int post, int pre] => (double)_states[(pre * neurons) + post] / Levels;

    /// <summary>One hand-over: every synapse between neurons of either code is updated, and those of one such neuron with all others where the rule changes them.</summary>
    /// <remarks>Synapses between two neurons of neither code would change all alike, if at all, which moves no competition; they are left.</remarks>
    public void HandOver(ReadOnlySpan<int> old, ReadOnlySpan<int> next)
    {
        _involved.Clear();
        Mark(old, 2);
        Mark(next, 1);
        foreach (var j in _involved)
        {
            var column = _states.AsSpan(j * neurons, neurons);
            if (_columns)
            {
                for (var i = 0; i < neurons; i++)
                {
                    column[i] = update.Next((_role[i] << 2) | _role[j], column[i]);
                }
            }
            else
            {
                foreach (var i in _involved)
                {
                    column[i] = update.Next((_role[i] << 2) | _role[j], column[i]);
                }
            }

            column[j] = 0; // no neuron drives itself
        }

        if (_rows.Contains(true))
        {
            var posts = _involved.Where(i => _rows[_role[i]]).Order().ToArray();
            for (var j = 0; j < neurons; j++)
            {
                if (_role[j] == 0)
                {
                    var column = _states.AsSpan(j * neurons, neurons);
                    foreach (var i in posts)
                    {
                        if (column[i] != 0 || _zeroMoves)
                        {
                            column[i] = update.Next(_role[i] << 2, column[i]);
                        }
                    }
                }
            }
        }

        foreach (var i in _involved)
        {
            _role[i] = 0;
        }
    }

    public void Clear() => Array.Clear(_states);

    /// <summary>Adds the drive that a set of neurons sends.</summary>
    public void AddDrive(ReadOnlySpan<int> code, Span<short> drive) => CodeMaker.AddColumns(_states, neurons, code, drive);

    /// <summary>Adds the drive of excitatory synapses only, from any number of neurons; sums stop at the largest 16-bit number.</summary>
    public void AddExcitation(ReadOnlySpan<int> code, Span<short> drive)
    {
        foreach (var j in code)
        {
            var column = _states.AsSpan(j * neurons, neurons);
            for (var i = 0; i < neurons; i++)
            {
                drive[i] = (short)Math.Min(short.MaxValue, drive[i] + Math.Max((sbyte)0, column[i]));
            }
        }
    }

    private void Mark(ReadOnlySpan<int> code, byte bit)
    {
        foreach (var i in code)
        {
            if (_role[i] == 0)
            {
                _involved.Add(i);
            }

            _role[i] |= bit;
        }
    }
}
