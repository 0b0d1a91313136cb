using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Lyapunov;

/// <summary>The Lyapunov spectrum of one attractor.</summary>
public sealed record AttractorSpectrum
{
    /// <summary>Equilibrium, cycle, or not settled (chaotic when λ₁ is above zero by more than its errors).</summary>
    public required SettledKind Kind { get; init; }

    /// <summary>A state on the attractor.</summary>
    public required double[] State { get; init; }

    /// <summary>The cycle, when it is one.</summary>
    public LimitCycle? Cycle { get; init; }

    /// <summary>Exponents from tangent vectors.</summary>
    public required LyapunovSpectrum MethodA { get; init; }

    /// <summary>Exponents from clones; null when the cross-check was left out.</summary>
    public LyapunovSpectrum? MethodB { get; init; }

    /// <summary>Equilibria: real parts of the eigenvalues. Cycles: ln|multiplier| / T, as far as they are resolved. Null for other
    /// attractors [1/time].</summary>
    public double[]? ExactExponents { get; init; }

    /// <summary>Cycles: exponents below this one are drowned by rounding in the monodromy matrix and are taken from tangent vectors
    /// [1/time].</summary>
    public double FloquetUnresolvedBelow { get; init; } = double.NaN;

    /// <summary>How many of the starts led here.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>The best values: exact ones where they exist, else the inverse-variance mean of both methods [1/time].</summary>
    public double[] Exponents =>
        ExactExponents ?? (MethodB is null ? MethodA.Exponents : LyapunovExponents.Combine(MethodA, MethodB).Exponents);

    /// <summary>Standard errors of <see cref="Exponents"/>; 0 for exact ones [1/time].</summary>
    public double[] StandardErrors =>
        ExactExponents is not null ? new double[ExactExponents.Length]
        : MethodB is null ? MethodA.StandardErrors
        : LyapunovExponents.Combine(MethodA, MethodB).StandardErrors;

    // Errors below this are not believed: 1e-7 for rates near 1.
    private double Least => 1e-7 * PowerOfTwo.At(Math.Abs(MethodA.MeanTrace) / MethodA.Exponents.Length);

    /// <summary>Largest |difference of the methods| / combined standard error among the first three exponents; NaN without a
    /// cross-check.</summary>
    public double LargestZ =>
        MethodB is null
            ? double.NaN
            : Enumerable
                .Range(0, Math.Min(3, MethodA.Exponents.Length))
                .Max(i =>
                    Math.Abs(MethodA.Exponents[i] - MethodB.Exponents[i])
                    / Math.Sqrt(
                        Math.Pow(Math.Max(MethodA.StandardErrors[i], Least), 2) + Math.Pow(Math.Max(MethodB.StandardErrors[i], Least), 2)
                    )
                );

    /// <summary>Kaplan-Yorke dimension of <see cref="Exponents"/> [1].</summary>
    public double KaplanYorkeDimension => LyapunovSpectrum.KaplanYorke(Exponents, ExactExponents is null ? StandardErrors : null);

    /// <summary>"fixed point", "limit cycle", "continuous attractor", "chaotic" (λ₁ above 4 standard errors) or "not settled".</summary>
    public string Name =>
        Kind switch
        {
            SettledKind.Equilibrium => "fixed point",
            SettledKind.LimitCycle => "limit cycle",
            SettledKind.ContinuousSet => "continuous attractor",
            _ => Exponents[0] > 4 * Math.Max(StandardErrors[0], Least) && Exponents[0] > 1e4 * Least ? "chaotic" : "not settled",
        };

    /// <summary>The same spectrum in other units of state and time.</summary>
    internal AttractorSpectrum Back(Units units) =>
        this with
        {
            State = units.Back(State),
            Cycle = Cycle?.Back(units),
            MethodA = MethodA.Back(units),
            MethodB = MethodB?.Back(units),
            ExactExponents = ExactExponents is null ? null : [.. ExactExponents.Select(x => x / units.Time)],
            FloquetUnresolvedBelow = FloquetUnresolvedBelow / units.Time,
        };
}
