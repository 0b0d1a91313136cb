using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Surgery;

/// <summary>Removes or rescales one component of the weights and reports what follows: an intervention, not a correlation.</summary>
public static class WeightSurgery
{
    private const int FlowSamples = 500;

    /// <summary>W + (factor − 1) component.</summary>
    public static Matrix Rescale(Matrix weights, Matrix component, double factor) => Matrix.Combine(1, weights, factor - 1, component);

    /// <summary>The operation and its consequences.</summary>
    /// <param name="weights">W[post, pre].</param>
    /// <param name="name">Name of the component, as it is to stand in a sentence.</param>
    /// <param name="component">The component, of the size of W.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="field">The vector field of given weights.</param>
    /// <param name="start">Where both trajectories start.</param>
    /// <param name="score">Scores given weights (say, recall); null for none.</param>
    /// <param name="window">First time for which a trajectory is watched [time].</param>
    /// <param name="cancellation">Stops the work.</param>
    public static SurgeryResult Operate(
        Matrix weights,
        string name,
        Matrix component,
        double factor,
        Func<Matrix, IVectorField> field,
        double[] start,
        Func<Matrix, double>? score = null,
        double window = 100,
        CancellationToken cancellation = default
    )
    {
        if (component.Rows != weights.Rows || component.Columns != weights.Columns)
        {
            throw new UserError(
                $"The component \"{name}\" must be of the size of the weights, {weights.Rows} x {weights.Columns}, but is {component.Rows} x {component.Columns}."
            );
        }

        var after = Rescale(weights, component, factor);
        var (before, changed) = (field(weights), field(after));
        var (size, all) = (component.FrobeniusNorm(), weights.FrobeniusNorm());
        return new SurgeryResult
        {
            Component = name,
            Factor = factor,
            Share = all > 0 ? size * size / (all * all) : 0,
            WeightsAfter = after,
            EigenvaluesBefore = Linear.Eigenvalues(weights),
            EigenvaluesAfter = Linear.Eigenvalues(after),
            Before = CycleSearch.Settle(before, start, window, 5, cancellation: cancellation),
            After = CycleSearch.Settle(changed, start, window, 5, cancellation: cancellation),
            FlowChange = FlowChange(before, changed, Course(before, start, window)),
            ScoreBefore = score?.Invoke(weights) ?? double.NaN,
            ScoreAfter = score?.Invoke(after) ?? double.NaN,
        };
    }

    /// <summary>Every standard component removed in turn: symmetric, antisymmetric, recurrent and feedforward Schur part, outlier modes,
    /// and the lag bands −1, 0, 1, 2 when assemblies are given.</summary>
    public static IReadOnlyList<SurgeryResult> RemoveEach(
        Matrix weights,
        Func<Matrix, IVectorField> field,
        double[] start,
        IReadOnlyList<IReadOnlyList<int>>? assemblies = null,
        bool cyclic = true,
        Func<Matrix, double>? score = null,
        double window = 100,
        CancellationToken cancellation = default
    )
    {
        var parts = new List<(string Name, Matrix Component)>
        {
            ("symmetric part", WeightComponents.Symmetric(weights)),
            ("antisymmetric part", WeightComponents.Antisymmetric(weights)),
            ("recurrent Schur part", WeightComponents.SchurRecurrent(weights)),
            ("feedforward Schur part", WeightComponents.SchurFeedforward(weights)),
            ("outlier modes", WeightComponents.OutlierModes(weights, 1.1 * WeightComponents.BulkRadius(weights), out _)),
        };
        foreach (var lag in assemblies is null ? [] : new[] { -1, 0, 1, 2 })
        {
            parts.Add(($"lag {lag} band", WeightComponents.LagBand(weights, assemblies!, lag, cyclic)));
        }

        return
        [
            .. parts
                .Where(part => part.Component.FrobeniusNorm() > 1e-12 * weights.FrobeniusNorm())
                .Select(part => Operate(weights, part.Name, part.Component, 0, field, start, score, window, cancellation)),
        ];
    }

    /// <summary>States along the orbit of a field from a start, evenly spaced in time: where fields are compared.</summary>
    public static IReadOnlyList<double[]> Course(IVectorField field, double[] start, double window)
    {
        ArgumentNullException.ThrowIfNull(start);
        var x = (double[])start.Clone();
        var stepper = new RungeKutta4(field, x);
        var stride = Math.Max(1, (int)(window / stepper.Step / FlowSamples));
        var course = new List<double[]>(FlowSamples);
        for (var k = 0; k < FlowSamples; k++)
        {
            course.Add((double[])x.Clone());
            for (var s = 0; s < stride && k < FlowSamples - 1; s++)
            {
                stepper.Advance(x);
            }
        }

        return course;
    }

    /// <summary>Root mean square of f_after − f_before over that of f_before, along a course of the field before [1].</summary>
    public static double FlowChange(IVectorField before, IVectorField after, IReadOnlyList<double[]> course)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(course);
        double difference = 0,
            scale = 0;
        foreach (var x in course)
        {
            var (f, g) = (new double[x.Length], new double[x.Length]);
            before.Evaluate(x, f);
            after.Evaluate(x, g);
            difference += Math.Pow(Linear.Distance(f, g), 2);
            scale += Linear.Dot(f, f);
        }

        return scale > 0 ? Math.Sqrt(difference / scale) : double.NaN;
    }
}
