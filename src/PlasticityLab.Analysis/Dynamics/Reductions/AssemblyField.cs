using System.Numerics;
using System.Runtime.InteropServices;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Reductions;

/// <summary>A rate network with common inhibition, whole or reduced to its P assemblies by block-averaged weights; adaptation adds as many
/// variables again when there is any. Time is in units of τ.</summary>
/// <remarks>
/// u_k = γ Σ_l B_kl r_l − w_I [Σ_l r_l/n_A + outside − A₀]₊ − b_a a_k, dr_k/dt = −r_k + φ(u_k), da_k/dt = (τ/τ_a)(r_k − a_k), without
/// noise;
/// n_A is 1 for assemblies and the size of an assembly for whole networks.
/// The state is (r_1 … r_P) or (r_1 … r_P, a_1 … a_P). All equilibria and attractors lie in the unit cube, on whose faces the field does
/// not point outward.
/// </remarks>
public sealed class AssemblyField : IVectorField
{
    private readonly Matrix _blocks;
    private readonly AssemblyPoint _point;
    private readonly double _share,
        _own;

    /// <summary>The field of given block weights.</summary>
    /// <param name="blocks">B[post, pre]: input to a unit of one assembly per full activity of another, [P, P].</param>
    /// <param name="point">Operating point and neurons.</param>
    /// <param name="assemblySize">n_A, units that count as one fully active assembly [1].</param>
    /// <exception cref="UserError">B is not square, empty or not finite.</exception>
    public AssemblyField(Matrix blocks, AssemblyPoint point, double assemblySize = 1)
        : this(blocks, point, assemblySize, 0) { }

    private AssemblyField(Matrix blocks, AssemblyPoint point, double assemblySize, double own)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(point);
        if (blocks.Rows != blocks.Columns || blocks.Rows == 0 || !blocks.IsFinite())
        {
            throw new UserError(
                $"Block weights must be a square matrix of finite numbers, but are {blocks.Rows} x {blocks.Columns}{(blocks.IsFinite() ? "" : " with entries that are not finite: the run diverged")}."
            );
        }

        (_blocks, _point, _share, _own) = (blocks, point, 1 / assemblySize, own);
        var n = Dimension;
        Box = new TrappingBox(new double[n], [.. Enumerable.Repeat(1.0, n)], IsInward: true, HoldsAllEquilibria: true);
    }

    /// <summary>P; of a whole network the number of its units.</summary>
    public int Assemblies => _blocks.Rows;

    /// <summary>B[post, pre].</summary>
    public Matrix Blocks => _blocks;

    /// <summary>Operating point and neurons.</summary>
    public AssemblyPoint Point => _point;

    /// <summary>n_A [1].</summary>
    public double AssemblySize => 1 / _share;

    /// <summary>Without adaptation as a variable: at rest a_k = r_k, so that it acts as one more, negative, input of each unit from itself.
    /// Same equilibria, other stability.</summary>
    public AssemblyField Static() => new(_blocks, _point with { Adaptation = 0 }, 1 / _share, _own - _point.Adaptation);

    /// <inheritdoc/>
    public int Dimension => _point.Adaptation == 0 ? _blocks.Rows : 2 * _blocks.Rows;

    /// <summary>The unit cube.</summary>
    public TrappingBox Box { get; }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        var p = Assemblies;
        var inhibition = _point.Inhibition * Excess(state, out _);
        for (var k = 0; k < p; k++)
        {
            derivative[k] = -state[k] + Phi(Input(state, k, inhibition));
            if (Dimension > p)
            {
                derivative[p + k] = _point.TimeRatio * (state[k] - state[p + k]);
            }
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian)
    {
        ArgumentNullException.ThrowIfNull(jacobian);
        var p = Assemblies;
        var inhibition = _point.Inhibition * Excess(state, out var slope);
        Array.Clear(jacobian.Values);
        for (var k = 0; k < p; k++)
        {
            var phi = Phi(Input(state, k, inhibition));
            var gain = _point.Beta * phi * (1 - phi);
            for (var l = 0; l < p; l++)
            {
                jacobian[k, l] =
                    (gain * ((_point.Gain * _blocks[k, l]) - (_point.Inhibition * slope) + (k == l ? _own : 0))) - (k == l ? 1 : 0);
            }

            if (Dimension > p)
            {
                jacobian[k, p + k] = -gain * _point.Adaptation;
                jacobian[p + k, k] = _point.TimeRatio;
                jacobian[p + k, p + k] = -_point.TimeRatio;
            }
        }
    }

    /// <summary>φ(0): the rate of a unit without input.</summary>
    public static double RestingRate(double beta, double theta) => 1 / (1 + Math.Exp(beta * theta));

    private double Input(ReadOnlySpan<double> state, int k, double inhibition)
    {
        var sum = Dot(_blocks.Row(k), state[..Assemblies]);
        return (_point.Gain * sum)
            + (_own * state[k])
            - inhibition
            - (Dimension > Assemblies ? _point.Adaptation * state[Assemblies + k] : 0);
    }

    private double Excess(ReadOnlySpan<double> state, out double slope)
    {
        double sum = 0;
        for (var l = 0; l < Assemblies; l++)
        {
            sum += state[l];
        }

        var x = (_share * sum) + _point.Outside - _point.Threshold;
        if (_point.Smoothing == 0)
        {
            slope = x > 0 ? _share : 0;
            return Math.Max(0, x);
        }

        var root = Math.Sqrt((x * x) + (_point.Smoothing * _point.Smoothing));
        slope = 0.5 * (1 + (x / root)) * _share;
        return 0.5 * (x + root);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var total = Vector<double>.Zero;
        for (var i = 0; i < va.Length; i++)
        {
            total += va[i] * vb[i];
        }

        var sum = Vector.Sum(total);
        for (var i = va.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private double Phi(double u) => 1 / (1 + Math.Exp(-_point.Beta * (u - _point.Theta)));
}
