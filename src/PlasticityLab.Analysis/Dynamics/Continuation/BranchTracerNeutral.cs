using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Branches of rings, lines and planes of equilibria, exact or nearly so: along the set nothing says where to stay.</summary>
/// <remarks>There the extended Jacobian [F_x F_p; tᵀ] is singular beside its own direction, and Newton would move along the set by rounding
/// over almost nothing. Steps of least norm stay where they are on it, which is the phase condition of Beyn and Thümmler 2004, SIAM J. Appl.
/// Dyn. Syst. 3:85, for any symmetry and without knowing it. What is left of F must be rounding, else the place is no equilibrium. Signs of the
/// neutral eigenvalues are rounding too: they are carried on from where they could be read, so that a ring of N neurons, whose equilibria
/// part from their ring as the amplitude to the power N − 2, keeps its count of unstable directions down to the critical gain.</remarks>
internal sealed partial class BranchTracer
{
    /// <summary>Singular values below this, in equations of unit size, are neutral: rounding (1e-16) over them is above the accuracy at which
    /// Newton ends (1e-10).</summary>
    private const double Faint = 1e-6;

    /// <summary>Left and right singular vectors of the neutral directions, in balanced equations.</summary>
    private sealed record NeutralSpace(double[][] Left, double[][] Right);

    /// <summary>A x = b by the step of least norm that leaves neutral directions alone; <paramref name="faint"/> says whether there were
    /// any. Null when A is not finite.</summary>
    private double[]? Step(Matrix a, double[] b, out bool faint)
    {
        faint = false;
        var lu = new Lu(a);
        if (lu.SmallestPivot < 1e2 * Faint && a.IsFinite() && Array.TrueForAll(b, double.IsFinite))
        {
            var (balanced, rows, columns) = Balanced(a);
            var svd = Svd.Decompose(balanced);
            faint = svd.Values[^1] < Faint;
            if (faint)
            {
                var right = b.Zip(rows, (v, size) => v / size).ToArray();
                var x = new double[b.Length];
                for (var k = 0; k < x.Length && svd.Values[k] >= Faint; k++)
                {
                    double along = 0;
                    for (var i = 0; i < x.Length; i++)
                    {
                        along += svd.U[i, k] * right[i];
                    }

                    for (var i = 0; i < x.Length; i++)
                    {
                        x[i] += along / svd.Values[k] * svd.Vt[k, i];
                    }
                }

                return [.. x.Zip(columns, (v, size) => v / size)];
            }
        }

        if (lu.IsSingular)
        {
            return null;
        }

        lu.Solve(b);
        return Array.TrueForAll(b, double.IsFinite) ? b : null;
    }

    private NeutralSpace? NeutralOf(Matrix augmented)
    {
        if (new Lu(augmented).SmallestPivot >= 1e2 * Faint || !augmented.IsFinite())
        {
            return null;
        }

        var svd = Svd.Decompose(Balanced(augmented).A);
        var first = svd.Values.Count(value => value >= Faint);
        return first == svd.Values.Length
            ? null
            : new(
                [.. Enumerable.Range(first, svd.Values.Length - first).Select(k => svd.U.Transpose().Row(k).ToArray())],
                [.. Enumerable.Range(first, svd.Values.Length - first).Select(k => svd.Vt.Row(k).ToArray())]
            );
    }

    // Equations with time constants far apart, and a parameter that acts strongly or hardly at all, in sizes of their own: row i has
    // |∂F_i/∂x| = 1, the column of the parameter is at most 1.
    private (Matrix A, double[] Rows, double[] Columns) Balanced(Matrix a)
    {
        var rows = Enumerable.Range(0, a.Rows).Select(i => i < _n && Linear.Norm(a.Row(i)[.._n]) is > 0 and var size ? size : 1).ToArray();
        var columns = new double[a.Columns];
        for (var j = 0; j < a.Columns; j++)
        {
            var size = j < _n ? 1 : Math.Sqrt(Enumerable.Range(0, a.Rows).Sum(i => a[i, j] / rows[i] * (a[i, j] / rows[i])));
            columns[j] = Math.Max(1, size);
        }

        return (Matrix.From(a.Rows, a.Columns, (i, j) => a[i, j] / rows[i] / columns[j]), rows, columns);
    }

    // What is left of F along neutral directions.
    private bool Rests(double[] x, double p)
    {
        var (f, j) = (_calculus.F(x, p), _calculus.J(x, p));
        var size = 1 + Linear.Norm(x);
        return Enumerable.Range(0, _n).All(i => Math.Abs(f[i]) <= 1e-12 * size * Math.Max(Linear.Norm(j.Row(i)), 1e-300));
    }

    // Signs at the tangent: unknown (0) where a direction is neutral.
    private Place Signed(Place place)
    {
        var augmented = Augmented(place.X, place.Q, place.Tangent).A;
        var neutral = NeutralOf(augmented);
        return place with { Neutral = neutral, Determinant = neutral is null ? Linear.DeterminantSign(augmented) : 0, Hidden = null };
    }

    // The next place with what is hidden in its neutral directions taken over from the one before.
    private Place Carried(Place here, Place next)
    {
        if (next.Neutral is null)
        {
            return next;
        }

        var wide = here.Neutral is { } own && own.Left.Length > next.Neutral.Left.Length ? own : next.Neutral;
        return next with
        {
            Determinant = here.Determinant * FilledSign(here, wide) * FilledSign(next, wide),
            Hidden = here.IsKnown ? here.Unstable - here.Apart(wide.Left.Length) : null,
        };
    }

    // The sign of the determinant with the neutral directions filled in.
    private int FilledSign(Place place, NeutralSpace neutral)
    {
        var a = Balanced(Augmented(place.X, place.Q, place.Tangent).A).A;
        for (var k = 0; k < neutral.Left.Length; k++)
        {
            for (var i = 0; i <= _n; i++)
            {
                for (var j = 0; j <= _n; j++)
                {
                    a[i, j] += neutral.Left[k][i] * neutral.Right[k][j];
                }
            }
        }

        return Linear.DeterminantSign(a);
    }

    // How many directions became unstable; of places where that cannot be read, in the other directions.
    private static int Change(Place a, Place b)
    {
        if (a.IsKnown && b.IsKnown)
        {
            return b.Unstable - a.Unstable;
        }

        var count = Math.Max(a.Neutral?.Left.Length ?? 0, b.Neutral?.Left.Length ?? 0);
        return b.Apart(count) - a.Apart(count);
    }
}
