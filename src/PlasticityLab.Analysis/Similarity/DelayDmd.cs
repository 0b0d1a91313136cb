using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Similarity;

/// <summary>A linear operator for the dynamics of recorded activity: delay embedding, projection on leading directions, ridge regression
/// from each sample to the next (HAVOK; Brunton et al. 2017; Ostrow et al. 2023). No centring.</summary>
/// <param name="Operator">A [rank, rank] with v(t+1) ≈ A v(t).</param>
/// <param name="SingularValues">All singular values of the delay matrix, descending.</param>
/// <param name="Rows">Rows of the delay matrix: embedded samples of all trials.</param>
/// <param name="Columns">Columns: units times delays.</param>
/// <param name="VarianceKept">Share of the squared singular values within the rank [1].</param>
public sealed record DelayDmd(Matrix Operator, double[] SingularValues, int Rows, int Columns, double VarianceKept)
{
    /// <summary>Fits the operator.</summary>
    /// <param name="trials">Activity of each trial, [time, unit], equal units; pairs of samples are formed within trials only.</param>
    /// <param name="delays">q, number of delayed copies, 1 or more.</param>
    /// <param name="interval">s, steps between copies, 1 or more.</param>
    /// <param name="rank">Directions kept; fewer when the delay matrix has fewer columns or rows.</param>
    /// <param name="ridge">Ridge penalty, 0 or more.</param>
    /// <exception cref="UserError">No trial is long enough, units differ, or values are not finite.</exception>
    public static DelayDmd Fit(IReadOnlyList<Matrix> trials, int delays, int interval, int rank, double ridge = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var span = (delays - 1) * interval;
        UserError.ThrowIfAny(
            Require.All(Require.AtLeast(delays, 1), Require.AtLeast(interval, 1), Require.AtLeast(rank, 1), Require.NotNegative(ridge))
        );
        if (trials.Count == 0 || trials.Any(x => !x.IsFinite() || x.Columns != trials[0].Columns || x.Rows < span + 2))
        {
            throw new UserError(
                $"The operator needs trials of finite activity with the same units and at least {span + 2} samples each ({delays} delays every {interval}), but {(trials.Count == 0 ? "there is none" : "they have " + string.Join(", ", trials.Select(x => $"{x.Rows} x {x.Columns}")))}."
            );
        }

        int units = trials[0].Columns,
            rows = trials.Sum(x => x.Rows - span);
        var h = new Matrix(rows, units * delays);
        var row = 0;
        foreach (var trial in trials)
        {
            for (var t = 0; t + span < trial.Rows; t++, row++)
            {
                for (var d = 0; d < delays; d++)
                {
                    trial.Row(t + (d * interval)).CopyTo(h.Row(row)[(d * units)..]);
                }
            }
        }

        var (left, values) = CanonicalCorrelations.ThinLeft(h);
        var r = Math.Min(rank, values.Length);
        // Normal equations of (V₋ᵀV₋ + ridge I) X = V₋ᵀV₊. V has orthonormal columns, so V₋ᵀV₋ is the identity but for the last sample of
        // each trial: nothing is lost by squaring.
        Matrix own = new(r, r),
            next = new(r, r);
        row = 0;
        foreach (var trial in trials)
        {
            for (var t = 0; t + span + 1 < trial.Rows; t++)
            {
                Span<double> now = left.Row(row + t),
                    then = left.Row(row + t + 1);
                for (var i = 0; i < r; i++)
                {
                    for (var j = 0; j < r; j++)
                    {
                        own[i, j] += now[i] * now[j];
                        next[i, j] += now[i] * then[j];
                    }
                }
            }

            row += trial.Rows - span;
        }

        for (var i = 0; i < r; i++)
        {
            own[i, i] += ridge;
        }

        var total = values.Sum(s => s * s);
        return new(
            new Lu(own).Solve(next).Transpose(),
            values,
            rows,
            h.Columns,
            total > 0 ? values.Take(r).Sum(s => s * s) / total : double.NaN
        );
    }
}
