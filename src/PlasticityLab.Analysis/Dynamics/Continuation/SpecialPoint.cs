using System.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Continuation;

/// <summary>Kinds of points at which equilibria change in number or stability.</summary>
public enum SpecialKind
{
    /// <summary>Two equilibria meet and vanish (fold).</summary>
    SaddleNode,

    /// <summary>A complex pair crosses the imaginary axis.</summary>
    Hopf,

    /// <summary>Two branches cross, one of them turning at the crossing (odd symmetry).</summary>
    Pitchfork,

    /// <summary>Two branches cross, both passing.</summary>
    Transcritical,

    /// <summary>Two equilibria meet where the field has a kink, and vanish: a unit reaches its threshold.</summary>
    NonsmoothFold,

    /// <summary>An equilibrium passes a kink of the field, where a unit reaches its threshold, and its stability jumps.</summary>
    BorderCollision,

    /// <summary>More than a simple bifurcation: two zero eigenvalues or two pairs at once (codimension two), a whole line of equilibria at
    /// this value, or a zero eigenvalue that the solvers could not resolve.</summary>
    Degenerate,
}

/// <summary>A bifurcation of equilibria.</summary>
public sealed record SpecialPoint
{
    /// <summary>What happens there.</summary>
    public required SpecialKind Kind { get; init; }

    /// <summary>The parameter's value.</summary>
    public required double Value { get; init; }

    /// <summary>The equilibrium.</summary>
    public required double[] State { get; init; }

    /// <summary>Eigenvalues there, by descending real part [1/time].</summary>
    public required IReadOnlyList<Complex> Eigenvalues { get; init; }

    /// <summary>Norm of the residual of the extended system whose zero this is.</summary>
    public required double Residual { get; init; }

    /// <summary>How far the place may lie from the true one, where no extended system resolved it [state].</summary>
    public double Uncertainty { get; init; }

    /// <summary>The same of the parameter's value.</summary>
    public double ValueUncertainty { get; init; }

    /// <summary>ω at a Hopf point [rad/time], else NaN.</summary>
    public double Omega { get; init; } = double.NaN;

    /// <summary>First Lyapunov coefficient at a Hopf point, l₁ = Re(c₁)/ω with ⟨q,q⟩ = 1 and ⟨p,q⟩ = 1 (Kuznetsov 2004, eq. 5.34), else
    /// NaN.</summary>
    public double FirstLyapunovCoefficient { get; init; } = double.NaN;

    /// <summary>How far l₁ can be trusted: difference of two step sizes and rounding of its third derivatives.</summary>
    public double FirstLyapunovError { get; init; }

    /// <summary>"supercritical" or "subcritical" for a Hopf point, from the sign of l₁; "degenerate" where l₁ is 0 within its error, as at
    /// the centre of a linear field; empty otherwise.</summary>
    public string Criticality =>
        Kind != SpecialKind.Hopf ? ""
        : FirstLyapunovCoefficient < -FirstLyapunovError ? "supercritical"
        : FirstLyapunovCoefficient > FirstLyapunovError ? "subcritical"
        : "degenerate";

    /// <summary>Number of eigenvalues that are zero to the accuracy of the point.</summary>
    public int ZeroEigenvalues { get; init; }

    /// <summary>Number of eigenvalues on the imaginary axis, zero ones among them.</summary>
    public int CriticalEigenvalues { get; init; }

    /// <summary>Whether a curve of equilibria exists at this value of the parameter alone.</summary>
    public bool IsContinuous { get; init; }

    /// <summary>How many parameters it takes to meet such a point in general: 1 for the simple bifurcations, 2 for two zero eigenvalues, two
    /// pairs, or a Hopf point with l₁ = 0. Symmetry or missing connections bring it about with one. 0: not known.</summary>
    public int Codimension =>
        ZeroEigenvalues >= 2 || CriticalEigenvalues >= 3 || (Kind == SpecialKind.Hopf && Criticality == "degenerate") ? 2
        : Kind == SpecialKind.Degenerate ? 0
        : 1;

    /// <summary>What a degenerate point is, in words; empty for the others.</summary>
    public string Remark =>
        IsContinuous ? "a line of equilibria at this value"
        : ZeroEigenvalues >= 2 ? $"codimension two: {ZeroEigenvalues} zero eigenvalues"
        : CriticalEigenvalues >= 3 ? $"codimension two: {CriticalEigenvalues} eigenvalues on the imaginary axis"
        : Kind is SpecialKind.NonsmoothFold or SpecialKind.BorderCollision ? "a unit at its threshold"
        : Kind == SpecialKind.Hopf && Criticality == "degenerate" ? "l1 is 0 within its error: neither sub- nor supercritical"
        : "";

    /// <summary>The same point in other units of state and time.</summary>
    internal SpecialPoint Back(Units units) =>
        units.AreGiven
            ? this
            : this with
            {
                State = units.Back(State),
                Uncertainty = Uncertainty * units.State,
                Eigenvalues = [.. Eigenvalues.Select(value => value / units.Time)],
                Omega = Omega / units.Time,
                FirstLyapunovCoefficient = FirstLyapunovCoefficient / units.State / units.State,
                FirstLyapunovError = FirstLyapunovError / units.State / units.State,
            };

    /// <summary>The right null vector (zero eigenvalue) or the real part of the critical eigenvector (Hopf), unit length.</summary>
    public required double[] Direction { get; init; }

    /// <summary>Change of the number of unstable directions along the branch on which it was found.</summary>
    public int UnstableChange { get; init; }

    /// <summary>The kind as it is written in files: saddle-node, hopf, pitchfork, transcritical, nonsmooth-fold, border-collision,
    /// degenerate.</summary>
    public string KindName =>
        Kind switch
        {
            SpecialKind.SaddleNode => "saddle-node",
            SpecialKind.Hopf => "hopf",
            SpecialKind.Pitchfork => "pitchfork",
            SpecialKind.Transcritical => "transcritical",
            SpecialKind.NonsmoothFold => "nonsmooth-fold",
            SpecialKind.BorderCollision => "border-collision",
            _ => "degenerate",
        };
}
