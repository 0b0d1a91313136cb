using PlasticityLab.Analysis.Dynamics.Surgery;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>A feedforward chain holds a pulse for N time constants without any feedback, and the Schur form finds the chain when a rotation
/// hides it.</summary>
/// <remarks>
/// The hidden chain has 6 stages: a nilpotent matrix of order N has computed eigenvalues of size ε^(1/N), 0.002 for N = 6 but 0.17 for N =
/// 20, so the Schur form of a long
/// pure chain is not reliable in double precision whatever the algorithm.
/// </remarks>
public sealed class S51MemoryWithoutFeedback : IReproduction
{
    private const int Stages = 51,
        Hidden = 6;

    /// <inheritdoc/>
    public ReproductionCard Card { get; } =
        new(
            "S51",
            "Memory without feedback: pulse along a chain, and the chain hidden in a recurrent network",
            "Goldman 2009, Neuron 61:621, Figs 2-4",
            0.5
        );

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        // τ dR_n = −R_n + R_{n−1} after a pulse into stage 0: R_n = (t/τ)^n e^{−t/τ} / n!, largest at t = n τ.
        var state = new double[Stages];
        state[0] = 1;
        var published = new Dictionary<int, double>
        {
            [1] = 0.36788,
            [2] = 0.27067,
            [5] = 0.17547,
            [10] = 0.12511,
            [20] = 0.08884,
            [50] = 0.05633,
        };
        var reached = 0;
        foreach (var (stage, height) in published)
        {
            Advance(state, stage - reached, cancellation);
            reached = stage;
            yield return new("S51", $"height of the peak of stage {stage}, at t = {stage} tau", height, state[stage], 1e-5);
            yield return new("S51", $"slope there: the peak is at n tau (stage {stage})", 0, state[stage - 1] - state[stage], 1e-6);
        }

        state = new double[Stages];
        state[0] = 1;
        Advance(state, 20, cancellation);
        yield return new("S51", "sum of 51 stages at t = 20 tau: the pulse is still held", 1, state.Sum(), 1e-6);

        var random = new RandomStreams(51).Open(StreamPurpose.Reproduction);
        var q = Qr.Decompose(Matrix.From(Hidden, Hidden, (_, _) => random.NextGaussian())).Q;
        var chain = Matrix.From(Hidden, Hidden, (i, j) => j == i + 1 ? 1 : 0);
        var hidden = q.Times(chain).Times(q.Transpose());
        var schur = Schur.Decompose(hidden);
        var links = Enumerable.Range(0, Hidden - 1).Select(i => Math.Abs(schur.T[i, i + 1])).ToArray();
        yield return new("S51", "hidden chain: weakest link found by the Schur form", 1, links.Min(), 0.02);
        yield return new("S51", "hidden chain: strongest link found by the Schur form", 1, links.Max(), 0.02);
        var share = WeightComponents.SchurFeedforward(hidden).FrobeniusNorm() / hidden.FrobeniusNorm();
        yield return new("S51", "hidden chain: feedforward share of the Frobenius norm", 1, share, 0.01);
    }

    private static void Advance(double[] state, double duration, CancellationToken cancellation)
    {
        // The chain is linear with rates of order 1: the classical Runge-Kutta method at 0.005 is exact to 1e-10.
        const double h = 0.005;
        var steps = (int)Math.Round(duration / h);
        var (k1, k2, k3, k4, y) = (new double[Stages], new double[Stages], new double[Stages], new double[Stages], new double[Stages]);
        for (var s = 0; s < steps; s++)
        {
            cancellation.ThrowIfCancellationRequested();
            Flow(state, k1);
            Shift(state, k1, h / 2, y);
            Flow(y, k2);
            Shift(state, k2, h / 2, y);
            Flow(y, k3);
            Shift(state, k3, h, y);
            Flow(y, k4);
            for (var i = 0; i < Stages; i++)
            {
                state[i] += h / 6 * (k1[i] + (2 * (k2[i] + k3[i])) + k4[i]);
            }
        }
    }

    private static void Flow(double[] r, double[] d)
    {
        for (var i = 0; i < Stages; i++)
        {
            d[i] = (i == 0 ? 0 : r[i - 1]) - r[i];
        }
    }

    private static void Shift(double[] x, double[] k, double h, double[] y)
    {
        for (var i = 0; i < Stages; i++)
        {
            y[i] = x[i] + (h * k[i]);
        }
    }
}
