using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>The trapping box of a rate network.</summary>
internal static class RateNetworkBox
{
    public static TrappingBox Of(RateNetwork network)
    {
        var n = network.Dimension;
        return network.Transfer switch
        {
            // |φ| < 1 (0 < φ < 1): on each face −r + φ points inward.
            Transfer.Tanh => new(Fill(n, -1), Fill(n, 1), true, true),
            Transfer.Logistic => new(Fill(n, 0), Fill(n, 1), true, true),
            _ => ThresholdLinear(network),
        };
    }

    // x ≤ [g W]₊ x + [I]₊ bounds all equilibria when the spectral radius of [gW]₊ is below 1: x ≤ (1 − [gW]₊)⁻¹ [I]₊ =: b. The box [0, b]
    // is then inward: at x_i = b_i the drive is at most ([gW]₊ b + [I]₊)_i = b_i. A unit that nothing drives gets a tenth of the largest
    // input instead, which keeps the box inward and gives it a size. Every number is a share of the inputs: there is no other scale.
    private static TrappingBox ThresholdLinear(RateNetwork network)
    {
        var n = network.Dimension;
        var positive = Matrix.From(n, n, (i, j) => Math.Max(0, network.Gain * network.Weights[i, j]));
        var drive = Enumerable.Range(0, n).Select(i => Math.Max(0, network.Input(i))).ToArray();
        var largest = Enumerable.Range(0, n).Max(i => Math.Abs(network.Input(i)));
        var size = largest > 0 ? largest : 1;
        var margin = 1e-9 * size;
        if (Array.TrueForAll(positive.Values, value => value == 0) || Eigen.SpectralRadius(positive) < 1 - 1e-12)
        {
            var bound = Bound(positive, drive);
            if (bound.Min() < 1e-6 * size)
            {
                bound = Bound(positive, [.. drive.Select((d, i) => bound[i] < 1e-6 * size ? 0.1 * size : d)]);
            }

            return new(Fill(n, -margin), [.. bound.Select(b => (b * (1 + 1e-9)) + margin)], true, true);
        }

        // Activity may run away; the box is only where pictures and searches start.
        return new(Fill(n, -margin), Fill(n, 10 * size), false, false);
    }

    private static double[] Bound(Matrix positive, double[] drive) =>
        Lu.Solve(Matrix.Combine(1, Matrix.Identity(drive.Length), -1, positive), drive);

    private static double[] Fill(int n, double value) => [.. Enumerable.Repeat(value, n)];
}
