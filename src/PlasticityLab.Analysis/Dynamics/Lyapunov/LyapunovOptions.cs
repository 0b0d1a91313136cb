using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Lyapunov;

/// <summary>How long and how finely Lyapunov exponents are averaged. Times are in the time unit of the field.</summary>
public sealed record LyapunovOptions
{
    /// <summary>Time before anything is averaged; tangent vectors align during its second half.</summary>
    public double Transient { get; init; } = 200;

    /// <summary>Averaging time.</summary>
    public double Time { get; init; } = 5000;

    /// <summary>Share of the averaging time that the Jacobian-free cross-check gets; 0 leaves it out.</summary>
    public double CrossCheckShare { get; init; } = 0.25;

    /// <summary>Number of batches for the standard errors.</summary>
    public int Batches { get; init; } = 50;

    /// <summary>Step of the integrator; 0 takes one that suits the Jacobian.</summary>
    public double Step { get; init; }

    /// <summary>Time between two orthogonalisations; 0 takes one that suits the Jacobian.</summary>
    public double Interval { get; init; }

    /// <summary>Throws when a value cannot be meant.</summary>
    internal void Check() =>
        UserError.ThrowIfAny(
            Require.All(
                Require.NotNegative(Transient),
                Require.Positive(Time),
                Require.Between(CrossCheckShare, 0, 1),
                Require.AtLeast(Batches, 4),
                Require.NotNegative(Step),
                Require.NotNegative(Interval)
            )
        );

    /// <summary>The same times in other units.</summary>
    internal LyapunovOptions In(Units units) =>
        this with
        {
            Transient = Transient / units.Time,
            Time = Time / units.Time,
            Step = Step / units.Time,
            Interval = Interval / units.Time,
        };
}
