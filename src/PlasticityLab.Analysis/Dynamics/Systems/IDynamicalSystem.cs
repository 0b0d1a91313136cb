namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>A vector field with named parameters. Immutable: a changed parameter is a new system, so searches may run side by
/// side.</summary>
public interface IDynamicalSystem : IVectorField
{
    /// <summary>The model's name in system files, as in <c>tanh_rate</c>.</summary>
    string Model { get; }

    /// <summary>Names of the state variables, as in E, I or r1, r2.</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>Names of the parameters that can be varied.</summary>
    IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="UserError">The parameter is unknown.</exception>
    double Parameter(string name);

    /// <summary>The same system with one parameter changed.</summary>
    /// <exception cref="UserError">The parameter is unknown or the value not finite.</exception>
    IDynamicalSystem With(string name, double value);

    /// <summary>The box that holds every equilibrium and, for inward fields, every attractor; its sides are where a picture is
    /// drawn.</summary>
    TrappingBox Box { get; }
}
