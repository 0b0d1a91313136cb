using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Ode;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>A closed orbit by collocation at Gauss points on a mesh that follows the orbit: fine where it jumps, coarse where it
/// creeps.</summary>
/// <remarks>De Boor and Swartz 1973, SIAM J. Numer. Anal. 10:582 (superconvergence at the mesh points, so that the period has order 2m);
/// Ascher, Mattheij and Russell 1988, Numerical Solution of Boundary Value Problems, ch. 5 and 9 (condensation of the stages, meshes of
/// equal error); Doedel, Keller and Kernevez 1991, Int. J. Bifurcation Chaos 1:745 (periodic orbits with the period as an unknown). The
/// linear systems are eliminated interval by interval with pivoting between neighbours, which neither growing nor decaying directions
/// spoil (Wright 1992, SIAM J. Sci. Stat. Comput. 13:742). It shares nothing with shooting but the field, so the difference of the two
/// periods is a difference of two results.</remarks>
internal sealed class MeshCollocation
{
    /// <summary>The last mode of every interval shall be below this share of the orbit's excursion.</summary>
    private const double Resolved = 2e-12;
    private readonly IVectorField _field;
    private readonly CancellationToken _cancellation;
    private readonly GaussRule _rule;
    private readonly int _n,
        _most;

    private MeshCollocation(IVectorField field, CancellationToken cancellation)
    {
        (_field, _cancellation, _n) = (field, cancellation, field.Dimension);
        // Dense systems of stages × n unknowns a interval: fewer stages where n is large.
        _rule = new GaussRule(
            _n <= 8 ? 7
            : _n <= 30 ? 5
            : 3
        );
        _most = Math.Clamp(6000 / _n, 60, 1200);
    }

    /// <summary>The orbit near one that is known by points equally spaced in time; null when Newton does not converge.</summary>
    public static CollocatedOrbit? Refine(IVectorField field, IReadOnlyList<double[]> known, double period, CancellationToken cancellation)
    {
        var run = new MeshCollocation(field, cancellation);
        if (run.Guess(known, period) is not { } orbit)
        {
            return null;
        }

        CollocatedOrbit? best = null;
        for (var round = 0; round < 8; round++)
        {
            if (run.Newton(orbit) is not { } next)
            {
                return best;
            }

            best = next;
            var tails = best.Tails();
            if (tails.Max() < Resolved || (best.Intervals >= run._most && round > 3))
            {
                break;
            }

            orbit = run.Remeshed(best, tails);
        }

        return best;
    }

