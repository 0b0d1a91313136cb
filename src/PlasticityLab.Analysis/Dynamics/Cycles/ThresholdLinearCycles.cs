using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>Closed orbits of threshold-linear fields, exact between switches: shooting along the exact flow, then Newton on (start state,
/// durations) with the sequence of switches fixed.</summary>
internal static class ThresholdLinearCycles
{
    private const int SampleCount = 400;

    public static LimitCycle? Refine(ThresholdLinear field, ReadOnlySpan<double> guess, double period, CancellationToken cancellation)
    {
        var flow = new ThresholdLinearFlow(field);
        if (Shooting.Refine(field, flow, guess, period, cancellation) is not { } shot)
        {
            return null;
        }

        // Start just behind a switch, so that a period is a whole number of pieces.
        var x = (double[])shot.Point.Clone();
        var lead = new List<ThresholdLinearFlow.Piece>();
        flow.Run(x, null, shot.Period, lead, 1, cancellation);
        if (lead.Count == 0 || lead[0].Switch < 0)
        {
            return null;
        }

        var pieces = new List<ThresholdLinearFlow.Piece>();
        var y = (double[])x.Clone();
        flow.Run(y, null, shot.Period * (1 + 1e-9), pieces, 10_000, cancellation);
        if (pieces[^1].Switch < 0)
        {
            pieces.RemoveAt(pieces.Count - 1);
        }

        var (start, durations, residual) = FixedSequence(field, flow, x, pieces, cancellation);
        var total = durations.Sum();
        var monodromy = Matrix.Identity(field.Dimension);
        var state = (double[])start.Clone();
        flow.Advance(state, monodromy, total, cancellation);
        double trace = 0;
        for (var k = 0; k < pieces.Count; k++)
        {
            var piece = pieces[k];
            trace +=
                durations[k]
                / field.Tau
                * (Enumerable.Range(0, field.Dimension).Where(i => piece.Active[i]).Sum(i => field.Weights[i, i]) - field.Dimension);
        }

        return new LimitCycle
        {
            PeriodCollocation = total,
            PeriodShooting = shot.Period,
            PointOnCycle = start,
            Samples = Sampled(flow, start, total, cancellation),
            Extrema = Extrema(field, flow, start, pieces, durations),
            Mean = Mean(flow, start, pieces, durations),
            NontrivialMultipliers = LimitCycles.Nontrivial(monodromy),
            IntegralOfTrace = trace,
            Residual = Math.Max(residual, shot.Residual),
            SwitchingSequence =
            [
                .. pieces.Select(
                    (piece, k) =>
                        new CyclePiece([.. Enumerable.Range(0, field.Dimension).Where(i => piece.Active[i])], durations[k], piece.Switch)
                ),
            ],
        };
    }

    private static Matrix Sampled(ThresholdLinearFlow flow, double[] start, double period, CancellationToken cancellation)
    {
        var points = MultipleShooting.Resample(flow, [start], period, SampleCount, cancellation);
        return Matrix.From(SampleCount, start.Length, (k, i) => points[k][i]);
    }

    private static (double[] Start, double[] Durations, double Residual) FixedSequence(
        ThresholdLinear field,
        ThresholdLinearFlow flow,
        double[] start,
        List<ThresholdLinearFlow.Piece> pieces,
        CancellationToken cancellation
    )
    {
        var (n, k) = (field.Dimension, pieces.Count);
        var x0 = (double[])start.Clone();
        var d = pieces.Select(p => p.Duration).ToArray();
        var regions = pieces.Select(p => flow.RegionOf(p.Active)).ToArray();
        var best = (Start: x0, Durations: d, Residual: double.PositiveInfinity);
        for (var round = 0; round < 8; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            // ∂x_k/∂(x0, d_1 .. d_k) carried along as one matrix of n rows.
            var sensitivity = Matrix.From(n, n + k, (i, j) => i == j ? 1 : 0);
            var a = new Matrix(n + k, n + k);
            var b = new double[n + k];
            var x = (double[])x0.Clone();
            for (var m = 0; m < k; m++)
            {
                var e = MatrixExponential.Of(regions[m].Augmented, d[m]);
                x = ThresholdLinearFlow.Apply(e, x);
                sensitivity = Matrix.From(n, n, (i, j) => e[i, j]).Times(sensitivity);
                var speed = ThresholdLinearFlow.Apply(regions[m].Augmented, x);
                for (var i = 0; i < n; i++)
                {
                    sensitivity[i, n + m] += speed[i];
                }

                var weights = field.Weights.Row(pieces[m].Switch);
                for (var j = 0; j < n + k; j++)
                {
                    double sum = 0;
                    for (var i = 0; i < n; i++)
                    {
                        sum += weights[i] * sensitivity[i, j];
                    }

                    a[m, j] = sum;
                }

                b[m] = -field.Input(pieces[m].Switch, x);
            }

            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n + k; j++)
                {
                    a[k + i, j] = sensitivity[i, j] - (i == j ? 1 : 0);
                }

                b[k + i] = x0[i] - x[i];
            }

            var residual = b.Max(Math.Abs);
            if (residual >= best.Residual)
            {
                break;
            }

            best = ((double[])x0.Clone(), (double[])d.Clone(), residual);
            if (Linear.Solve(a, b) is not { } step)
            {
                break;
            }

            for (var i = 0; i < n; i++)
            {
                x0[i] += step[i];
            }

            for (var m = 0; m < k; m++)
            {
                d[m] += step[n + m];
            }
        }

        return best;
    }

    private static CycleExtremum[] Extrema(
        ThresholdLinear field,
        ThresholdLinearFlow flow,
        double[] start,
        List<ThresholdLinearFlow.Piece> pieces,
        double[] durations
    )
    {
        var n = field.Dimension;
        var best = Enumerable.Range(0, n).Select(_ => new CycleExtremum(double.NegativeInfinity, 0, double.PositiveInfinity, 0)).ToArray();
        var x = (double[])start.Clone();
        var t0 = 0.0;
        for (var k = 0; k < pieces.Count; k++)
        {
            var region = flow.RegionOf(pieces[k].Active);
            var parts = Math.Max(8, (int)(durations[k] / 0.02));
            var h = durations[k] / parts;
            var step = MatrixExponential.Of(region.Augmented, h);
            for (var p = 0; p < parts; p++)
            {
                var next = ThresholdLinearFlow.Apply(step, x);
                var (v0, v1) = (ThresholdLinearFlow.Apply(region.Augmented, x), ThresholdLinearFlow.Apply(region.Augmented, next));
                for (var i = 0; i < n; i++)
                {
                    Note(best, i, x[i], t0 + (p * h));
                    if (v0[i] * v1[i] < 0)
                    {
                        var (low, high) = (0.0, h);
                        var state = x;
                        for (var round = 0; round < 60 && high - low > 1e-16; round++)
                        {
                            var middle = 0.5 * (low + high);
                            state = ThresholdLinearFlow.Apply(MatrixExponential.Of(region.Augmented, middle), x);
                            if (ThresholdLinearFlow.Apply(region.Augmented, state)[i] * v0[i] > 0)
                            {
                                low = middle;
                            }
                            else
                            {
                                high = middle;
                            }
                        }

                        Note(best, i, state[i], t0 + (p * h) + (0.5 * (low + high)));
                    }
                }

                x = next;
            }

            t0 += durations[k];
        }

        return best;
    }

    private static void Note(CycleExtremum[] best, int i, double value, double time)
    {
        if (value > best[i].Max)
        {
            best[i] = best[i] with { Max = value, TimeOfMax = time };
        }

        if (value < best[i].Min)
        {
            best[i] = best[i] with { Min = value, TimeOfMin = time };
        }
    }

    private static double[] Mean(ThresholdLinearFlow flow, double[] start, List<ThresholdLinearFlow.Piece> pieces, double[] durations)
    {
        // ∫ x dt is one more linear variable: the exponential of the doubled matrix [A 0; I 0] integrates exactly.
        var n = start.Length;
        var sum = new double[n];
        var x = (double[])start.Clone();
        for (var k = 0; k < pieces.Count; k++)
        {
            var a = flow.RegionOf(pieces[k].Active).Augmented;
            var doubled = Matrix.From(
                (2 * n) + 1,
                (2 * n) + 1,
                (i, j) =>
                    i <= n && j <= n ? a[i, j]
                    : i > n && j == i - n - 1 ? 1
                    : 0
            );
            var e = MatrixExponential.Of(doubled, durations[k]);
            var next = new double[n];
            for (var i = 0; i < n; i++)
            {
                next[i] = Linear.Dot(e.Row(i)[..n], x) + e[i, n];
                sum[i] += Linear.Dot(e.Row(n + 1 + i)[..n], x) + e[n + 1 + i, n];
            }

            x = next;
        }

        var total = durations.Sum();
        return Array.ConvertAll(sum, s => s / total);
    }
}
