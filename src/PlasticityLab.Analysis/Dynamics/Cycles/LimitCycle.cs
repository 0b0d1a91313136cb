using System.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>A closed orbit, computed by two methods.</summary>
public sealed record LimitCycle
{
    /// <summary>Differences of the two periods above this share of them mean that the methods disagree.</summary>
    private const double Agreement = 1e-7;

    /// <summary>T, the period [time unit of the field]: that of collocation where it converged, else that of shooting.</summary>
    public double Period => double.IsNaN(PeriodCollocation) ? PeriodShooting : PeriodCollocation;

    /// <summary>The period from collocation (smooth fields) or from the switching times (threshold-linear fields); NaN when the collocation
    /// did not converge [time unit of the field].</summary>
    public required double PeriodCollocation { get; init; }

    /// <summary>The period from Newton shooting [time unit of the field].</summary>
    public required double PeriodShooting { get; init; }

    /// <summary>|difference of the two periods|, each by its own method [time unit of the field]: how far to trust them; NaN when there is
    /// one only.</summary>
    public double AbsDiffTwoMethods => Math.Abs(PeriodCollocation - PeriodShooting);

    /// <summary>Whether two methods found the same orbit. Where they did not, no digit beyond their difference means anything.</summary>
    public bool MethodsAgree => AbsDiffTwoMethods <= Agreement * Math.Abs(PeriodShooting);

    /// <summary>Number of intervals of the mesh of the collocation; 0 for a threshold-linear field, whose orbit is exact between
    /// switches.</summary>
    public int MeshIntervals { get; init; }

    /// <summary>Largest last mode among the intervals over the excursion of the orbit: how well the mesh resolves it [1].</summary>
    public double MeshError { get; init; }

    /// <summary>A point of the orbit; t = 0 of every time below.</summary>
    public required double[] PointOnCycle { get; init; }

    /// <summary>One period, equispaced in time from <see cref="PointOnCycle"/>, [sample, coordinate]; the closing sample is not
    /// repeated.</summary>
    public required Matrix Samples { get; init; }

    /// <summary>Largest and smallest value of each coordinate with their times.</summary>
    public required IReadOnlyList<CycleExtremum> Extrema { get; init; }

    /// <summary>Mean of each coordinate over one period.</summary>
    public required double[] Mean { get; init; }

    /// <summary>All Floquet multipliers but the one that is 1, largest modulus first. Planar fields: exp of the integrated trace, which
    /// keeps its digits when it is tiny.</summary>
    public required IReadOnlyList<Complex> NontrivialMultipliers { get; init; }

    /// <summary>∫ trace J dt over one period [1].</summary>
    public required double IntegralOfTrace { get; init; }

    /// <summary>Σ of all Floquet exponents = mean trace of J [1/time].</summary>
    public double SumOfFloquetExponents => IntegralOfTrace / Period;

    /// <summary>|x(T) − x(0)| of the shooting.</summary>
    public required double Residual { get; init; }

    /// <summary>Threshold-linear fields: the linear pieces in order; empty for smooth fields.</summary>
    public IReadOnlyList<CyclePiece> SwitchingSequence { get; init; } = [];

    /// <summary>Whether every nontrivial multiplier lies inside the unit circle.</summary>
    public bool IsStable => NontrivialMultipliers.All(m => m.Magnitude < 1);

    /// <summary>Number of nontrivial multipliers outside the unit circle.</summary>
    public int UnstableCount => NontrivialMultipliers.Count(m => m.Magnitude > 1);

    /// <summary>The same cycle in the units given.</summary>
    internal LimitCycle Back(Units units) =>
        units.AreGiven
            ? this
            : this with
            {
                PeriodCollocation = PeriodCollocation * units.Time,
                PeriodShooting = PeriodShooting * units.Time,
                PointOnCycle = units.Back(PointOnCycle),
                Samples = new(Samples.Rows, Samples.Columns, units.Back(Samples.Values)),
                Extrema =
                [
                    .. Extrema.Select(e => new CycleExtremum(
                        e.Max * units.State,
                        e.TimeOfMax * units.Time,
                        e.Min * units.State,
                        e.TimeOfMin * units.Time
                    )),
                ],
                Mean = units.Back(Mean),
                Residual = Residual * units.State,
                SwitchingSequence = [.. SwitchingSequence.Select(piece => piece with { Duration = piece.Duration * units.Time })],
            };

    /// <summary>Whether another cycle is the same orbit: one period, and points of each on the other, as shares of the excursion.</summary>
    public bool IsSameOrbit(LimitCycle other)
    {
        var size = Extrema.Max(e => e.Max - e.Min);
        return Math.Abs(Period - other.Period) < 1e-4 * Period
            && PassesBy(other.PointOnCycle, 1e-3 * size)
            && other.PassesBy(PointOnCycle, 1e-3 * size)
            && Mean.Zip(other.Mean).All(m => Math.Abs(m.First - m.Second) < 1e-3 * size);
    }

    /// <summary>Whether the orbit passes a state within a distance [state].</summary>
    internal bool PassesBy(double[] state, double distance)
    {
        var best = double.PositiveInfinity;
        var n = Samples.Columns;
        for (var k = 0; k < Samples.Rows; k++)
        {
            var p = Samples.Row(k);
            var q = Samples.Row((k + 1) % Samples.Rows);
            double along = 0,
                length = 0;
            for (var i = 0; i < n; i++)
            {
                along += (state[i] - p[i]) * (q[i] - p[i]);
                length += (q[i] - p[i]) * (q[i] - p[i]);
            }

            var t = length > 0 ? Math.Clamp(along / length, 0, 1) : 0;
            double square = 0;
            for (var i = 0; i < n; i++)
            {
                var d = state[i] - p[i] - (t * (q[i] - p[i]));
                square += d * d;
            }

            // Between two samples the orbit bows away from the chord by a share of it.
            best = Math.Min(best, Math.Sqrt(square) - (0.1 * Math.Sqrt(length)));
        }

        return best < distance;
    }

    /// <summary>Coordinates by the time of their maximum: the order in which units peak in one period (units count from 0).</summary>
    public IReadOnlyList<int> OrderOfPeaks => [.. Enumerable.Range(0, Extrema.Count).OrderBy(i => Extrema[i].TimeOfMax)];
}

/// <summary>Extrema of one coordinate over a period.</summary>
/// <param name="Max">Largest value.</param>
/// <param name="TimeOfMax">When, after the start point [time].</param>
/// <param name="Min">Smallest value.</param>
/// <param name="TimeOfMin">When, after the start point [time].</param>
public sealed record CycleExtremum(double Max, double TimeOfMax, double Min, double TimeOfMin);

/// <summary>One linear piece of a threshold-linear cycle.</summary>
/// <param name="Active">Units above threshold, from 0.</param>
/// <param name="Duration">How long the piece lasts [time].</param>
/// <param name="EndsWhenUnitSwitches">The unit that crosses its threshold at the end, from 0.</param>
public sealed record CyclePiece(IReadOnlyList<int> Active, double Duration, int EndsWhenUnitSwitches);
