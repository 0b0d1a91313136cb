using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>A small textbook system given by its formulas: Lorenz, Rössler, hyper-Rössler.</summary>
public sealed class FormulaSystem : IDynamicalSystem
{
    private readonly ParameterSet _p;
    private readonly double[] _values;
    private readonly Formula _formula;

    private FormulaSystem(Formula formula, double[] values)
    {
        UserError.ThrowIfAny(formula.Parameters.Select((p, k) => Require.Finite(values[k], p.Name)).OfType<string>());
        (_formula, _values) = (formula, values);
        _p = new(formula.Model, [.. formula.Parameters.Select(p => p.Name)], values);
    }

    internal delegate void Field(double[] p, ReadOnlySpan<double> x, Span<double> d);

    internal delegate void Slopes(double[] p, ReadOnlySpan<double> x, Matrix j);

    internal sealed record Formula(
        string Model,
        string[] States,
        (string Name, double Default)[] Parameters,
        double[] Low,
        double[] High,
        Field F,
        Slopes J
    );

    /// <inheritdoc/>
    public string Model => _formula.Model;

    /// <inheritdoc/>
    public int Dimension => _formula.States.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => _formula.States;

    /// <inheritdoc/>
    public IReadOnlyList<string> ParameterNames => _p.Names;

    /// <inheritdoc/>
    public TrappingBox Box => new(_formula.Low, _formula.High, false, false);

    internal static IReadOnlyList<Formula> All { get; } =
    [
        // Lorenz 1963, J. Atmos. Sci. 20:130.
        new(
            "lorenz",
            ["x", "y", "z"],
            [("sigma", 10), ("rho", 28), ("beta", 8.0 / 3)],
            [-30, -40, -5],
            [30, 40, 60],
            (p, x, d) => (d[0], d[1], d[2]) = (p[0] * (x[1] - x[0]), (x[0] * (p[1] - x[2])) - x[1], (x[0] * x[1]) - (p[2] * x[2])),
            (p, x, j) => Set(j, -p[0], p[0], 0, p[1] - x[2], -1, -x[0], x[1], x[0], -p[2])
        ),
        // Rössler 1976, Phys. Lett. A 57:397.
        new(
            "rossler",
            ["x", "y", "z"],
            [("a", 0.2), ("b", 0.2), ("c", 5.7)],
            [-20, -40, -40],
            [20, 20, 40],
            (p, x, d) => (d[0], d[1], d[2]) = (-x[1] - x[2], x[0] + (p[0] * x[1]), p[1] + (x[2] * (x[0] - p[2]))),
            (p, x, j) => Set(j, 0, -1, -1, 1, p[0], 0, x[2], 0, x[0] - p[2])
        ),
        // Rössler 1979, Phys. Lett. A 71:155.
        new(
            "hyper_rossler",
            ["x", "y", "z", "w"],
            [("a", 0.25), ("b", 3), ("c", 0.5), ("d", 0.05)],
            [-150, -150, -5, 0],
            [50, 50, 300, 100],
            (p, x, d) =>
                (d[0], d[1], d[2], d[3]) = (
                    -x[1] - x[2],
                    x[0] + (p[0] * x[1]) + x[3],
                    p[1] + (x[0] * x[2]),
                    (-p[2] * x[2]) + (p[3] * x[3])
                ),
            (p, x, j) => Set(j, 0, -1, -1, 0, 1, p[0], 0, 1, x[2], 0, x[0], 0, 0, 0, -p[2], p[3])
        ),
    ];

    /// <summary>σ = 10, ρ = 28, β = 8/3 unless given otherwise.</summary>
    public static FormulaSystem Lorenz(double sigma = 10, double rho = 28, double beta = 8.0 / 3) => new(All[0], [sigma, rho, beta]);

    /// <summary>a = b = 0.2, c = 5.7 unless given otherwise.</summary>
    public static FormulaSystem Rossler(double a = 0.2, double b = 0.2, double c = 5.7) => new(All[1], [a, b, c]);

    /// <summary>a = 0.25, b = 3, c = 0.5, d = 0.05 unless given otherwise.</summary>
    public static FormulaSystem HyperRossler(double a = 0.25, double b = 3, double c = 0.5, double d = 0.05) => new(All[2], [a, b, c, d]);

    internal static FormulaSystem Of(Formula formula, double[] values) => new(formula, values);

    /// <inheritdoc/>
    public double Parameter(string name) => _p.Value(name);

    /// <inheritdoc/>
    public IDynamicalSystem With(string name, double value) => new FormulaSystem(_formula, _p.Changed(name, value));

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => _formula.F(_values, state, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian) => _formula.J(_values, state, jacobian);

    private static void Set(Matrix j, params ReadOnlySpan<double> values) => values.CopyTo(j.Values);
}
