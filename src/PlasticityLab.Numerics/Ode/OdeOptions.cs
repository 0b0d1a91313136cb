namespace PlasticityLab.Numerics.Ode;

/// <summary>Accuracy and budget of an integration.</summary>
public sealed record OdeOptions
{
    /// <summary>Relative error allowed per step [1].</summary>
    public double RelativeTolerance { get; init; } = 1e-10;

    /// <summary>Absolute error allowed per step [unit of y].</summary>
    public double AbsoluteTolerance { get; init; } = 1e-12;

    /// <summary>First step tried [time]; 0 chooses one.</summary>
    public double InitialStep { get; init; }

    /// <summary>Longest step [time].</summary>
    public double MaximumStep { get; init; } = double.PositiveInfinity;

    /// <summary>Budget: steps accepted and rejected.</summary>
    public int MaximumSteps { get; init; } = 1_000_000;
}
