using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Sparse;

/// <summary>A sparse matrix in compressed rows (CSR): which synapses exist is fixed at creation, their values change. W[post, pre]: row i
/// receives, column j sends.</summary>
/// <remarks>
/// Sums run in four interleaved partial sums, (s₀ + s₁) + (s₂ + s₃), then the rest of the row: the order is part of the definition,
/// so a product has the same bits on every machine whatever its vector length. The multiply and the add are separate, never fused, for the
/// same reason.
/// </remarks>
public sealed class SparseMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly double[] _values;

    private SparseMatrix(int rows, int columns, int[] starts, int[] columnIndices) =>
        (Rows, Columns, _starts, _columns, _values) = (rows, columns, starts, columnIndices, new double[columnIndices.Length]);

    /// <summary>Number of rows (receiving neurons).</summary>
    public int Rows { get; }

    /// <summary>Number of columns (sending neurons).</summary>
    public int Columns { get; }

    /// <summary>Number of synapses.</summary>
    public int Count => _columns.Length;

    /// <summary>Where each row starts among the synapses; length rows + 1.</summary>
    public ReadOnlySpan<int> RowStarts => _starts;

    /// <summary>The sending neuron of each synapse, row after row, ascending within a row.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columns;

    /// <summary>The value of each synapse, row after row.</summary>
    public Span<double> Values => _values;

    /// <summary>Every synapse exists with probability <paramref name="probability"/>, independently; all values are 0.</summary>
    /// <param name="rows">Number of receiving neurons.</param>
    /// <param name="columns">Number of sending neurons.</param>
    /// <param name="probability">Probability of a synapse [1], in [0, 1].</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="withDiagonal">Whether a neuron may connect to itself.</param>
    /// <exception cref="UserError">The probability is outside [0, 1].</exception>
    public static SparseMatrix Random(int rows, int columns, double probability, RandomStream random, bool withDiagonal = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentNullException.ThrowIfNull(random);
        UserError.ThrowIfAny(Require.All(Require.Between(probability, 0, 1)));
        var starts = new int[rows + 1];
        var found = new List<int>((int)Math.Min(Array.MaxLength, 1.05 * probability * rows * columns) + 16);

        // The distance to the next synapse is geometric, so the draw costs one number per synapse and not one per pair.
        var scale = 1 / Math.Log(1 - probability); // −0 for probability 1, −∞ for 0
        for (var i = 0; i < rows; i++)
        {
            starts[i] = found.Count;
            for (var j = Skip(); j < columns; j += 1 + Skip())
            {
                if (withDiagonal || j != i)
                {
                    found.Add((int)j);
                }
            }
        }

        starts[rows] = found.Count;
        return new(rows, columns, starts, [.. found]);

        double Skip() => probability <= 0 ? double.PositiveInfinity : Math.Floor(Math.Log(1 - random.NextDouble()) * scale);
    }

    /// <summary>The entries of a dense matrix that are not 0.</summary>
    public static SparseMatrix FromDense(Matrix dense)
    {
        ArgumentNullException.ThrowIfNull(dense);
        var starts = new int[dense.Rows + 1];
        var columns = new List<int>();
        var values = new List<double>();
        for (var i = 0; i < dense.Rows; i++)
        {
            starts[i] = columns.Count;
            var row = dense.Row(i);
            for (var j = 0; j < row.Length; j++)
            {
                if (row[j] != 0)
                {
                    columns.Add(j);
                    values.Add(row[j]);
                }
            }
        }

        starts[dense.Rows] = columns.Count;
        var result = new SparseMatrix(dense.Rows, dense.Columns, starts, [.. columns]);
        values.CopyTo(result._values);
        return result;
    }

    /// <summary>The same matrix with its zeros written out.</summary>
    public Matrix ToDense()
    {
        var result = new Matrix(Rows, Columns);
        for (var i = 0; i < Rows; i++)
        {
            for (var k = _starts[i]; k < _starts[i + 1]; k++)
            {
                result[i, _columns[k]] = _values[k];
            }
        }

        return result;
    }

    /// <summary>y = W x. Cost: one read of W.</summary>
    /// <param name="x">Activity of the senders, length <see cref="Columns"/>.</param>
    /// <param name="y">Sum of inputs to the receivers, length <see cref="Rows"/>; overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.Length != Columns || y.Length != Rows)
        {
            throw new ArgumentException(
                $"A {Rows} x {Columns} matrix takes {Columns} numbers to {Rows}, but {x.Length} and {y.Length} were given."
            );
        }

        ref var source = ref MemoryMarshal.GetReference(x);
        ref var value = ref MemoryMarshal.GetArrayDataReference(_values);
        ref var column = ref MemoryMarshal.GetArrayDataReference(_columns);
        for (var i = 0; i < y.Length; i++)
        {
            var k = _starts[i];
            var end = _starts[i + 1];
            var sums = Vector256<double>.Zero;

            // Four scalar loads instead of the gather instruction: as fast on the machines tried, and the same on all.
            for (; k + 4 <= end; k += 4)
            {
                var senders = Vector256.Create(
                    Unsafe.Add(ref source, Unsafe.Add(ref column, k)),
                    Unsafe.Add(ref source, Unsafe.Add(ref column, k + 1)),
                    Unsafe.Add(ref source, Unsafe.Add(ref column, k + 2)),
                    Unsafe.Add(ref source, Unsafe.Add(ref column, k + 3))
                );
                sums += Vector256.LoadUnsafe(ref value, (nuint)k) * senders;
            }

            var sum = sums.GetElement(0) + sums.GetElement(1) + (sums.GetElement(2) + sums.GetElement(3));
            for (; k < end; k++)
            {
                sum += Unsafe.Add(ref value, k) * Unsafe.Add(ref source, Unsafe.Add(ref column, k));
            }

            y[i] = sum;
        }
    }

    /// <summary>W_ij += a Σ_k P_ik Q_jk at the synapses that exist: outer products of patterns, as Hebbian storage prescribes.</summary>
    /// <param name="a">Factor [weight].</param>
    /// <param name="post">P, one row per receiving neuron, one column per pattern.</param>
    /// <param name="pre">Q, one row per sending neuron, one column per pattern.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AddOuterProducts(double a, Matrix post, Matrix pre)
    {
        ArgumentNullException.ThrowIfNull(post);
        ArgumentNullException.ThrowIfNull(pre);
        if (post.Rows != Rows || pre.Rows != Columns || post.Columns != pre.Columns)
        {
            throw new ArgumentException(
                $"A {Rows} x {Columns} matrix takes patterns of shape [{Rows}, k] and [{Columns}, k], but found [{post.Rows}, {post.Columns}] and [{pre.Rows}, {pre.Columns}]."
            );
        }

        for (var i = 0; i < Rows; i++)
        {
            var receiver = post.Row(i);
            for (var k = _starts[i]; k < _starts[i + 1]; k++)
            {
                _values[k] += a * Dot(receiver, pre.Row(_columns[k]));
            }
        }
    }

    /// <summary>Multiplies every value.</summary>
    public void Scale(double factor)
    {
        foreach (ref var value in Values)
        {
            value *= factor;
        }
    }

    private static double Dot(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        ref var a = ref MemoryMarshal.GetReference(p);
        ref var b = ref MemoryMarshal.GetReference(q);
        var sums = Vector256<double>.Zero;
        var k = 0;
        for (; k + 4 <= p.Length; k += 4)
        {
            sums += Vector256.LoadUnsafe(ref a, (nuint)k) * Vector256.LoadUnsafe(ref b, (nuint)k);
        }

        var sum = sums.GetElement(0) + sums.GetElement(1) + (sums.GetElement(2) + sums.GetElement(3));
        for (; k < p.Length; k++)
        {
            sum += Unsafe.Add(ref a, k) * Unsafe.Add(ref b, k);
        }

        return sum;
    }
}
