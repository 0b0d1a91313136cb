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

    /// <summary>A zero eigenvalue of a kind that the solvers could not resolve (say, two at once): located by bisection only.</summary>
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

    /// <summary>ω at a Hopf point [rad/time], else NaN.</summary>
    public double Omega { get; init; } = double.NaN;

    /// <summary>First Lyapunov coefficient at a Hopf point, l₁ = Re(c₁)/ω with ⟨q,q⟩ = 1 and ⟨p,q⟩ = 1 (Kuznetsov 2004, eq. 5.34), else
    /// NaN.</summary>
    public double FirstLyapunovCoefficient { get; init; } = double.NaN;

    /// <summary>"supercritical" or "subcritical" for a Hopf point, from the sign of l₁; empty otherwise.</summary>
    public string Criticality =>
        Kind != SpecialKind.Hopf ? ""
        : FirstLyapunovCoefficient < 0 ? "supercritical"
        : FirstLyapunovCoefficient > 0 ? "subcritical"
        : "degenerate";

    /// <summary>The right null vector (zero eigenvalue) or the real part of the critical eigenvector (Hopf), unit length.</summary>
    public required double[] Direction { get; init; }

    /// <summary>Change of the number of unstable directions along the branch on which it was found.</summary>
    public int UnstableChange { get; init; }

    /// <summary>The kind as it is written in files: saddle-node, hopf, pitchfork, transcritical, degenerate.</summary>
    public string KindName =>
        Kind switch
        {
            SpecialKind.SaddleNode => "saddle-node",
            SpecialKind.Hopf => "hopf",
            SpecialKind.Pitchfork => "pitchfork",
            SpecialKind.Transcritical => "transcritical",
            _ => "degenerate",
        };
}
