using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.Kernels;

/// <summary>Plastic weights stored as <typeparamref name="TScalar"/>. Not thread-safe; it may use threads of its own
/// (<see cref="PlasticMatrixOptions.Threads"/>).</summary>
/// <typeparam name="TScalar"><see cref="double"/> (reference) or <see cref="float"/>.</typeparam>
public sealed class PlasticMatrix<TScalar> : PlasticMatrix
    where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
{
    private readonly WeightStore<TScalar> _store;
    private readonly WeightPass<TScalar> _pass;
    private readonly NeuronSignals<TScalar> _pre = new(),
        _post = new();
    private readonly BatchProduct<TScalar> _batch = new();
    private readonly RowTeam _team;
    private readonly Action<int> _updateJob,
        _multiplyJob,
        _batchJob;
    private readonly int _chunk;
    private AlignedVector<TScalar>? _next,
        _result;

    // What the jobs work on; kept in fields so that a step allocates nothing.
    private AlignedVector<TScalar>? _input,
        _output;
    private (nint Result, int Length, int Batch, int Stride) _batchTask;

    internal PlasticMatrix(
        ILearningRule rule,
        PlasticMatrixOptions options,
        WeightStore<TScalar> store,
        WeightPass<TScalar> pass,
        Matrix initial
    )
        : base(rule, options)
    {
        (_store, _pass, _team) = (store, pass, new(options.Threads));
        // Chunks are multiples of the four rows that kernels take together, so that any number of threads gives the same bits.
        _chunk = options.Threads == 1 ? Math.Max(4, Rows) : Math.Max(4, ((Rows / (24 * options.Threads)) + 3) / 4 * 4);
        _updateJob = chunk =>
        {
            var turned = Turned(chunk);
            _pass.Rows(_store, turned * _chunk, Math.Min(Rows, (turned + 1) * _chunk), _input, _output);
        };
        if (options.Arithmetic == Arithmetic.Portable)
        {
            _multiplyJob = Multiply<Unfused>;
            _batchJob = RunBatch<Unfused>;
        }
        else
        {
            _multiplyJob = Multiply<Fused>;
            _batchJob = RunBatch<Fused>;
        }

        CopyFrom(initial);
    }

    /// <inheritdoc/>
    public override int Rows => _store.Rows;

    /// <inheritdoc/>
    public override int Columns => _store.Columns;

    /// <inheritdoc/>
    public override string Form => _pass.ToString()!;

    /// <inheritdoc/>
    public override double this[int i, int j]
    {
        get => double.CreateSaturating(Inside(i)[Column(j)]);
        set => Inside(i)[Column(j)] = _store.Exists(i, j) ? TScalar.CreateSaturating(value) : TScalar.Zero;
    }

    /// <summary>Row i of the weights, [pre], for reading.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<TScalar> Row(int i) => Inside(i);

    // Row i, and never one of the spare rows behind the last.
    private Span<TScalar> Inside(int i)
    {
        CheckRow(i);
        return _store.Row(i);
    }

    private int Column(int j)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(j);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(j, Columns);
        return j;
    }

    private void CheckRow(int i)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Rows);
    }

    /// <summary>W r.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Multiply(AlignedVector<TScalar> r, AlignedVector<TScalar> result)
    {
        Check(r, result);
        (_input, _output) = (r, result);
        _team.Run(Chunks, _multiplyJob);
    }

    /// <summary>One step of the rule with the signals at its start.</summary>
    /// <exception cref="ArgumentException">A signal has another length than the population.</exception>
    public void Update(double dt, NeuronSignals<TScalar> pre, NeuronSignals<TScalar> post)
    {
        Check(pre, Columns, nameof(pre));
        Check(post, Rows, nameof(post));
        if (_pass.Moves)
        {
            Pass(dt, pre, post, null, null);
        }
    }

    /// <summary>One step of the rule, and the product of the new weights with <paramref name="next"/>, in one pass over the
    /// weights.</summary>
    /// <exception cref="ArgumentException">A signal or vector has another length than the population.</exception>
    public void UpdateAndMultiply(
        double dt,
        NeuronSignals<TScalar> pre,
        NeuronSignals<TScalar> post,
        AlignedVector<TScalar> next,
        AlignedVector<TScalar> result
    )
    {
        Check(pre, Columns, nameof(pre));
        Check(post, Rows, nameof(post));
        Check(next, result);
        if (!_pass.Moves)
        {
            Multiply(next, result);
            return;
        }

        Pass(dt, pre, post, next, result);
    }

    /// <summary>W R for many activities side by side: row-major [pre, batch] and [post, batch].</summary>
    /// <param name="activities">The activities; rows may be padded.</param>
    /// <param name="result">The products.</param>
    /// <param name="batch">Number of activities.</param>
    /// <param name="stride">Distance of two rows in both arrays, at least <paramref name="batch"/>.</param>
    public void MultiplyBatch(ReadOnlySpan<TScalar> activities, Span<TScalar> result, int batch, int stride)
    {
        var (needed, places) = (((Columns - 1L) * stride) + batch, ((Rows - 1L) * stride) + batch);
        if (batch < 0 || stride < batch || activities.Length < needed || result.Length < places)
        {
            throw new ArgumentException(
                $"A batch of {batch} at stride {stride} needs {needed} activities and {places} places for results, "
                    + $"but has {activities.Length} and {result.Length}."
            );
        }

        _batch.Pack(activities, Columns, batch, stride);
        unsafe
        {
            fixed (TScalar* first = result)
            {
                _batchTask = ((nint)first, result.Length, batch, stride);
                _team.Run(Chunks, _batchJob);
            }
        }
    }

    // One pass over the weights; the next one comes back over them.
    private void Pass(
        double dt,
        NeuronSignals<TScalar> pre,
        NeuronSignals<TScalar> post,
        AlignedVector<TScalar>? next,
        AlignedVector<TScalar>? result
    )
    {
        _pass.Prepare(_store, dt, pre, post);
        _pass.Backwards ^= true;
        (_input, _output) = (next, result);
        _team.Run(Chunks, _updateJob);
    }

    // The caller takes chunks from the first on, helpers from the last: on the way back each half is turned in itself.
    private int Turned(int chunk)
    {
        var half = Chunks / 2;
        return !_pass.Backwards ? chunk
            : chunk < half ? half - 1 - chunk
            : Chunks - 1 - (chunk - half);
    }

    private int Chunks => (Rows + _chunk - 1) / _chunk;

    private void Multiply<TFuse>(int chunk)
        where TFuse : struct, IFuse =>
        Products.Rows<TScalar, TFuse>(_store, chunk * _chunk, Math.Min(Rows, (chunk + 1) * _chunk), _input!, _output!);

    private unsafe void RunBatch<TFuse>(int chunk)
        where TFuse : struct, IFuse =>
        _batch.Rows<TFuse>(
            _store,
            chunk * _chunk,
            Math.Min(Rows, (chunk + 1) * _chunk),
            new((TScalar*)_batchTask.Result, _batchTask.Length),
            _batchTask.Batch,
            _batchTask.Stride
        );

    /// <inheritdoc/>
    public override void Multiply(ReadOnlySpan<double> r, Span<double> result)
    {
        Check(r.Length, result.Length);
        (_next, _result) = (Copy(r, _next, Columns), _result ?? new(Rows));
        Multiply(_next, _result);
        Copy(_result, result);
    }

    /// <inheritdoc/>
    public override void Update(double dt, in SignalSpans pre, in SignalSpans post)
    {
        Fill(_pre, in pre, Columns);
        Fill(_post, in post, Rows);
        Update(dt, _pre, _post);
    }

    /// <inheritdoc/>
    public override void UpdateAndMultiply(
        double dt,
        in SignalSpans pre,
        in SignalSpans post,
        ReadOnlySpan<double> next,
        Span<double> result
    )
    {
        Check(next.Length, result.Length);
        Fill(_pre, in pre, Columns);
        Fill(_post, in post, Rows);
        (_next, _result) = (Copy(next, _next, Columns), _result ?? new(Rows));
        UpdateAndMultiply(dt, _pre, _post, _next, _result);
        Copy(_result, result);
    }

    /// <inheritdoc/>
    public override void MultiplyBatch(ReadOnlySpan<double> activities, Span<double> result, int batch)
    {
        var (input, output) = (new TScalar[activities.Length], new TScalar[result.Length]);
        for (var k = 0; k < input.Length; k++)
        {
            input[k] = TScalar.CreateSaturating(activities[k]);
        }

        MultiplyBatch(input, output, batch, batch);
        for (var k = 0; k < output.Length; k++)
        {
            result[k] = double.CreateSaturating(output[k]);
        }
    }

    /// <inheritdoc/>
    public override Matrix ToMatrix() => Matrix.From(Rows, Columns, (i, j) => this[i, j]);

    /// <inheritdoc/>
    public override void CopyFrom(Matrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Rows != Rows || weights.Columns != Columns)
        {
            throw new ArgumentException(
                $"The weights are {Rows} x {Columns}, but a {weights.Rows} x {weights.Columns} matrix was given.",
                nameof(weights)
            );
        }

        for (var i = 0; i < Rows; i++)
        {
            var target = _store.Row(i);
            var source = weights.Row(i);
            for (var j = 0; j < target.Length; j++)
            {
                target[j] = TScalar.CreateSaturating(source[j]);
            }

            _store.Tidy(i);
        }
    }

    internal override void State(StateCodec codec)
    {
        codec.Same(Rows, "the number of receivers");
        codec.Same(Columns, "the number of senders");
        codec.Same(Unsafe.SizeOf<TScalar>(), "the size of a weight in bytes");
        for (var i = 0; i < Rows; i++)
        {
            codec.Values(_store.Row(i));
        }
    }

    /// <inheritdoc/>
    public override bool IsFinite()
    {
        for (var i = 0; i < Rows; i++)
        {
            foreach (var w in _store.Row(i))
            {
                if (!TScalar.IsFinite(w))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override double RowSum(int i)
    {
        double sum = 0;
        foreach (var w in Inside(i))
        {
            sum += double.CreateSaturating(w);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double PositiveRowSum(int i)
    {
        CheckRow(i);
        Span<double> sums = stackalloc double[4];
        PositiveRowSums(i, sums);
        return sums[0];
    }

    /// <inheritdoc/>
    // Four sums side by side, because each must wait for its last addition, and without a branch, because signs are random. Every row is
    // summed from its first synapse to its last.
    protected override void PositiveRowSums(int first, Span<double> sums)
    {
        CheckRow(first);
        // Rows past the end are spare ones that hold zeros.
        ref var row0 = ref _store.First(first);
        ref var row1 = ref Unsafe.Add(ref row0, _store.Stride);
        ref var row2 = ref Unsafe.Add(ref row1, _store.Stride);
        ref var row3 = ref Unsafe.Add(ref row2, _store.Stride);
        var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0);
        for (var j = 0; j < Columns; j++)
        {
            s0 += Positive(Unsafe.Add(ref row0, j));
            s1 += Positive(Unsafe.Add(ref row1, j));
            s2 += Positive(Unsafe.Add(ref row2, j));
            s3 += Positive(Unsafe.Add(ref row3, j));
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s0, s1, s2, s3);
    }

    // The number where it is above 0, else 0, also for NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Positive(TScalar w)
    {
        var x = Vector128.CreateScalarUnsafe(double.CreateTruncating(w));
        return (x & Vector128.GreaterThan(x, Vector128<double>.Zero)).ToScalar();
    }

    /// <inheritdoc/>
    public override void ScalePositive(int i, double factor)
    {
        CheckRow(i);
        var by = TScalar.CreateSaturating(factor);
        ref var row = ref _store.First(i);
        for (nuint j = 0; j < (nuint)_store.PaddedColumns; j += (nuint)Vector256<TScalar>.Count)
        {
            var w = Vector256.LoadUnsafe(ref row, j);
            Vector256.ConditionalSelect(Vector256.GreaterThan(w, Vector256<TScalar>.Zero), w * by, w).StoreUnsafe(ref row, j);
        }
    }

    /// <inheritdoc/>
    public override void NormaliseDivisively(int i, double target)
    {
        CheckRow(i);
        DivisiveNormalisation.Apply(_store, i, target);
    }

    /// <inheritdoc/>
    public override void NormaliseSubtractively(int i, double target)
    {
        CheckRow(i);
        var existing = Enumerable.Range(0, Columns).Count(j => _store.Exists(i, j));
        var by = existing == 0 ? TScalar.Zero : TScalar.CreateSaturating((RowSum(i) - target) / existing);
        foreach (ref var w in _store.Row(i))
        {
            w -= by;
        }

        _store.Tidy(i);
    }

    private void Check(AlignedVector<TScalar> r, AlignedVector<TScalar> result)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(result);
        Check(r.Length, result.Length);
    }

    private void Check(int taken, int given)
    {
        if (taken != Columns || given != Rows)
        {
            throw new ArgumentException(
                $"A {Rows} x {Columns} matrix takes {Columns} numbers to {Rows}, but the vectors have {taken} and {given}."
            );
        }
    }

    // Kernels read whole rows of memory behind the first value: a shorter vector would be left, so this is checked where they are called.
    private static void Check(NeuronSignals<TScalar> signals, int length, string name)
    {
        ArgumentNullException.ThrowIfNull(signals, name);
        Check(signals.Rate, length, name);
        Check(signals.Spikes, length, name);
        Check(signals.Change, length, name);
        Check(signals.Fast, length, name);
        Check(signals.Slow, length, name);
        Check(signals.Voltage, length, name);
    }

    private static void Check(AlignedVector<TScalar>? signal, int length, string name)
    {
        if (signal is not null && signal.Length != length)
        {
            throw new ArgumentException($"A signal must have {length} numbers, one for each neuron, but has {signal.Length}.", name);
        }
    }

    private static void Fill(NeuronSignals<TScalar> target, in SignalSpans source, int length)
    {
        target.Rate = Copy(source.Rate, target.Rate, length);
        target.Spikes = Copy(source.Spikes, target.Spikes, length);
        target.Change = Copy(source.Change, target.Change, length);
        target.Fast = Copy(source.Fast, target.Fast, length);
        target.Slow = Copy(source.Slow, target.Slow, length);
        target.Voltage = Copy(source.Voltage, target.Voltage, length);
    }

    private static AlignedVector<TScalar> Copy(ReadOnlySpan<double> source, AlignedVector<TScalar>? target, int length)
    {
        if (!source.IsEmpty && source.Length != length)
        {
            throw new ArgumentException($"A signal must have {length} numbers, but has {source.Length}.");
        }

        target ??= new(length);
        var values = target.Span;
        values.Clear();
        for (var k = 0; k < source.Length; k++)
        {
            values[k] = TScalar.CreateSaturating(source[k]);
        }

        return target;
    }

    private static void Copy(AlignedVector<TScalar> source, Span<double> target)
    {
        var values = source.Span;
        for (var k = 0; k < values.Length; k++)
        {
            target[k] = double.CreateSaturating(values[k]);
        }
    }
}
