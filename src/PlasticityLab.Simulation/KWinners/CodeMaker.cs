using System.Numerics;
using System.Runtime.InteropServices;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>The untaught part of a k-winners network: random recurrent weights that mix note and history into a sparse code, and the random
/// neurons that each note opens.</summary>
/// <remarks>Immutable once made, so that networks of different rules share it. Weights are signed bytes, column after column: the drive of
/// k winners is the sum of k columns.</remarks>
public sealed class CodeMaker
{
    private readonly sbyte[] _weights;
    private readonly RandomStreams _random;
    private readonly Dictionary<int, bool[]> _gates = [];
    private readonly Dictionary<int, short[]> _drives = [];

    /// <summary>Draws the random weights.</summary>
    public CodeMaker(KWinnersSettings settings)
        : this(settings, new RandomStreams((settings ?? throw new ArgumentNullException(nameof(settings))).Seed)) { }

    /// <summary>Draws the random weights of a replicate whose items are drawn already: note k opens the neurons of item k.</summary>
    internal CodeMaker(KWinnersSettings settings, RandomStreams random, Assemblies items)
        : this(settings, random)
    {
        for (var item = 0; item < items.Count; item++)
        {
            var gate = new bool[settings.Neurons];
            foreach (var i in items[item])
            {
                gate[i] = true;
            }

            _gates.Add(item, gate);
        }
    }

    private CodeMaker(KWinnersSettings settings, RandomStreams random)
    {
        (Settings, _random) = (settings, random);
        _weights = GC.AllocateUninitializedArray<sbyte>(checked(settings.Neurons * settings.Neurons));
        var stream = random.Open(StreamPurpose.InitialWeights);
        foreach (ref var word in MemoryMarshal.Cast<sbyte, uint>(_weights.AsSpan()))
        {
            word = stream.NextUInt32();
        }

        Start = random.Open(StreamPurpose.InitialState).Choose(settings.Neurons, settings.Winners);
    }

    /// <summary>Size and wiring.</summary>
    public KWinnersSettings Settings { get; }

    /// <summary>The code before the first note, a random one.</summary>
    public int[] Start { get; }

    /// <summary>The neurons that a note opens; drawn from the note's own number, so every network of this seed opens the same.</summary>
    internal bool[] Gate(int note)
    {
        lock (_gates)
        {
            if (!_gates.TryGetValue(note, out var gate))
            {
                gate = new bool[Settings.Neurons];
                if (Settings.Open >= 1)
                {
                    Array.Fill(gate, true);
                }
                else
                {
                    foreach (
                        var i in _random
                            .Open(StreamPurpose.Patterns, note)
                            .Choose(Settings.Neurons, Math.Max(2 * Settings.Winners, (int)Math.Round(Settings.Open * Settings.Neurons)))
                    )
                    {
                        gate[i] = true;
                    }
                }

                _gates.Add(note, gate);
            }

            return gate;
        }
    }

    /// <summary>The drive that a note adds when it opens no gate: as strong as the history's, times the gain.</summary>
    private short[]? Drive(int note)
    {
        if (Settings.Open < 1)
        {
            return null;
        }

        lock (_drives)
        {
            if (!_drives.TryGetValue(note, out var drive))
            {
                // the sum of k uniform bytes has the standard deviation 74 sqrt(k)
                var deviation = Settings.NoteGain * 74 * Math.Sqrt(Settings.Winners);
                var stream = _random.Open(StreamPurpose.Patterns, note);
                drive = new short[Settings.Neurons];
                foreach (ref var value in drive.AsSpan())
                {
                    value = (short)Math.Clamp(deviation * stream.NextGaussian(), -14_000, 14_000);
                }

                _drives.Add(note, drive);
            }

            return drive;
        }
    }

    /// <summary>The random weights from neuron j.</summary>
    internal ReadOnlySpan<sbyte> Column(int j) => _weights.AsSpan(j * Settings.Neurons, Settings.Neurons);

    /// <summary>The drive that a code sends through the random weights, and the note's own drive when it has one.</summary>
    internal void History(ReadOnlySpan<int> code, int? note, Span<short> drive)
    {
        drive.Clear();
        AddColumns(_weights, Settings.Neurons, code, drive);
        if (note is { } heard && Drive(heard) is { } added)
        {
            for (var i = 0; i < drive.Length; i++)
            {
                drive[i] += added[i];
            }
        }
    }

    /// <summary>The code of a note after a history: the k most driven of the neurons that the note opens and that are not tired.</summary>
    internal void Encode(ReadOnlySpan<int> history, int note, Fatigue fatigue, Span<int> code, Span<short> scratch)
    {
        History(history, note, scratch);
        TopK.Choose(scratch, fatigue.Awake(Gate(note)), code);
        fatigue.Tire(code);
    }

    /// <summary>The codes of a whole tune, [position][winner].</summary>
    public int[][] Codes(ReadOnlySpan<int> notes)
    {
        var codes = new int[notes.Length][];
        var scratch = new short[Settings.Neurons];
        var fatigue = new Fatigue(Settings);
        for (var t = 0; t < notes.Length; t++)
        {
            codes[t] = new int[Settings.Winners];
            Encode(t == 0 ? Start : codes[t - 1], notes[t], fatigue, codes[t], scratch);
        }

        return codes;
    }

    /// <summary>Adds columns of a byte matrix to a span of 16-bit sums; at most 120 columns, so that nothing overflows.</summary>
    internal static void AddColumns(ReadOnlySpan<sbyte> weights, int neurons, ReadOnlySpan<int> columns, Span<short> sums)
    {
        foreach (var j in columns)
        {
            var column = weights.Slice(j * neurons, neurons);
            var i = 0;
            for (; i <= neurons - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(column[i..]), out var low, out var high);
                (new Vector<short>(sums[i..]) + low).CopyTo(sums[i..]);
                (new Vector<short>(sums[(i + Vector<short>.Count)..]) + high).CopyTo(sums[(i + Vector<short>.Count)..]);
            }

            for (; i < neurons; i++)
            {
                sums[i] += column[i];
            }
        }
    }
}
