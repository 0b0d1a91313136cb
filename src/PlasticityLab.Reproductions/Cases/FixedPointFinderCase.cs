using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Fixed points of uncoupled bistable units, whose number and kinds are known exactly.</summary>
internal sealed class FixedPointFinderCase : IReproduction
{
    public ReproductionCard Card =>
        new(
            "S42",
            "Fixed-point finder: 27 fixed points of three bistable units",
            "Sussillo and Barak 2013, Neural Comput. 25:626; Golub and Sussillo 2018, JOSS 3:1003",
            1
        );

    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        // dx/dt = −x + w tanh x and dr/dt = −r + tanh(w r) have the same fixed points, x = w r, and eigenvalues −1 + w (1 − r²).
        var report = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, Matrix.Identity(3), [0, 0, 0], 2), null, cancellation);
        yield return new("S42", "fixed points of three units, w = 2", 27, report.Equilibria.Count, 0);
        int[] published = [8, 12, 6, 1];
        for (var k = 0; k < 4; k++)
        {
            yield return new(
                "S42",
                $"of these with {k} unstable directions",
                published[k],
                report.Equilibria.Count(item => item.UnstableDimension == k),
                0
            );
        }

        yield return new("S42", "x* for w = 2", 1.915008048, 2 * report.Stable.Max(item => item.X.Max()), 1e-9);
        yield return new("S42", "eigenvalue at a stable point, w = 2", -0.833628, report.Stable.First().Eigenvalues[0].Real, 1e-6);
        yield return new(
            "S42",
            "eigenvalue at the origin, w = 2",
            1,
            report.Equilibria.Single(item => item.UnstableDimension == 3).Eigenvalues[0].Real,
            1e-12
        );
        foreach (var (w, x) in new[] { (1.1, 0.553234632), (1.5, 1.287839455), (3.0, 2.984704585) })
        {
            var single = EquilibriumFinder.Find(new RateNetwork(Transfer.Tanh, Matrix.Identity(1), [0], w), null, cancellation);
            yield return new("S42", $"x* for w = {w}", x, w * single.Stable.Max(item => item.X[0]), 1e-9);
        }
    }
}
