using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>A trained network of logistic rate units with common inhibition, as a system with named parameters: what recalls in the
/// sequence experiment, without noise. Time is in units of τ.</summary>
/// <remarks>See <see cref="AssemblyField"/> for the equations. Parameters: gain, inhibition, threshold, outside, beta, theta, adaptation,
/// time_ratio (τ/τ_a), smoothing.</remarks>
public sealed class AssemblyNetwork : IDynamicalSystem
{
    /// <summary>The model's name in system files.</summary>
    internal const string ModelName = "assembly_rate";

    /// <summary>A network.</summary>
    /// <param name="weights">W[post, pre], of units or of assemblies.</param>
    /// <param name="point">Operating point and neurons.</param>
    /// <param name="assemblySize">Units that count as one fully active assembly; 1 when the weights are those of assemblies [1].</param>
    public AssemblyNetwork(Matrix weights, AssemblyPoint point, double assemblySize = 1)
    {
        Field = new AssemblyField(weights, point, assemblySize);
        UserError.ThrowIfAny(
            Require.All(
                Require.Positive(assemblySize, "assembly_size"),
                Require.Positive(point.Beta, "beta"),
                Require.Finite(point.Theta, "theta"),
                Require.Finite(point.Gain, "gain"),
                Require.NotNegative(point.Inhibition, "inhibition"),
                Require.Finite(point.Threshold, "threshold"),
                Require.Finite(point.Outside, "outside"),
                Require.NotNegative(point.Adaptation, "adaptation"),
                Require.Positive(point.TimeRatio, "time_ratio"),
                Require.NotNegative(point.Smoothing, "smoothing")
            )
        );
    }

    /// <summary>The field.</summary>
    public AssemblyField Field { get; }

    /// <inheritdoc/>
    public string Model => ModelName;

    /// <inheritdoc/>
    public int Dimension => Field.Dimension;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames =>
        [
            .. Enumerable.Range(1, Field.Assemblies).Select(k => $"r{k}"),
            .. Enumerable.Range(1, Dimension - Field.Assemblies).Select(k => $"a{k}"),
        ];

    /// <inheritdoc/>
    public IReadOnlyList<string> ParameterNames => [.. Names];

    internal static string[] Names { get; } =
    ["gain", "inhibition", "threshold", "outside", "beta", "theta", "adaptation", "time_ratio", "smoothing"];

    /// <inheritdoc/>
    public TrappingBox Box => Field.Box;

    /// <inheritdoc/>
    public double Parameter(string name) => Get(Field.Point, Known(name));

    /// <inheritdoc/>
    public IDynamicalSystem With(string name, double value) =>
        double.IsFinite(value)
            ? new AssemblyNetwork(Field.Blocks, Set(Field.Point, Known(name), value), Field.AssemblySize)
            : throw new UserError($"{name} must be a finite number, but is {value:R}.");

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative) => Field.Evaluate(state, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian) => Field.Jacobian(state, jacobian);

    /// <summary>A point with one value changed.</summary>
    internal static AssemblyPoint Set(AssemblyPoint p, string name, double value) =>
        name switch
        {
            "gain" => p with { Gain = value },
            "inhibition" => p with { Inhibition = value },
            "threshold" => p with { Threshold = value },
            "outside" => p with { Outside = value },
            "beta" => p with { Beta = value },
            "theta" => p with { Theta = value },
            "adaptation" => p with { Adaptation = value },
            "time_ratio" => p with { TimeRatio = value },
            _ => p with { Smoothing = value },
        };

    private static double Get(AssemblyPoint p, string name) =>
        name switch
        {
            "gain" => p.Gain,
            "inhibition" => p.Inhibition,
            "threshold" => p.Threshold,
            "outside" => p.Outside,
            "beta" => p.Beta,
            "theta" => p.Theta,
            "adaptation" => p.Adaptation,
            "time_ratio" => p.TimeRatio,
            _ => p.Smoothing,
        };

    private static string Known(string name) =>
        Array.Find(Names, known => Numerics.Foundation.Names.Same(known, name))
        ?? throw new UserError(
            $"The model {ModelName} has no parameter \"{name}\".{(Numerics.Foundation.Names.Nearest(name, Names) is { } near ? $" Did you mean {near}?" : "")} Known parameters: {string.Join(", ", Names)}."
        );
}
