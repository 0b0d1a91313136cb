using System.Numerics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>The plastic recurrent synapses: few states each, stored as signed bytes, column after column (column j holds what neuron j
/// sends).</summary>
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

    /// <summary>One hand-over: every synapse between neurons of either code is updated, and those of one such neuron with all others where
    /// the rule changes them.</summary>
    /// <remarks>Synapses between two neurons of neither code would change all alike, if at all, which moves no competition; they are
    /// left.</remarks>
    public void HandOver(ReadOnlySpan<int> old, ReadOnlySpan<int> next)
    {
        _involved.Clear();
        Mark(old, 2);
        Mark(next, 1);
        foreach (var j in _involved)
        {
            var column = _states.AsSpan(j * neurons, neurons);
            foreach (var i in _involved)
            {
                column[i] = update.Next((_role[i] << 2) | _role[j], column[i]);
            }

            if (_columns)
            {
                Others(column, _role[j]);
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

    /// <summary>Updates the synapses of a column whose posts belong to neither code.</summary>
    private void Others(Span<sbyte> column, int bits)
    {
        if (Levels > 1 || !Vector.IsHardwareAccelerated)
        {
            for (var i = 0; i < neurons; i++)
            {
                column[i] = _role[i] == 0 ? update.Next(bits, column[i]) : column[i];
            }

            return;
        }

        // three states: each is replaced by what it becomes, a whole vector at a time
        var (down, zero, up) = (
            new Vector<sbyte>(update.Next(bits, -1)),
            new Vector<sbyte>(update.Next(bits, 0)),
            new Vector<sbyte>(update.Next(bits, 1))
        );
        var at = 0;
        for (; at <= neurons - Vector<sbyte>.Count; at += Vector<sbyte>.Count)
        {
            var old = new Vector<sbyte>(column[at..]);
            var next = Vector.ConditionalSelect(
                Vector.Equals(old, Vector<sbyte>.Zero),
                zero,
                Vector.ConditionalSelect(Vector.GreaterThan(old, Vector<sbyte>.Zero), up, down)
            );
            var others = Vector.Equals(new Vector<byte>(_role.AsSpan(at)), Vector<byte>.Zero);
            Vector.ConditionalSelect(Vector.AsVectorSByte(others), next, old).CopyTo(column[at..]);
        }

        for (; at < neurons; at++)
        {
            column[at] = _role[at] == 0 ? update.Next(bits, column[at]) : column[at];
        }
    }

    public void Clear() => Array.Clear(_states);

    /// <summary>Puts every synapse into the state nearest to a weight W[post, pre].</summary>
    public void Set(Matrix weights)
    {
        for (var j = 0; j < neurons; j++)
        {
            for (var i = 0; i < neurons; i++)
            {
                var state = Math.Round(weights[i, j] * Levels, MidpointRounding.AwayFromZero);
                _states[(j * neurons) + i] = (sbyte)(i == j || double.IsNaN(state) ? 0 : Math.Clamp(state, -Levels, Levels));
            }
        }
    }

    public void State(StateCodec codec) => codec.Values(_states.AsSpan());

    /// <summary>What neuron j sends.</summary>
    public ReadOnlySpan<sbyte> Column(int j) => _states.AsSpan(j * neurons, neurons);

    /// <summary>Sets synapses of a neuron back to 0, drawn by lot, where more than a number of them are strengthened, and likewise where
    /// more are weakened.</summary>
    public void Limit(int most, RandomStream random)
    {
        var (strong, weak) = (new int[neurons], new int[neurons]);
        for (var j = 0; j < neurons; j++)
        {
            var column = _states.AsSpan(j * neurons, neurons);
            for (var i = 0; i < neurons; i++)
            {
                strong[i] += column[i] > 0 ? 1 : 0;
                weak[i] += column[i] < 0 ? 1 : 0;
            }
        }

        for (var j = 0; j < neurons; j++)
        {
            var column = _states.AsSpan(j * neurons, neurons);
            for (var i = 0; i < neurons; i++)
            {
                var count =
                    column[i] > 0 ? strong[i]
                    : column[i] < 0 ? weak[i]
                    : 0;
                if (count > most && random.NextInt(count) < count - most)
                {
                    column[i] = 0;
                }
            }
        }
    }

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
