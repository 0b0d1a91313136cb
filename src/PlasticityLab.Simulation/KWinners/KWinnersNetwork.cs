using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>A discrete-time network in which k neurons win at each step: random weights give every position of a tune its own sparse code,
/// a local rule links successive codes, a local read-out names the notes.</summary>
/// <remarks>
/// While learning, the learned synapses are silent, as acetylcholine silences recurrent ones during encoding (Hasselmo 2006, Curr. Opin.
/// Neurobiol. 16:710), and the code of
/// a note is the k neurons that the random weights drive most among those the note opens. While recalling, both act: the learned drive
/// decides and the random drive settles
/// ties. Compare Bouhadjar, Wouters, Diesmann &amp; Tetzlaff 2022, PLoS Comput. Biol. 18:e1010233 (spiking temporal memory), and Willshaw,
/// Buneman &amp; Longuet-Higgins 1969, Nature 222:960.
/// </remarks>
public sealed class KWinnersNetwork : IWinnersMemory
{
    private readonly CodeMaker _maker;
    private readonly LearnedSynapses _synapses;
    private readonly Readout _readout;
    private readonly int[] _drive;
    private readonly short[] _learned,
        _history;
    private readonly bool[] _all;
    private Matrix? _given;
    private int[]? _exact, // drive of given weights, in 1/65536 of a state
        _noise;

    /// <summary>A network before learning.</summary>
    /// <param name="maker">Random weights and gates, shared with other networks.</param>
    /// <param name="update">What the learning rule does at a hand-over.</param>
    public KWinnersNetwork(CodeMaker maker, PairUpdate update)
    {
        ArgumentNullException.ThrowIfNull(maker);
        var n = maker.Settings.Neurons;
        (_maker, _synapses, _readout) = (maker, new LearnedSynapses(n, update), new Readout(n));
        (_drive, _learned, _history, _all) = (new int[n], new short[n], new short[n], new bool[n]);
        Array.Fill(_all, true);
    }

    /// <summary>A network with its own random weights.</summary>
    public KWinnersNetwork(KWinnersSettings settings, ILearningRule rule)
        : this(new CodeMaker(settings), new PairUpdate(rule, settings.Levels, (double)settings.Winners / settings.Neurons)) { }

    /// <summary>Size and wiring.</summary>
    public KWinnersSettings Settings => _maker.Settings;

    /// <summary>Learned weight W[post, pre], in [−1, 1].</summary>
    public double Weight(int post, int pre) => _synapses[post, pre];

    /// <summary>Hears a tune once and learns it.</summary>
    /// <param name="notes">Names of the notes in order, each 0 or above.</param>
    public void Learn(ReadOnlySpan<int> notes) => Learn(_maker.Codes(notes), notes);

    /// <summary>Learns a tune whose codes were made before by the same code maker.</summary>
    public void Learn(int[][] codes, ReadOnlySpan<int> notes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        for (var t = 0; t < codes.Length; t++)
        {
            _readout.Learn(codes[t], notes[t]);
            _synapses.HandOver(t > 0 ? codes[t - 1] : [], codes[t]); // before the first note there was silence
        }
    }

    /// <summary>Hears one note and learns it; null before the first: silence.</summary>
    internal int[] LearnNote(int[]? before, int note, Fatigue fatigue)
    {
        var code = HearNote(before, note, fatigue);
        _readout.Learn(code, note);
        _synapses.HandOver(before ?? [], code);
        return code;
    }

    /// <summary>Hears one note.</summary>
    internal int[] HearNote(int[]? before, int note, Fatigue fatigue)
    {
        var code = new int[Settings.Winners];
        _maker.Encode(before ?? _maker.Start, note, fatigue, code, _history);
        return code;
    }

    /// <summary>Plays one note on.</summary>
    /// <param name="code">The code of the note before.</param>
    /// <param name="fatigue">Who may win.</param>
    /// <param name="noise">Added to each neuron's drive, in 1/65536 of a synapse's state; null: none.</param>
    /// <returns>The note; the code that names it; the code after the note was heard, if it is.</returns>
    internal (int Note, int[] Named, int[] Next) PlayNote(int[] code, Fatigue fatigue, int[]? noise = null)
    {
        _noise = noise;
        var next = new int[Settings.Winners];
        Predict(code, fatigue, next);
        var named = next.ToArray();
        var note = _readout.Name(next);
        if (Settings.Hears && note >= 0)
        {
            // the note that is heard closes the other neurons; the drive is the same
            AddNote(note, next, fatigue, code);
        }

        _noise = null;
        return (note, named, next);
    }

