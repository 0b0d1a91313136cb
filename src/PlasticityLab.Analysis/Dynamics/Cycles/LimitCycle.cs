using System.Numerics;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Cycles;

/// <summary>A closed orbit, computed by two methods.</summary>
public sealed record LimitCycle
{
    /// <summary>T, the period [time unit of the field], from Fourier collocation (smooth fields) or from the switching times
    /// (threshold-linear fields).</summary>
    public required double Period { get; init; }

    /// <summary>The period from Newton shooting [time unit of the field].</summary>
    public required double PeriodShooting { get; init; }

    /// <summary>|difference of the two periods| [time unit of the field]: how far to trust them.</summary>
    public double AbsDiffTwoMethods => Math.Abs(Period - PeriodShooting);

    /// <summary>Number of Fourier modes of the collocation; 0 for a threshold-linear field, whose orbit is exact between
    /// switches.</summary>
    public int Modes { get; init; }

    /// <summary>Largest of the last Fourier coefficients relative to the largest: how well the modes resolve the orbit.</summary>
    public double FourierTail { get; init; }

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
