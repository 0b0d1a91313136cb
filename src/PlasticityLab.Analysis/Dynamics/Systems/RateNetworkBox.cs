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
    // is then inward: at x_i = b_i the drive is at most ([gW]₊ b + [I]₊)_i = b_i.
    private static TrappingBox ThresholdLinear(RateNetwork network)
    {
        var n = network.Dimension;
        var positive = Matrix.From(n, n, (i, j) => Math.Max(0, network.Gain * network.Weights[i, j]));
        var drive = Enumerable.Range(0, n).Select(i => Math.Max(0, network.Input(i))).ToArray();
        if (Array.TrueForAll(positive.Values, value => value == 0) || Eigen.SpectralRadius(positive) < 1)
        {
            var bound = Lu.Solve(Matrix.Combine(1, Matrix.Identity(n), -1, positive), drive);
            return new(Fill(n, -1e-9), [.. bound.Select(b => (b * (1 + 1e-9)) + 1e-9)], true, true);
        }

        // Activity may run away; the box is only where pictures and searches start.
        var size = 10 * Math.Max(1, drive.Max());
        return new(Fill(n, -1e-9), Fill(n, size), false, false);
    }

    private static double[] Fill(int n, double value) => [.. Enumerable.Repeat(value, n)];
}