    /// <summary>Share of a code that was ever active with each of so many notes, numbered from 0.</summary>
    float[] IWinnersMemory.Support(ReadOnlySpan<int> code, int notes) => _readout.Support(code, notes);

    IWinnersCourse IWinnersMemory.Begin(double? beat) => new SortedCourse(this);

    /// <summary>Weights W[post, pre] that hold instead of the synapses' own until it learns again; null: they are their own.</summary>
    Matrix? IWinnersMemory.Given
    {
        get => _given;
        set => (_given, _exact) = (value, value is null ? null : new int[Settings.Neurons]);
    }

    /// <summary>Puts every synapse into the state nearest to the weight that was given.</summary>
    void IWinnersMemory.Take()
    {
        if (_given is not null)
        {
            _synapses.Set(_given);
            (_given, _exact) = (null, null);
        }
    }

    void IWinnersMemory.State(StateCodec codec)
    {
        _synapses.State(codec);
        _readout.State(codec);
        double[] given = _given?.Values.ToArray() ?? [];
        codec.List(ref given);
        if (codec.Reads)
        {
            ((IWinnersMemory)this).Given = given.Length == 0 ? null : new(Settings.Neurons, Settings.Neurons, given);
        }
    }

    /// <summary>(drive of the right next neurons − mean of the others)/their standard deviation, mean over the successions of given codes;
    /// 0 when every neuron is driven alike.</summary>
    public double SignalToNoise(int[][] codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        double sum = 0;
        for (var t = 1; t < codes.Length; t++)
        {
            _learned.AsSpan().Clear();
            _synapses.AddDrive(codes[t - 1], _learned);
            var right = codes[t].Average(i => (double)_learned[i]);
            foreach (var i in codes[t])
            {
                _learned[i] = 0;
            }

            var others = Settings.Neurons - Settings.Winners;
            var mean = _learned.Sum(x => (double)x) / others;
            var variance = (_learned.Sum(x => (double)x * x) / others) - (mean * mean);
            sum += variance > 0 ? (right - mean) / Math.Sqrt(variance) : 0;
        }

        return sum / Math.Max(1, codes.Length - 1);
    }

    /// <summary>Runs on without hearing or naming anything: at each step the most driven neurons win.</summary>
    /// <param name="code">The neurons active at first.</param>
    /// <param name="steps">How many codes to run through.</param>
    /// <param name="noise">Standard deviation of the noise that each neuron adds to its drive, in drives of a whole code.</param>
    /// <param name="random">The noise.</param>
    /// <param name="plastic">Whether the rule acts on what happens.</param>
    /// <returns>The codes, [step][winner].</returns>
    public int[][] RunFree(ReadOnlySpan<int> code, int steps, double noise, RandomStream random, bool plastic = false)
    {
        ArgumentNullException.ThrowIfNull(random);
        var codes = new int[steps][];
        var fatigue = new Fatigue(Settings);
        var last = code.ToArray();
        fatigue.Tire(last);
        // beyond the learned drive's 16 bits; a code's whole drive is k L
        var scale = noise * Settings.Winners * Settings.Levels * 65536;
        for (var t = 0; t < steps; t++)
        {
            Drive(last);
            _maker.History(last, null, _history);
            for (var i = 0; i < _drive.Length; i++)
            {
                _drive[i] = (_learned[i] << 16) + _history[i] + (scale > 0 ? (int)Math.Clamp(scale * random.NextGaussian(), -1e9, 1e9) : 0);
            }

            codes[t] = new int[Settings.Winners];
            TopK.Choose<int>(_drive, fatigue.Awake(_all), codes[t]);
            fatigue.Tire(codes[t]);
            if (plastic)
            {
                _synapses.HandOver(last, codes[t]);
            }

            last = codes[t];
        }

        return codes;
    }

    /// <summary>Homeostasis: where more than a share of a neuron's synapses are strengthened, some of them drawn by lot go back to 0;
    /// likewise where more are weakened.</summary>
    /// <param name="share">Largest share of strengthened synapses, in (0, 1].</param>
    /// <param name="random">The lots.</param>
    public void Limit(double share, RandomStream random) => _synapses.Limit(Math.Max(1, (int)(share * Settings.Neurons)), random);

    /// <summary>Forgets everything learned; the random weights stay.</summary>
    public void Forget()
    {
        _synapses.Clear();
        _readout.Clear();
    }

