using PlasticityLab.Analysis.Dynamics.Attractors;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;

namespace PlasticityLab.Reproductions.Cases;

/// <summary>Fixed points, stability, cycle and Hopf point of the Wilson-Cowan equations at published parameters.</summary>
internal sealed class WilsonCowanCase : IReproduction
{
    public ReproductionCard Card =>
        new(
            "S43",
            "Wilson-Cowan phase plane: fixed points, limit cycle, Hopf point",
            "Wilson and Cowan 1972, Biophys. J. 12:1; Neuromatch Academy W2D4, tutorials 2-3",
            2
        );

    public IEnumerable<ReproductionRow> Run(CancellationToken cancellation)
    {
        var bistable = new WilsonCowan([1, 1.2, 2.8, 2, 1, 4, 9, 4, 13, 11, 0, 0, 0, 0]);
        var points = EquilibriumFinder.Find(bistable, null, cancellation);
        yield return new(
            "S43",
            "set A: number of fixed points, proved",
            3,
            points.Completeness.IsProved ? points.Equilibria.Count : double.NaN,
            0
        );
        var rest = points.Equilibria.Single(item => item.Type == "stable focus");
        var saddle = points.Equilibria.Single(item => item.Type == "saddle");
        var high = points.Equilibria.Single(item => item.Type == "stable node");
        yield return new("S43", "set A: focus, real part of its eigenvalues", -0.62338, rest.Eigenvalues[0].Real, 1e-5);
        yield return new("S43", "set A: focus, imaginary part", 0.13111, rest.Eigenvalues[0].Imaginary, 1e-5);
        yield return new("S43", "set A: saddle, E", 0.336852, saddle.X[0], 1e-5);
        yield return new("S43", "set A: saddle, I", 0.168420, saddle.X[1], 1e-5);
        yield return new("S43", "set A: saddle, unstable eigenvalue", 1.05721, saddle.Eigenvalues[0].Real, 1e-5);
        yield return new("S43", "set A: node, E", 0.938430, high.X[0], 1e-5);
        yield return new("S43", "set A: node, I", 0.672481, high.X[1], 1e-5);

        var oscillator = new WilsonCowan([1, 1.2, 2.8, 2, 1, 4, 6.4, 4.8, 6, 1.2, 0.8, 0, 0, 0]);
        var (focus, cycle) = Cycle(oscillator, cancellation);
        yield return new("S43", "set B: unstable focus, E", 0.570419, focus.X[0], 1e-5);
        yield return new("S43", "set B: unstable focus, I", 0.270609, focus.X[1], 1e-5);
        yield return new("S43", "set B: real part of its eigenvalues", 0.10688, focus.Eigenvalues[0].Real, 1e-5);
        yield return new("S43", "set B: imaginary part", 0.56175, focus.Eigenvalues[0].Imaginary, 1e-5);
        yield return new("S43", "set B: period of the limit cycle", 21.5205, cycle.Period ?? double.NaN, 0.02);
        yield return new("S43", "set B: least E on the cycle", 0.0872, cycle.Orbit!.Min(x => x[0]), 1e-4);
        yield return new("S43", "set B: largest E on the cycle", 0.7675, cycle.Orbit!.Max(x => x[0]), 1e-4);
        yield return new("S43", "set B: tau_I at the Hopf point", 1.489176, Hopf(oscillator, cancellation), 1e-5);

        var refractory = new WilsonCowan([1, 1.2, 2.8, 1, 1, 4, 12, 4, 13, 11, 0, 0, 1, 1]);
        var three = EquilibriumFinder.Find(refractory, null, cancellation);
        yield return new("S43", "refractory factor, three fixed points", 3, three.Equilibria.Count, 0);
        yield return new(
            "S43",
            "refractory factor, middle fixed point, E",
            0.178037,
            three.Equilibria.Select(item => item.X[0]).Order().ElementAt(1),
            1e-5
        );
        yield return new("S43", "refractory factor, upper fixed point, E", 0.462465, three.Equilibria.Max(item => item.X[0]), 1e-5);
        var five = EquilibriumFinder.Find(new WilsonCowan([1, 1.5, 2.5, 1, 6, 4.3, 13, 4, 22, 2, 0, 0, 1, 1]), null, cancellation);
        yield return new("S43", "five fixed points, proved", 5, five.Completeness.IsProved ? five.Equilibria.Count : double.NaN, 0);
        double[] published = [0.092439, 0.205000, 0.368157, 0.473790];
        foreach (var (e, k) in published.Select((e, k) => (e, k)))
        {
            yield return new(
                "S43",
                $"five fixed points: number {k + 2}, E",
                e,
                five.Equilibria.Select(item => item.X[0]).Order().ElementAtOrDefault(k + 1),
                1e-5
            );
        }

        var (center, fast) = Cycle(new WilsonCowan([1, 1.3, 4, 1, 2, 3.7, 16, 12, 15, 3, 1.25, 0, 1, 1]), cancellation);
        yield return new("S43", "1972 limit cycle: focus, E", 0.202365, center.X[0], 1e-5);
        yield return new("S43", "1972 limit cycle: period", 5.0035, fast.Period ?? double.NaN, 0.005);
    }

    private static (Equilibrium Focus, Attractor Cycle) Cycle(WilsonCowan system, CancellationToken cancellation)
    {
        var report = EquilibriumFinder.Find(system, null, cancellation);
        var catalogue = new AttractorCatalogue(system, system.Box, report);
        catalogue.Sample(8, cancellation);
        return (
            report.Equilibria.Single(item => item.Type == "unstable focus"),
            catalogue.Attractors.Single(item => item.Kind == "limit_cycle")
        );
    }

    // The place of the focus does not depend on tau_I; the real part of its eigenvalues changes sign.
    private static double Hopf(WilsonCowan system, CancellationToken cancellation)
    {
        double low = 1,
            high = 2;
        for (var k = 0; k < 40; k++)
        {
            var middle = 0.5 * (low + high);
            var focus = EquilibriumFinder.Find((WilsonCowan)system.With("tau_I", middle), null, cancellation).Equilibria.Single();
            (low, high) = focus.Eigenvalues[0].Real < 0 ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }
}
