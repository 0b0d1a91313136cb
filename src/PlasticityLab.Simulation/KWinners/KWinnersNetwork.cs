using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>A discrete-time network in which k neurons win at each step: random weights give every position of a tune its own sparse code, a local rule links successive codes, a local read-out names the notes.</summary>
/// <remarks>
/// While learning, the learned synapses are silent, as acetylcholine silences recurrent ones during encoding (Hasselmo 2006, Curr. Opin. Neurobiol. 16:710), and the code of
/// a note is the k neurons that the random weights drive most among those the note opens. While recalling, both act: the learned drive decides and the random drive settles
/// ties. Compare Bouhadjar, Wouters, Diesmann &amp; Tetzlaff 2022, PLoS Comput. Biol. 18:e1010233 (spiking temporal memory), and Willshaw, Buneman &amp; Longuet-Higgins 1969, Nature 222:960.
/// </remarks>
public sealed class KWinnersNetwork
{
    private readonly CodeMaker _maker;
    private readonly LearnedSynapses _synapses;
    private readonly Readout _pitches, _lengths;
    private readonly int[] _drive;
    private readonly short[] _learned, _history;
    private readonly bool[] _all;

    /// <summary>A network before learning.</summary>
    /// <param name="maker">Random weights and gates, shared with other networks.</param>
    /// <param name="update">What the learning rule does at a hand-over.</param>
    public KWinnersNetwork(CodeMaker maker, PairUpdate update)
    {
        ArgumentNullException.ThrowIfNull(maker);
        var n = maker.Settings.Neurons;
        (_maker, _synapses, _pitches, _lengths) = (maker, new LearnedSynapses(n, update), new Readout(n), new Readout(n));
        (_drive, _learned, _history, _all) = (new int[n], new short[n], new short[n], new bool[n]);
        Array.Fill(_all, true);
    }

    /// <summary>A network with its own random weights.</summary>
    public KWinnersNetwork(KWinnersSettings settings, ILearningRule rule) : this(new CodeMaker(settings), new PairUpdate(rule, settings.Levels, (double)settings.Winners / settings.Neurons)) { }

    /// <summary>Size and wiring.</summary>
    public KWinnersSettings Settings => _maker.Settings;

    /// <summary>Learned weight W[post, pre], in [−1, 1].</summary>
    public double Weight(int post, int pre) => _synapses[post, pre];

    /// <summary>Hears a tune once and learns it.</summary>
    /// <param name="notes">Names of the notes in order, such as pitches.</param>
    /// <param name="lengths">Names of their lengths; empty when lengths are not learned.</param>
    public void Learn(ReadOnlySpan<int> notes, ReadOnlySpan<int> lengths = default) => Learn(_maker.Codes(notes), notes, lengths);

    /// <summary>Learns a tune whose codes were made before by the same code maker.</summary>
    public void Learn(int[][] codes, ReadOnlySpan<int> notes, ReadOnlySpan<int> lengths = default)
    {
        ArgumentNullException.ThrowIfNull(codes);
        for (var t = 0; t < codes.Length; t++)
        {
            _pitches.Learn(codes[t], notes[t]);
            if (!lengths.IsEmpty)
            {
                _lengths.Learn(codes[t], lengths[t]);
            }

            if (t > 0)
            {
                _synapses.HandOver(codes[t - 1], codes[t]);
            }
        }
    }

    /// <summary>Hears a cue from the beginning of a tune, then plays on.</summary>
    /// <param name="cue">The first notes, at least one.</param>
    /// <param name="count">How many notes to play after the cue.</param>
    public Recall Play(ReadOnlySpan<int> cue, int count)
    {
        var code = _maker.Start;
        var fatigue = new Fatigue(Settings);
        foreach (var note in cue)
        {
            var next = new int[Settings.Winners];
            _maker.Encode(code, note, fatigue, next, _history);
            code = next;
        }

        return PlayOn(code, fatigue, count);
    }

    private Recall PlayOn(int[] code, Fatigue fatigue, int count)
    {
        var recall = new Recall(new int[count], new int[count]) { CueLength = _lengths.Name(code).Name };
        for (var t = 0; t < count; t++)
        {
            var next = new int[Settings.Winners];
            Predict(code, fatigue, next);
            var note = _pitches.Name(next).Name;
            if (Settings.Hears && note >= 0)
            {
                // the note that is heard closes the other neurons; the drive is the same
                AddNote(note, next, fatigue, code);
            }

            recall.Notes[t] = note;
            recall.Lengths[t] = _lengths.Name(next).Name;
            fatigue.Tire(next);
            code = next;
        }

        return recall;
    }

    private void Predict(ReadOnlySpan<int> code, Fatigue fatigue, Span<int> next)
    {
        _learned.AsSpan().Clear();
        _synapses.AddDrive(code, _learned);
        _maker.History(code, null, _history);
        Compete(fatigue.Awake(_all), next);
    }

    private void AddNote(int note, Span<int> next, Fatigue fatigue, ReadOnlySpan<int> code)
    {
        if (Settings.Open >= 1)
        {
            _maker.History(code, note, _history);
        }

        Compete(fatigue.Awake(_maker.Gate(note)), next);
    }

    /// <summary>The learned drive decides, the random drive settles ties.</summary>
    private void Compete(ReadOnlySpan<bool> awake, Span<int> next)
    {
        for (var i = 0; i < _drive.Length; i++)
        {
            _drive[i] = (_learned[i] << 16) + _history[i];
        }

        TopK.Choose<int>(_drive, awake, next);
    }
}

/// <summary>What a network played after a cue.</summary>
/// <param name="Notes">Names of the notes.</param>
/// <param name="Lengths">Names of their lengths; −1 where none was learned.</param>
public sealed record Recall(int[] Notes, int[] Lengths)
{
    /// <summary>Name of the length of the cue's last note.</summary>
    public int CueLength { get; internal set; } = -1;
}
