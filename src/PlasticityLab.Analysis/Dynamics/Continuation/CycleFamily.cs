using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>What becomes of a cycle at one end of its family.</summary>
public enum CycleEndKind
{
    /// <summary>The family reaches an end of the parameter's range.</summary>
    RangeEnd,

    /// <summary>The cycle shrinks onto an equilibrium: Hopf point.</summary>
    Hopf,

    /// <summary>A saddle-node appears on the cycle; its period grows as |p − p₀|^(−1/2).</summary>
    Snic,

    /// <summary>The cycle runs into a saddle; its period grows as −ln|p − p₀| / λ_u, when it repels as −ln|p − p₀| / |λ_s|.</summary>
    Homoclinic,

    /// <summary>The period grows beyond the limit, but neither law fits well enough to name it.</summary>
    InfinitePeriod,

    /// <summary>The corrector failed or the budget of steps is spent.</summary>
    NotResolved,
}

/// <summary>One cycle of a family.</summary>
/// <param name="Parameter">The parameter's value.</param>
/// <param name="Period">T [time].</param>
/// <param name="Point">A point of the orbit.</param>
/// <param name="Multipliers">Floquet multipliers but the one that is 1.</param>
/// <param name="Amplitude">Largest peak-to-peak excursion among the coordinates.</param>
public sealed record CycleNode(double Parameter, double Period, double[] Point, IReadOnlyList<Complex> Multipliers, double Amplitude)
{
    /// <summary>Number of multipliers outside the unit circle, beyond their rounding.</summary>
    public int UnstableCount => Multipliers.Count(m => m.Magnitude > 1 + 1e-7);

    /// <summary>Least value of each coordinate on the orbit.</summary>
    public double[] Low { get; init; } = [];

    /// <summary>Largest value of each coordinate on the orbit.</summary>
    public double[] High { get; init; } = [];

    /// <summary>Points of the orbit, equally spaced in time.</summary>
    internal double[][] Mesh { get; init; } = [];
}

/// <summary>An end of a family of cycles.</summary>
/// <param name="Kind">What happens there.</param>
/// <param name="Value">The parameter's value at the end (extrapolated for infinite periods).</param>
/// <param name="Scaling">The two laws fitted to the growing period, when it grows.</param>
public sealed record CycleFamilyEnd(CycleEndKind Kind, double Value, PeriodScaling? Scaling = null);

/// <summary>A change of stability inside a family of cycles.</summary>
/// <param name="Kind">fold-of-cycles, period-doubling or neimark-sacker.</param>
/// <param name="Value">The parameter's value, interpolated between two nodes.</param>
/// <param name="Period">The period there [time].</param>
public sealed record CycleEvent(string Kind, double Value, double Period);

/// <summary>Cycles along a parameter.</summary>
/// <param name="Nodes">The cycles in the order in which they were followed.</param>
/// <param name="First">The end before the first node.</param>
/// <param name="Last">The end behind the last node.</param>
/// <param name="Events">Folds of cycles, period doublings and torus bifurcations on the way.</param>
public sealed record CycleFamily(
    IReadOnlyList<CycleNode> Nodes,
    CycleFamilyEnd First,
    CycleFamilyEnd Last,
    IReadOnlyList<CycleEvent> Events
)
{
    /// <summary>The cycle at a parameter value, refined by both methods from the nearest nodes; null when the family does not pass
    /// there.</summary>
    public LimitCycle? At(FieldFamily family, double parameter, CancellationToken cancellation = default)
    {
        var units = Units.Of(family(parameter));
        if (!units.AreGiven)
        {
            var inUnits = Back(units.Inverse);
            return inUnits.At(p => units.Of(family(p)), parameter, cancellation)?.Back(units);
        }

        for (var k = 0; k + 1 < Nodes.Count; k++)
        {
            var (a, b) = (Nodes[k], Nodes[k + 1]);
            if ((a.Parameter - parameter) * (b.Parameter - parameter) <= 0 && a.Parameter != b.Parameter)
            {
                if (ThresholdLinear.From(family(parameter)) is not null)
                {
                    var s = (parameter - a.Parameter) / (b.Parameter - a.Parameter);
                    var guess = a.Point.Zip(b.Point).Select(z => z.First + (s * (z.Second - z.First))).ToArray();
                    return LimitCycles.Refine(family(parameter), guess, a.Period + (s * (b.Period - a.Period)), cancellation);
                }

                // From the meshes of both: a cycle that repels cannot be found by running along it.
                var tracer = new CycleTracer(
                    family,
                    a.Point.Length,
                    Nodes.Min(node => node.Parameter),
                    Nodes.Max(node => node.Parameter),
                    [],
                    0,
                    cancellation
                );
                return tracer.At(a, b, parameter) is var (shot, mesh)
                    ? LimitCycles.Describe(family(parameter), new SmoothFlow(family(parameter)), shot, cancellation, mesh)
                    : null;
            }
        }

        return null;
    }

    /// <summary>The same family in other units of state and time.</summary>
    internal CycleFamily Back(Units units)
    {
        CycleFamilyEnd End(CycleFamilyEnd end) =>
            end.Scaling is { } scaling ? end with { Scaling = scaling with { HomoclinicRate = scaling.HomoclinicRate / units.Time } } : end;
        return units.AreGiven
            ? this
            : new(
                [
                    .. Nodes.Select(node =>
                        node with
                        {
                            Period = node.Period * units.Time,
                            Point = units.Back(node.Point),
                            Amplitude = node.Amplitude * units.State,
                            Low = units.Back(node.Low),
                            High = units.Back(node.High),
                            Mesh = [.. node.Mesh.Select(x => units.Back(x))],
                        }
                    ),
                ],
                End(First),
                End(Last),
                [.. Events.Select(e => e with { Period = e.Period * units.Time })]
            );
    }
}
