namespace PlasticityLab.Numerics.Ode;

/// <summary>What an integration gave.</summary>
/// <param name="Times">Reported times [time].</param>
/// <param name="States">y at the reported times, [time][i].</param>
/// <param name="Crossings">Events passed, in their order.</param>
/// <param name="EndTime">Where the integration ended [time].</param>
/// <param name="EndState">y there.</param>
/// <param name="Stopped">Whether an event with Stop ended it.</param>
/// <param name="Failed">Whether it diverged or ran out of its budget of steps; the results up to then stand.</param>
public sealed record OdeSolution(
    IReadOnlyList<double> Times,
    IReadOnlyList<double[]> States,
    IReadOnlyList<OdeCrossing> Crossings,
    double EndTime,
    double[] EndState,
    bool Stopped,
    bool Failed
);
