using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Two tanh units: pitchfork at w = 1, Hopf point of a rotation at a = 1, periods of its cycles, and their end on a saddle-node.</summary>
/// <remarks>Computed in the form dr/dt = −r + tanh(W r); x = W r obeys dx/dt = −x + W tanh(x) with the same periods, and its amplitude is that of W r.</remarks>
public sealed class S44TwoUnitBifurcations : IReproduction
{
    /// <inheritdoc/>
    public ReproductionCard Card { get; } = new("S44", "Bifurcations and periods of two coupled tanh units", "Exact (linearisation at the origin) and recomputed; Beer 1995, Adaptive Behavior 3:469", 3);

    /// <inheritdoc/>
    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var weak = EquilibriumContinuation.Run(w => Pair(w, 0, 0, 0.5), 0.5, 2, _ => [[0, 0]], null, cancellation);
        yield return new("S44", "one unit with self-weight w: pitchfork at w", 1, weak.Points.First(p => p.Kind == SpecialKind.Pitchfork).Value, 1e-8);
        var turning = EquilibriumContinuation.Run(a => Pair(a, -0.7, 0.7, a), 0.5, 1.5, _ => [[0, 0]], null, cancellation);
        var hopf = turning.Points.Single(p => p.Kind == SpecialKind.Hopf);
        yield return new("S44", "rotation [[a,-b],[b,a]]: Hopf point at a", 1, hopf.Value, 1e-8);
        yield return new("S44", "rotation with b = 0.7: frequency at the Hopf point", 0.7, hopf.Omega, 1e-8);
        foreach (var (a, b, period, amplitude) in new[] { (1.1, 1.0, 6.92325, 0.64844), (1.5, 1.0, 9.88318, 1.59785), (1.5, 2.0, 4.81916, 1.60176), (2.0, 1.0, 15.98718, 2.51166) })
        {
            var cycle = CycleSearch.Settle(Pair(a, -b, b, a), [0.3, 0.2], 100, 6, cancellation).Cycle;
            yield return new("S44", $"a = {a}, b = {b}: period", period, cycle?.Period ?? double.NaN, 1e-4);
            yield return new("S44", $"a = {a}, b = {b}: amplitude of x", amplitude, cycle is null ? double.NaN : Amplitude(cycle, a, b), 1e-4);
        }

        var still = CycleSearch.Settle(Pair(2, -0.5, 0.5, 2), [0.3, 0.2], 100, 6, cancellation);
        yield return new("S44", "a = 2, b = 0.5: no cycle", 1, still.Kind == SettledKind.Equilibrium ? 1 : 0, 0);
        var along = EquilibriumContinuation.Run(b => Pair(2, -b, b, 2), 0.3, 1, b => Equilibria(Pair(2, -b, b, 2)), null, cancellation);
        yield return new("S44", "a = 2: saddle-nodes on the cycle at b", 0.54268, along.Points.First(p => p.Kind == SpecialKind.SaddleNode).Value, 1e-5);
        var last = CycleSearch.Settle(Pair(2, -1, 1, 2), [0.3, 0.2], 100, 6, cancellation).Cycle!;
        var family = CycleContinuation.Follow(b => Pair(2, -b, b, 2), 0.3, 1.2, 1, last, along.Points, 150, cancellation);
        yield return new("S44", "a = 2: the cycle ends in a SNIC at b", 0.54268, family.First.Kind == CycleEndKind.Snic ? family.First.Value : double.NaN, 1e-5);
        yield return new("S44", "a = 2, b = 0.5: equilibria", 9, Equilibria(Pair(2, -0.5, 0.5, 2)).Count, 0);
        yield return new("S44", "a = 2, b = 0.6: equilibria", 1, Equilibria(Pair(2, -0.6, 0.6, 2)).Count, 0);
    }

    private static RateNetwork Pair(double w11, double w12, double w21, double w22) => new(Transfer.Tanh, new Matrix(2, 2, [w11, w12, w21, w22]), [0, 0]);

    private static double Amplitude(LimitCycle cycle, double a, double b)
    {
        // The trigonometric samples are dense enough for the largest value to three-point accuracy: a parabola through the top three.
        var x = Enumerable.Range(0, cycle.Samples.Rows).Select(k => (a * cycle.Samples[k, 0]) - (b * cycle.Samples[k, 1])).ToArray();
        var top = Array.IndexOf(x, x.Max());
        var (l, m, r) = (x[(top + x.Length - 1) % x.Length], x[top], x[(top + 1) % x.Length]);
        return m - ((r - l) * (r - l) / (8 * (r - (2 * m) + l)));
    }

    private static List<double[]> Equilibria(RateNetwork network)
        => [.. PlasticityLab.Analysis.Dynamics.Equilibria.EquilibriumFinder.Find(network).Equilibria.Select(e => e.X)];
}