    /// <summary>Hears a cue from the beginning of a tune, then plays on by itself.</summary>
    /// <param name="cue">The first notes, at least one.</param>
    /// <param name="count">How many notes to play after the cue.</param>
    /// <param name="expected">When given, playing stops after the first note that differs.</param>
    public int[] Play(ReadOnlySpan<int> cue, int count, ReadOnlySpan<int> expected = default)
    {
        var code = _maker.Start;
        var fatigue = new Fatigue(Settings);
        foreach (var note in cue)
        {
            var next = new int[Settings.Winners];
            _maker.Encode(code, note, fatigue, next, _history);
            code = next;
        }

        return PlayOn(code, fatigue, count, expected);
    }

    /// <summary>Where and why a replay of a learned tune first leaves the tune's own codes; null when it never does before the
    /// end.</summary>
    /// <param name="codes">The tune's codes.</param>
    /// <param name="notes">Its notes.</param>
    /// <param name="cue">Notes heard before the network plays on.</param>
    public CodeFault? FirstFault(int[][] codes, ReadOnlySpan<int> notes, int cue)
    {
        ArgumentNullException.ThrowIfNull(codes);
        var fatigue = new Fatigue(Settings);
        for (var t = Math.Max(0, cue - Settings.Fatigue); t < cue; t++)
        {
            fatigue.Tire(codes[t]);
        }

        var next = new int[Settings.Winners];
        for (var t = cue; t < codes.Length; t++)
        {
            // as long as no fault was found, the code before is the tune's own
            Predict(codes[t - 1], fatigue, next);
            var note = _readout.Name(next);
            var shared = next.Intersect(codes[t]).Count();
            if (note != notes[t] || shared < Settings.Winners)
            {
                var weakest = codes[t].Min(i => _learned[i]);
                // no neuron drives itself: one that stays active lacks its own synapse
                var before = codes[t - 1];
                var whole = Array.TrueForAll(
                    codes[t],
                    i => _learned[i] >= (Settings.Winners - (before.Contains(i) ? 1 : 0)) * Settings.Levels
                );
                var rivals = Enumerable.Range(0, Settings.Neurons).Except(codes[t]).Count(i => _learned[i] >= weakest);
                if (note == notes[t] && Settings.Hears)
                {
                    AddNote(note, next, fatigue, codes[t - 1]); // the note that is heard may put the code right
                    shared = next.Intersect(codes[t]).Count();
                }

                if (note != notes[t] || shared < Settings.Winners)
                {
                    return new CodeFault(t, shared, note != notes[t], whole, rivals);
                }
            }

            fatigue.Tire(codes[t]);
        }

        return null;
    }

    /// <summary>Hears a cue that may begin anywhere in a tune and may hold wrong notes, finds its place, then plays on by itself.</summary>
    /// <param name="cue">The notes heard, at least one.</param>
    /// <param name="fromStart">Whether the cue is known to be the beginning.</param>
    /// <param name="count">How many notes to play after the cue.</param>
    /// <remarks>
    /// Without a beginning, the first note wakes every neuron that was ever active with it: all places at once. Each further note keeps
    /// those of its neurons that the waking
    /// ones predict, until one place is left (after Hawkins &amp; Ahmad 2016, Front. Neural Circuits 10:23). While several places are awake
    /// only excitation counts: the synapses that
    /// one place weakened would else silence what another predicts. A note that nothing predicts is taken for a slip of the player when the
    /// place is known, and the network goes
    /// on as it expected; when the place is not known, it starts anew from that note. Since a wrong note heard before the place is known
    /// leads to a wrong place, the cue is
    /// gone through once more for each of its notes, with that note left to expectation; the time that predicts most notes counts.
    /// </remarks>
    public Found Find(ReadOnlySpan<int> cue, bool fromStart, int count)
    {
        var best = Hear(cue, fromStart, -1);
        for (var left = 0; left < cue.Length && cue.Length > 2 && !fromStart && best.Slips > 0; left++)
        {
            var other = Hear(cue, fromStart, left);
            best =
                (IsPlace(other.Awake), other.Hits, -other.Slips).CompareTo((IsPlace(best.Awake), best.Hits, -best.Slips)) > 0
                    ? other
                    : best;
        }

        return new Found(best.Awake.Length == 0 ? [] : PlayOnFromMany(best.Awake, best.Fatigue, count), IsPlace(best.Awake), best.Slips);
    }

