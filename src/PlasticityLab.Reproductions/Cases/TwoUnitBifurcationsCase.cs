using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Pitchfork, Hopf and SNIC of two coupled tanh units, known exactly or to many digits.</summary>
internal sealed class TwoUnitBifurcationsCase : IReproduction
{
    public ReproductionCard Card =>
        new(
            "S44",
            "Two tanh units: pitchfork at w = 1, Hopf at a = 1, cycle periods, SNIC",
            "Exact: linearisation at the origin; periods and SNIC by high-accuracy integration",
            3
        );

    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        foreach (var (w, count) in new[] { (0.99, 1), (1.01, 9) })
        {
            yield return new("S44", $"W = {w} 1: fixed points", count, Count(new Matrix(2, 2, [w, 0, 0, w]), cancellation), 0);
        }

        // dx/dt = −x + W tanh x: eigenvalues at the origin a − 1 ± ib.
        var origin = EquilibriumFinder.Find(Pair(1.0001, 1), null, cancellation).Equilibria.Single();
        yield return new("S44", "a = 1.0001, b = 1: real part at the origin", 1e-4, origin.Eigenvalues[0].Real, 1e-10);
        yield return new("S44", "a = 1.0001, b = 1: imaginary part", 1, origin.Eigenvalues[0].Imaginary, 1e-10);
        foreach (
            var (a, b, period, amplitude) in new[]
            {
                (1.1, 1.0, 6.92325, 0.64844),
                (1.5, 1, 9.88318, 1.59785),
                (1.5, 2, 4.81916, 1.60176),
                (2, 1, 15.98718, 2.51166),
            }
        )
        {
            var network = Pair(a, b);
            var catalogue = new AttractorCatalogue(network, network.Box, EquilibriumFinder.Find(network, null, cancellation));
            catalogue.Sample(4, cancellation);
            var cycle = catalogue.Attractors.SingleOrDefault(item => item.Kind == "limit_cycle");
            yield return new("S44", $"a = {a}, b = {b}: period", period, cycle?.Period ?? double.NaN, 1e-4);
            yield return new(
                "S44",
                $"a = {a}, b = {b}: amplitude of x",
                amplitude,
                cycle?.Orbit!.Max(r => (a * r[0]) - (b * r[1])) ?? double.NaN,
                1e-4
            );
        }

        yield return new("S44", "a = 2, b = 0.5: fixed points", 9, Count(Pair(2, 0.5).Weights, cancellation), 0);
        yield return new("S44", "a = 2, b = 0.6: fixed points", 1, Count(Pair(2, 0.6).Weights, cancellation), 0);

        // The same events by continuation: one unit's self-weight, the rotation's a, and its b from the side of the cycle.
        var weak = EquilibriumContinuation.Run(
            w => new RateNetwork(Transfer.Tanh, new Matrix(2, 2, [w, 0, 0, 0.5]), [0, 0]),
            0.5,
            2,
            _ =>
                [
                    [0, 0],
                ],
            null,
            cancellation
        );
        yield return new(
            "S44",
            "self-weight w of one unit: pitchfork at w",
            1,
            weak.Points.First(p => p.Kind == SpecialKind.Pitchfork).Value,
            1e-8
        );
        var hopf = EquilibriumContinuation
            .Run(
                a => Pair(a, 0.7),
                0.5,
                1.5,
                _ =>
                    [
                        [0, 0],
                    ],
                null,
                cancellation
            )
            .Points.Single(p => p.Kind == SpecialKind.Hopf);
        yield return new("S44", "b = 0.7: Hopf point at a", 1, hopf.Value, 1e-8);
        yield return new("S44", "b = 0.7: frequency at the Hopf point", 0.7, hopf.Omega, 1e-8);
        IReadOnlyList<double[]> All(double b) => [.. EquilibriumFinder.Find(Pair(2, b), null, cancellation).Equilibria.Select(e => e.X)];
        var along = EquilibriumContinuation.Run(b => Pair(2, b), 0.3, 1.2, All, null, cancellation);
        yield return new("S44", "a = 2: saddle-nodes at b", 0.54268, along.Points.First(p => p.Kind == SpecialKind.SaddleNode).Value, 1e-5);
        var turning = CycleSearch.Settle(Pair(2, 1), [0.3, 0.2], 100, 6, cancellation: cancellation).Cycle!;
        var family = CycleContinuation.Follow(b => Pair(2, b), 0.3, 1.2, 1, turning, along.Points, 150, cancellation);
        yield return new(
            "S44",
            "a = 2: the cycle ends in a SNIC (period ~ distance^(-1/2)) at b",
            0.54268,
            family.First.Kind == CycleEndKind.Snic ? family.First.Value : double.NaN,
            1e-5
        );
    }

    private static RateNetwork Pair(double a, double b) => new(Transfer.Tanh, new Matrix(2, 2, [a, -b, b, a]), [0, 0]);

    // Rates r = tanh x obey dr/dt = −r + tanh(W r) in the form used here: the same fixed points, eigenvalues and periods.
    private static int Count(Matrix w, CancellationToken cancellation) =>
        EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, w, [0, 0]), null, cancellation).Equilibria.Count;
}