    // Steps of an adaptive integrator are short where the orbit is fast: a few of them make an interval.
    private CollocatedOrbit? Guess(IReadOnlyList<double[]> known, double period)
    {
        void F(double t, ReadOnlySpan<double> x, Span<double> d) => _field.Evaluate(x, d);
        var size = known.Max(x => x.Max(Math.Abs));
        var options = new OdeOptions
        {
            RelativeTolerance = 1e-8,
            AbsoluteTolerance = 1e-9 * Math.Max(size, 1e-300),
            MaximumSteps = 400_000,
        };
        var piece = period / known.Count;
        var steps = new List<double>();
        for (var k = 0; k < known.Count; k++)
        {
            var run = new DormandPrince(F, 0, known[k], options);
            while (run.StepTo(piece))
            {
                _cancellation.ThrowIfCancellationRequested();
                steps.Add((k + (run.Time / piece)) / known.Count);
            }

            if (run.Failed)
            {
                return null;
            }
        }

        var count = Math.Clamp(steps.Count / 4, 20, _most / 2);
        var mesh = new double[count + 1];
        for (var j = 1; j < count; j++)
        {
            var at = (double)j * steps.Count / count;
            var k = (int)at;
            var before = k == 0 ? 0 : steps[k - 1];
            mesh[j] = before + ((at - k) * (steps[k] - before));
        }

        mesh[count] = 1;
        var phases = mesh.Take(count)
            .Concat(Enumerable.Range(0, count).SelectMany(j => _rule.Nodes.Select(c => mesh[j] + (c * (mesh[j + 1] - mesh[j])))));
        var states = new Dictionary<double, double[]>();
        foreach (var group in phases.Distinct().Order().GroupBy(s => Math.Min(known.Count - 1, (int)(s * known.Count))))
        {
            double[] times = [.. group.Select(s => Math.Clamp((s * known.Count) - group.Key, 0, 1) * piece)];
            var solution = OdeSolver.Solve(F, 0, known[group.Key], Math.Max(times[^1], 1e-3 * piece), options, times, null, _cancellation);
            foreach (var (s, x) in group.Zip(solution.States))
            {
                states[s] = x;
            }
        }

        return states.Count < (_rule.Stages + 1) * count
            ? null
            : Make(
                mesh,
                [.. mesh.Take(count).Select(s => states[s])],
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(j => _rule.Nodes.Select(c => states[mesh[j] + (c * (mesh[j + 1] - mesh[j]))]).ToArray()),
                ],
                period
            );
    }

    private CollocatedOrbit Make(double[] mesh, double[][] points, double[][][] stages, double period) =>
        new(
            _rule,
            mesh,
            points,
            stages,
            [
                .. stages.Select(interval =>
                    interval
                        .Select(x =>
                        {
                            var f = new double[_n];
                            _field.Evaluate(x, f);
                            return f;
                        })
                        .ToArray()
                ),
            ],
            period
        );

    // A mesh on which every interval has the same share of the density (last mode)^(1/m) / length, none longer than a few means.
    private CollocatedOrbit Remeshed(CollocatedOrbit orbit, double[] tails)
    {
        var (count, m) = (orbit.Intervals, _rule.Stages);
        var density = tails.Select((tail, j) => Math.Pow(tail + 1e-16, 1.0 / m) / (orbit.Mesh[j + 1] - orbit.Mesh[j])).ToArray();
        var mean = density.Select((d, j) => d * (orbit.Mesh[j + 1] - orbit.Mesh[j])).Sum();
        // Neighbours share their density, so that a jump between two intervals is not missed.
        var smooth = Enumerable
            .Range(0, count)
            .Select(j =>
                Math.Max(0.25 * mean, Math.Max(density[j], 0.5 * Math.Max(density[(j + 1) % count], density[(j + count - 1) % count])))
            )
            .ToArray();
        var total = smooth.Select((d, j) => d * (orbit.Mesh[j + 1] - orbit.Mesh[j])).Sum();
        // With N equal shares each last mode is about (total / N)^m.
        var wanted = (int)Math.Ceiling(1.1 * total / Math.Pow(0.3 * Resolved, 1.0 / m));
        var next = Math.Clamp(Math.Max(wanted, count / 2), 20, Math.Min(_most, 3 * count));
        var mesh = new double[next + 1];
        var (at, passed) = (0, 0.0);
        for (var j = 1; j < next; j++)
        {
            var goal = total * j / next;
            while (at < count - 1 && passed + (smooth[at] * (orbit.Mesh[at + 1] - orbit.Mesh[at])) < goal)
            {
                passed += smooth[at] * (orbit.Mesh[at + 1] - orbit.Mesh[at]);
                at++;
            }

            mesh[j] = orbit.Mesh[at] + ((goal - passed) / smooth[at]);
        }

        mesh[next] = 1;
        return Make(
            mesh,
            [.. mesh.Take(next).Select(orbit.At)],
            [
                .. Enumerable
                    .Range(0, next)
                    .Select(j => _rule.Nodes.Select(c => orbit.At(mesh[j] + (c * (mesh[j + 1] - mesh[j])))).ToArray()),
            ],
            orbit.Period
        );
    }

    private CollocatedOrbit? Newton(CollocatedOrbit orbit)
    {
        var last = double.PositiveInfinity;
        for (var round = 0; round < 15; round++)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (Step(orbit) is not var (points, stages, time))
            {
                return null;
            }

            var size = orbit.Points.Max(x => x.Max(Math.Abs));
            var moved = Math.Max(points.Max(x => x.Max(Math.Abs)) / size, Math.Abs(time) / orbit.Period);
            if (!double.IsFinite(moved) || moved > 1 || (round > 8 && moved > last))
            {
                return null;
            }

            orbit = Make(
                orbit.Mesh,
                [.. orbit.Points.Zip(points, Sum)],
                [.. orbit.Stages.Zip(stages, (a, b) => a.Zip(b, Sum).ToArray())],
                orbit.Period + time
            );
            if (moved < 1e-13 || (moved < 1e-10 && moved > 0.3 * last))
            {
                return orbit;
            }

            last = moved;
        }

        return last < 1e-9 ? orbit : null;
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    /// <summary>δu_{j+1} = Φ δu_j + τ δT + ρ on an interval whose stages are δU = X δu_j + y δT + z.</summary>
    private sealed record Condensed(Matrix Stages, Matrix Phi, double[] Tau, double[] Rho);

    private (double[][] Points, double[][][] Stages, double Time)? Step(CollocatedOrbit orbit)
    {
        var count = orbit.Intervals;
        var pieces = new Condensed[count];
        for (var j = 0; j < count; j++)
        {
            if (Condense(orbit, j) is not { } piece)
            {
                return null;
            }

            pieces[j] = piece;
        }

        if (Eliminate(orbit, pieces) is not var (moves, time))
        {
            return null;
        }

        var stages = new double[count][][];
        for (var j = 0; j < count; j++)
        {
            stages[j] = new double[_rule.Stages][];
            for (var k = 0; k < _rule.Stages; k++)
            {
                var move = new double[_n];
                for (var i = 0; i < _n; i++)
                {
                    var row = pieces[j].Stages.Row((k * _n) + i);
                    move[i] = Linear.Dot(row[.._n], moves[j]) + (row[_n] * time) + row[_n + 1];
                }

                stages[j][k] = move;
            }
        }

        return (moves, stages, time);
    }

    private Condensed? Condense(CollocatedOrbit orbit, int j)
    {
        var (m, share) = (_rule.Stages, orbit.Mesh[j + 1] - orbit.Mesh[j]);
        var h = share * orbit.Period;
        var jacobians = new Matrix[m];
        for (var k = 0; k < m; k++)
        {
            jacobians[k] = new Matrix(_n, _n);
            _field.Jacobian(orbit.Stages[j][k], jacobians[k]);
        }

        var a = new Matrix(m * _n, m * _n);
        var right = new Matrix(m * _n, _n + 2);
        for (var s = 0; s < m; s++)
        {
            for (var i = 0; i < _n; i++)
            {
                var row = (s * _n) + i;
                a[row, row] = 1;
                right[row, i] = 1;
                right[row, _n + 1] = orbit.Points[j][i] - orbit.Stages[j][s][i];
                for (var k = 0; k < m; k++)
                {
                    right[row, _n] += share * _rule.A[s, k] * orbit.Slopes[j][k][i];
                    right[row, _n + 1] += h * _rule.A[s, k] * orbit.Slopes[j][k][i];
                    for (var l = 0; l < _n; l++)
                    {
                        a[row, (k * _n) + l] -= h * _rule.A[s, k] * jacobians[k][i, l];
                    }
                }
            }
        }

        var lu = new Lu(a);
        if (lu.IsSingular)
        {
            return null;
        }

        var solved = lu.Solve(right);
        var (phi, tau, rho) = (Matrix.Identity(_n), new double[_n], new double[_n]);
        var next = orbit.Points[(j + 1) % orbit.Intervals];
        for (var i = 0; i < _n; i++)
        {
            rho[i] = orbit.Points[j][i] - next[i];
            for (var k = 0; k < m; k++)
            {
                tau[i] += share * _rule.Weights[k] * orbit.Slopes[j][k][i];
                rho[i] += h * _rule.Weights[k] * orbit.Slopes[j][k][i];
                for (var l = 0; l < _n; l++)
                {
                    var weight = h * _rule.Weights[k] * jacobians[k][i, l];
                    var row = solved.Row((k * _n) + l);
                    for (var c = 0; c < _n; c++)
                    {
                        phi[i, c] += weight * row[c];
                    }

                    tau[i] += weight * row[_n];
                    rho[i] += weight * row[_n + 1];
                }
            }
        }

        return new(solved, phi, tau, rho);
    }

    // P δ_0 + Q δ_j = c + d δT is carried along; with the next interval, δ_j is eliminated by rows of both, the largest pivot first.
    private (double[][] Moves, double Time)? Eliminate(CollocatedOrbit orbit, Condensed[] pieces)
    {
        var (count, width) = (pieces.Length, (3 * _n) + 2);
        // Columns: δ_j, δ_0, δ_{j+1}, c, d.
        var lower = new Matrix(_n, width);
        var saved = new Matrix[count];
        for (var i = 0; i < _n; i++)
        {
            for (var c = 0; c < _n; c++)
            {
                lower[i, _n + c] = -pieces[0].Phi[i, c];
            }

            (lower[i, (2 * _n) + i], lower[i, 3 * _n], lower[i, (3 * _n) + 1]) = (1, pieces[0].Rho[i], pieces[0].Tau[i]);
        }

        for (var j = 1; j < count; j++)
        {
            var block = new Matrix(2 * _n, width);
            for (var i = 0; i < _n; i++)
            {
                // What was δ_{j+1} is now δ_j.
                lower.Row(i).Slice(2 * _n, _n).CopyTo(block.Row(i));
                lower.Row(i).Slice(_n, _n).CopyTo(block.Row(i)[_n..]);
                lower.Row(i)[(3 * _n)..].CopyTo(block.Row(i)[(3 * _n)..]);
                for (var c = 0; c < _n; c++)
                {
                    block[_n + i, c] = -pieces[j].Phi[i, c];
                }

                block[_n + i, (2 * _n) + i] = 1;
                (block[_n + i, 3 * _n], block[_n + i, (3 * _n) + 1]) = (pieces[j].Rho[i], pieces[j].Tau[i]);
            }

            if (!Triangular(block, _n))
            {
                return null;
            }

            saved[j] = block;
            lower = Matrix.From(_n, width, (i, c) => block[_n + i, c]);
        }

        // δ_N = δ_0; the phase: no move along the flow at the first point.
        var final = new Matrix(_n + 1, _n + 1);
        var right = new double[_n + 1];
        var speed = Speed(orbit.Points[0]);
        for (var i = 0; i < _n; i++)
        {
            for (var c = 0; c < _n; c++)
            {
                final[i, c] = lower[i, _n + c] + lower[i, (2 * _n) + c];
            }

            (final[i, _n], right[i], final[_n, i]) = (-lower[i, (3 * _n) + 1], lower[i, 3 * _n], speed[i]);
        }

        if (Linear.Solve(final, right) is not { } solution)
        {
            return null;
        }

        var moves = new double[count][];
        var time = solution[_n];
        moves[0] = solution[.._n];
        var after = moves[0];
        for (var j = count - 1; j > 0; j--)
        {
            moves[j] = after = Back(saved[j], moves[0], after, time);
        }

        return (moves, time);
    }

    private double[] Speed(double[] x)
    {
        var f = new double[_n];
        _field.Evaluate(x, f);
        return Linear.Unit(f);
    }

    // Gaussian elimination of the first columns with the largest pivot among all rows left.
    private static bool Triangular(Matrix block, int columns)
    {
        for (var k = 0; k < columns; k++)
        {
            var pivot = k;
            for (var i = k + 1; i < block.Rows; i++)
            {
                pivot = Math.Abs(block[i, k]) > Math.Abs(block[pivot, k]) ? i : pivot;
            }

            if (block[pivot, k] == 0)
            {
                return false;
            }

            for (var c = k; c < block.Columns && pivot != k; c++)
            {
                (block[k, c], block[pivot, c]) = (block[pivot, c], block[k, c]);
            }

            for (var i = k + 1; i < block.Rows; i++)
            {
                var factor = block[i, k] / block[k, k];
                for (var c = k; c < block.Columns && factor != 0; c++)
                {
                    block[i, c] -= factor * block[k, c];
                }
            }
        }

        return true;
    }

    private double[] Back(Matrix block, double[] first, double[] after, double time)
    {
        var x = new double[_n];
        for (var k = _n - 1; k >= 0; k--)
        {
            var row = block.Row(k);
            var sum =
                row[3 * _n] + (row[(3 * _n) + 1] * time) - Linear.Dot(row.Slice(_n, _n), first) - Linear.Dot(row.Slice(2 * _n, _n), after);
            for (var c = k + 1; c < _n; c++)
            {
                sum -= row[c] * x[c];
            }

            x[k] = sum / row[k];
        }

        return x;
    }
}
