namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>The equilibria of a system, and how complete the list is.</summary>
/// <param name="Equilibria">Isolated ones, each once, by unstable dimension, then coordinates.</param>
/// <param name="IndexSum">Sum of Poincaré's indices, those of continuous sets among them.</param>
/// <param name="ExpectedIndexSum">+1 when the field points inward on a box (Poincaré and Hopf) and every index is
/// known, else null.</param>
/// <param name="Completeness">The proof or the statistic.</param>
/// <param name="SlowPoints">Slow points met on the way, slowest first.</param>
public sealed record EquilibriumReport(
    IReadOnlyList<Equilibrium> Equilibria,
    int IndexSum,
    int? ExpectedIndexSum,
    Completeness Completeness,
    IReadOnlyList<SlowPoint> SlowPoints
)
{
    /// <summary>Curves, surfaces and solids on which every point rests.</summary>
    public IReadOnlyList<ContinuousSet> ContinuousSets { get; init; } = [];

    /// <summary>The stable ones.</summary>
    public IEnumerable<Equilibrium> Stable => Equilibria.Where(item => item.IsStable);

    /// <summary>The same report in other units of state and time.</summary>
    internal EquilibriumReport Back(Units units) =>
        units.AreGiven
            ? this
            : this with
            {
                Equilibria = [.. Equilibria.Select(item => item.Back(units))],
                SlowPoints =
                [
                    .. SlowPoints.Select(point => new SlowPoint(
                        units.Back(point.X),
                        point.Speed * units.State / units.Time,
                        point.DistanceToNearestZeroEstimate * units.State
                    )),
                ],
                ContinuousSets = [.. ContinuousSets.Select(set => set.Back(units))],
            };
}