    /// <summary>Plays on from several places at once, as after a cue from a section that comes twice: what all of them predict is played,
    /// and where they part, what most of their neurons name.</summary>
    private int[] PlayOnFromMany(int[] awake, Fatigue fatigue, int count)
    {
        var notes = new List<int>(count);
        while (notes.Count < count && !IsPlace(awake))
        {
            var expected = Expected(awake, _all);
            if (expected.Length < Threshold)
            {
                break;
            }

            var note = _readout.Name(expected);
            var known = _readout.Neurons(note)!;
            int[] kept = [.. expected.Where(i => known[i])];
            awake = kept.Length >= Threshold ? kept : expected;
            notes.Add(note);
        }

        return [.. notes, .. PlayOn(awake, fatigue, count - notes.Count, default)];
    }

    /// <summary>Goes through a cue; the note at <paramref name="left"/> is left to expectation.</summary>
    private (int[] Awake, int Hits, int Slips, Fatigue Fatigue) Hear(ReadOnlySpan<int> cue, bool fromStart, int left)
    {
        var fatigue = new Fatigue(Settings);
        var awake = Array.Empty<int>();
        var (hits, slips) = (0, 0);
        for (var t = 0; t < cue.Length; t++)
        {
            var next = new int[Settings.Winners];
            if (t == 0 && fromStart)
            {
                _maker.Encode(_maker.Start, cue[0], fatigue, next, _history);
                awake = next;
                continue;
            }

            var known = _readout.Neurons(cue[t]);
            var expected = awake.Length == 0 || known is null || t == left ? [] : Expected(awake, known);
            if (expected.Length >= Threshold)
            {
                hits++;
                awake = expected.Length <= Settings.Winners * 3 / 2 ? Best(awake, fatigue, _maker.Gate(cue[t]), next) : expected;
            }
            else if (IsPlace(awake))
            {
                slips++;
                Predict(awake, fatigue, next);
                awake = next;
            }
            else if (t == left)
            {
                slips++;
                awake = awake.Length == 0 ? [] : Expected(awake, _all);
            }
            else
            {
                slips += t > 0 && (t > 1 || left != 0) ? 1 : 0;
                awake = known is null ? [] : [.. Enumerable.Range(0, known.Length).Where(i => known[i])];
            }

            if (IsPlace(awake))
            {
                fatigue.Tire(awake);
            }
        }

        return (awake, hits, slips, fatigue);
    }

    private bool IsPlace(int[] awake) => awake.Length > 0 && awake.Length <= Settings.Winners * 3 / 2;

    private int Threshold => (7 * Settings.Winners + 9) / 10;

    private int[] Expected(int[] awake, bool[] known)
    {
        Drive(awake);
        var threshold = Threshold * Settings.Levels;
        return [.. Enumerable.Range(0, known.Length).Where(i => known[i] && _learned[i] >= threshold)];
    }

    private void Drive(ReadOnlySpan<int> awake)
    {
        if (_given is not null)
        {
            for (var i = 0; i < _exact!.Length; i++)
            {
                var row = _given.Row(i);
                double sum = 0;
                foreach (var j in awake)
                {
                    sum += row[j];
                }

                _exact[i] = (int)Math.Clamp(Math.Round(sum * Settings.Levels * 65536), -1e9, 1e9);
            }

            return;
        }

        _learned.AsSpan().Clear();
        if (awake.Length <= Settings.Winners * 3 / 2)
        {
            _synapses.AddDrive(awake, _learned);
        }
        else
        {
            _synapses.AddExcitation(awake, _learned);
        }
    }

    private int[] Best(ReadOnlySpan<int> awake, Fatigue fatigue, bool[] gate, int[] next)
    {
        if (awake.Length <= 120)
        {
            _maker.History(awake, null, _history);
        }
        else
        {
            _history.AsSpan().Clear();
        }

        Compete(fatigue.Awake(gate), next);
        return next;
    }

    private int[] PlayOn(int[] code, Fatigue fatigue, int count, ReadOnlySpan<int> expected)
    {
        var notes = new List<int>(count);
        for (var t = 0; t < count; t++)
        {
            var (note, _, next) = PlayNote(code, fatigue);
            notes.Add(note);
            if (!expected.IsEmpty && note != expected[t])
            {
                break;
            }

            fatigue.Tire(next);
            code = next;
        }

        return [.. notes];
    }

    private void Predict(ReadOnlySpan<int> code, Fatigue fatigue, Span<int> next)
    {
        Drive(code);
        _history.AsSpan().Clear();
        if (code.Length <= 120)
        {
            _maker.History(code, null, _history); // of many places at once the history says nothing
        }

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
            _drive[i] = (_exact?[i] ?? _learned[i] << 16) + _history[i];
        }

        for (var i = 0; i < _noise?.Length; i++)
        {
            _drive[i] += _noise[i];
        }

        TopK.Choose<int>(_drive, awake, next);
    }
}
