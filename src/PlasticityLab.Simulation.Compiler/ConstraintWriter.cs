using PlasticityLab.Models.Networks;
using PlasticityLab.Simulation.Compiler.Wasm;
using PlasticityLab.Simulation.Rate;

namespace PlasticityLab.Simulation.Compiler;

/// <summary>Writes what is done to the rows of weights beside the rule: bounds, the cap on positive sums, subtractive normalisation, as
/// <see cref="Rate.RowConstraints"/> does it.</summary>
internal sealed class ConstraintWriter(RateNetwork network, LearningSpec learning, KernelArrays at)
{
    private const int One = sizeof(double),
        Two = 2 * One;

    private Node Bound => Node.Both(learning.WeightMax / network.AssemblySize);

    /// <summary>The sums that constraints go back to, from the weights that stand there; then the weights inside their bounds.</summary>
    public void Remember(Function f) =>
        f.For(
            network.Units,
            1,
            i =>
            {
                var (row, unit) = (f.Let((i * at.Stride) + at.Weights), f.Let(i * One));
                f.Store(at.Caps, unit, Node.Number(learning.Cap) * PositiveSums(f, row, 1)[0]);
                Bounded(f, row, unit);
                f.Store(at.Sums, unit, Sum(f, row));
            }
        );

    /// <summary>enforce().</summary>
    public Function Enforce()
    {
        var f = new Function("enforce", []);
        if (double.IsFinite(learning.Cap))
        {
            // Four rows are summed side by side, because each sum must wait for its last addition.
            f.For(
                network.Units,
                4,
                i =>
                {
                    var row = f.Let((i * at.Stride) + at.Weights);
                    var sums = PositiveSums(f, row, 4);
                    for (var k = 0; k < 4; k++)
                    {
                        Cap(f, f.Let(row + (k * at.Stride)), f.Let((i + k) * One), sums[k]);
                    }
                }
            );
        }

        if (learning.Normalisation == RowNormalisation.Subtractive)
        {
            f.For(
                network.Units,
                1,
                i =>
                {
                    var (row, unit) = (f.Let((i * at.Stride) + at.Weights), f.Let(i * One));
                    var by = f.Let(((Sum(f, row) - Function.Load(Kind.F64, at.Sums, unit)) / Node.Number(network.Units - 1)).Splat());
                    f.For(at.Vector, Two, j => f.Store(0, row + j, Function.Load(Kind.F64x2, 0, row + j) - by));
                    Bounded(f, row, unit);
                }
            );
        }

        return f;
    }

    private void Cap(Function f, Node row, Node unit, Node sum)
    {
        var cap = f.Let(Function.Load(Kind.F64, at.Caps, unit));
        f.If(
            sum > cap,
            () =>
            {
                var by = f.Let((cap / sum).Splat());
                f.For(
                    at.Vector,
                    Two,
                    j =>
                    {
                        var w = Function.Load(Kind.F64x2, 0, row + j);
                        f.Store(0, row + j, Node.Choose(w > Node.Both(0.0), w * by, w));
                    }
                );
            }
        );
    }

    // Σ_j [w_ij]₊ of rows one after another, from the first sender to the last. Rows past the end are spare ones that hold zeros.
    private Node[] PositiveSums(Function f, Node row, int rows)
    {
        var sums = Enumerable.Range(0, rows).Select(_ => f.Let(Node.Both(0.0))).ToArray();
        f.For(
            network.Units * One,
            One,
            j =>
            {
                for (var k = 0; k < rows; k++)
                {
                    var w = Function.LoadBoth(k * at.Stride, row + j);
                    f.Set(sums[k], sums[k] + (w & (w > Node.Both(0.0))));
                }
            }
        );
        return [.. sums.Select(sum => f.Let(sum.At(0)))];
    }

    private Node Sum(Function f, Node row)
    {
        var sum = f.Let(Node.Number(0));
        f.For(network.Units * One, One, j => f.Set(sum, sum + Function.Load(Kind.F64, 0, row + j)));
        return sum;
    }

    // Inside the bounds, no self-connection, nothing behind the last sender.
    private void Bounded(Function f, Node row, Node unit)
    {
        f.For(at.Vector, Two, j => f.Store(0, row + j, Node.Clamp(Function.Load(Kind.F64x2, 0, row + j), -Bound, Bound)));
        f.Store(0, row + unit, Node.Number(0));
        for (var k = network.Units; k < at.Vector / One; k++)
        {
            f.Store(k * One, row, Node.Number(0));
        }
    }
}
