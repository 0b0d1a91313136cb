using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Ode;

namespace PlasticityLab.Analysis.Dynamics.PhasePlanes;

/// <summary>Stable and unstable manifolds of planar saddles: orbits from next to the saddle, with arclength as the independent variable,
/// dx/ds = ±f/|f|.</summary>
/// <remarks>Started 5e-7 of the window along the eigenvector: the curve leaves its tangent by a second-order distance, about 1e-12.</remarks>
public static class Separatrices
{
    /// <summary>How far from the saddle a curve starts [mean side of the window].</summary>
    private const double Start = 5e-7;

    /// <summary>All four halves of every saddle: stable +, stable −, unstable +, unstable −.</summary>
    /// <param name="spacing">Distance of the reported points along the curve; 0 takes a two-hundredth of the window.</param>
    public static IReadOnlyList<SaddleManifold> Trace(
        IVectorField field,
        IEnumerable<Equilibrium> equilibria,
        PlaneWindow window,
        double spacing = 0,
        CancellationToken cancellation = default
    )
    {
        var units = Units.Of(field);
        if (!units.AreGiven)
        {
            var scaled = equilibria.Select(item => item.Back(units.Inverse));
            var curves = Trace(units.Of(field), scaled, window.In(units), spacing / units.State, cancellation);
            return
            [
                .. curves.Select(curve =>
                    curve with
                    {
                        Saddle = units.Back(curve.Saddle),
                        Arclength = [.. curve.Arclength.Select(s => s * units.State)],
                        Points = [.. curve.Points.Select(p => (p.X * units.State, p.Y * units.State))],
                    }
                ),
            ];
        }

        var all = equilibria.ToArray();
        var step = spacing > 0 ? spacing : Math.Min(window.Width, window.Height) / 200;
        var result = new List<SaddleManifold>();
        foreach (var saddle in all.Where(item => item.Type == "saddle"))
        {
            var vectors = Eigen.Decompose(saddle.Jacobian).Vectors;
            foreach (var stable in new[] { true, false })
            {
                var vector = vectors[stable ? 1 : 0].Select(value => value.Real).ToArray();
                var sign = vector[0] != 0 ? Math.Sign(vector[0]) : Math.Sign(vector[1]);
                foreach (var side in new[] { 1, -1 })
                {
                    result.Add(Half(field, saddle, all, [.. vector.Select(v => v * sign)], stable, side, window, step, cancellation));
                }
            }
        }

        return result;
    }

    private static SaddleManifold Half(
        IVectorField field,
        Equilibrium saddle,
        Equilibrium[] all,
        double[] vector,
        bool stable,
        int side,
        PlaneWindow window,
        double spacing,
        CancellationToken cancellation
    )
    {
        var direction = stable ? -1.0 : 1.0;
        var size = 0.5 * (window.Width + window.Height);
        var offset = Start * size;
        void Unit(double s, ReadOnlySpan<double> x, Span<double> d)
        {
            field.Evaluate(x, d);
            var speed = Math.Sqrt((d[0] * d[0]) + (d[1] * d[1]));
            var factor = speed > 0 ? direction / speed : 0;
            (d[0], d[1]) = (d[0] * factor, d[1] * factor);
        }

        // Orbits that wind into a cycle never end: four turns around the window suffice.
        var length = 8 * (window.Width + window.Height);
        var outputs = Enumerable.Range(1, (int)(length / spacing)).Select(k => (k * spacing) - offset).ToArray();
        double Outside(double s, double[] x) =>
            Math.Max(Math.Max(window.Left - x[0], x[0] - window.Right), Math.Max(window.Bottom - x[1], x[1] - window.Top));
        double NearEquilibrium(double s, double[] x) =>
            all.Where(item => item != saddle)
                .Select(item => Math.Sqrt(Math.Pow(x[0] - item.X[0], 2) + Math.Pow(x[1] - item.X[1], 2)))
                .DefaultIfEmpty(size)
                .Min() - offset;
        var solution = OdeSolver.Solve(
            Unit,
            0,
            [saddle.X[0] + (side * offset * vector[0]), saddle.X[1] + (side * offset * vector[1])],
            length,
            new()
            {
                RelativeTolerance = 1e-11,
                AbsoluteTolerance = 5e-13 * size,
                MaximumStep = 0.02 * (window.Width + window.Height),
                MaximumSteps = 200_000,
            },
            outputs,
            [new OdeEvent(Outside, 1, true), new OdeEvent(NearEquilibrium, -1, true)],
            cancellation
        );
        var end =
            solution.Failed ? "reached an equilibrium"
            : !solution.Stopped ? "length"
            : solution.Crossings[^1].Index == 0 ? "left the window"
            : "reached an equilibrium";
        var arclength = solution.Times.Select(s => s + offset).ToList();
        var points = solution.States.Select(x => (x[0], x[1])).ToList();
        if (arclength.Count == 0 || solution.EndTime + offset > arclength[^1] + (1e-3 * spacing))
        {
            arclength.Add(solution.EndTime + offset);
            points.Add((solution.EndState[0], solution.EndState[1]));
        }

        return new(saddle.X, stable, side, arclength, points, end);
    }
}
