using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Fixed-point supports and cycles of combinatorial threshold-linear networks.</summary>
internal sealed class ThresholdLinearCase : IReproduction
{
    public ReproductionCard Card =>
        new(
            "S45",
            "Combinatorial threshold-linear networks: supports, eigenvalues, cycle periods",
            "Morrison, Degeratu, Itskov and Curto 2024, SIAM J. Appl. Dyn. Syst., arXiv 1605.04463",
            6
        );

    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var ring = EquilibriumFinder.Find(Ring(3), null, cancellation).Equilibria.Single();
        yield return new("S45", "3-cycle: the fixed point's coordinate", 4.0 / 13, ring.X[0], 1e-12);
        yield return new("S45", "3-cycle: real part of the unstable pair", 0.125, ring.Eigenvalues[0].Real, 1e-12);
        yield return new("S45", "3-cycle: imaginary part", 0.64952, ring.Eigenvalues[0].Imaginary, 1e-5);
        yield return new("S45", "3-cycle: third eigenvalue", -3.25, ring.Eigenvalues[2].Real, 1e-12);
        foreach (var (n, period) in new[] { (3, 11.24386), (4, 15.1779), (5, 18.9806), (6, 22.7770), (8, 30.3693), (10, 37.9616) })
        {
            var network = Ring(n);
            var report = EquilibriumFinder.Find(network, null, cancellation);
            yield return new("S45", $"{n}-cycle: fixed points over all supports", 1, report.Equilibria.Count, 0);
            var catalogue = new AttractorCatalogue(network, network.Box, report);
            catalogue.Map([Start(n)], cancellation);
            var cycle = catalogue.Attractors.SingleOrDefault(item => item.Kind == "limit_cycle");
            yield return new("S45", $"{n}-cycle: period", period, cycle?.Period ?? double.NaN, 1e-4);
            if (n == 3)
            {
                yield return new("S45", "3-cycle: peak", 0.67065, cycle?.Orbit!.Max(x => x[0]) ?? double.NaN, 1e-4);
                yield return new("S45", "3-cycle: least activity", 0.01225, cycle?.Orbit!.Min(x => x[0]) ?? double.NaN, 1e-4);
            }
        }

        // Row i, column j: 1 where j -> i.
        foreach (
            var (name, graph, eps, delta, supports) in new[]
            {
                ("baby chaos", "00001/10100/00001/10100/01010", 0.25, 0.5, "125,235,1235,145,1245,345,1345,2345,12345"),
                ("degree-matched graph B", "00001/10100/00011/10000/01010", 0.25, 0.5, "125,235,1235,1245,12345"),
                ("Gaudi attractor", "00011/10001/11000/01100/00110", 0.1, 0.12, "12345"),
            }
        )
        {
            var found = EquilibriumFinder.Find(Network(graph, eps, delta), null, cancellation).Equilibria;
            var names = found.Select(item => string.Concat(item.Support!.Select(i => i + 1))).ToHashSet();
            yield return new("S45", $"{name}: number of supports", supports.Split(',').Length, found.Count, 0);
            yield return new(
                "S45",
                $"{name}: published supports found",
                supports.Split(',').Length,
                supports.Split(',').Count(names.Contains),
                0
            );
            yield return new("S45", $"{name}: stable fixed points", 0, found.Count(item => item.IsStable), 0);
        }
    }

    private static RateNetwork Ring(int n) =>
        Network(
            string.Join(
                '/',
                Enumerable.Range(0, n).Select(i => string.Concat(Enumerable.Range(0, n).Select(j => i == (j + 1) % n ? '1' : '0')))
            ),
            0.25,
            0.5
        );

    private static double[] Start(int n) => [.. Enumerable.Range(0, n).Select(i => 0.1 + (0.01 * i))];

    // W_ij = −1 + ε with an edge j → i, −1 − δ without; θ = 1.
    private static RateNetwork Network(string rows, double epsilon, double delta)
    {
        var cells = rows.Split('/');
        var n = cells.Length;
        return new(
            Transfer.ThresholdLinear,
            Matrix.From(
                n,
                n,
                (i, j) =>
                    i == j ? 0
                    : cells[i][j] == '1' ? -1 + epsilon
                    : -1 - delta
            ),
            [.. Enumerable.Repeat(1.0, n)]
        );
    }
}
