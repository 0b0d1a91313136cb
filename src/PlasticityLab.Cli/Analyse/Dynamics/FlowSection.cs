using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Ode;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--flow</c>: the field on a grid. <c>--trajectory</c>: orbits forward or backward in time.</summary>
internal sealed class FlowSection : IDynamicsSection
{
    private const int MostNamed = 6;

    private readonly Option<int?> _flow = new("--flow")
    {
        Description = "The field on a grid of the plane with this many points along each side",
    };
    private readonly Option<string[]> _trajectory = new("--trajectory") { Description = "Start of an orbit, as 0.7,-0.4 (repeatable)" };
    private readonly Option<string?> _times = new("--times")
    {
        Description = "Times to report, as 0.5,1,2,5; negative ones run backward (default: 200 up to --duration)",
    };
    private readonly Option<double?> _duration = new("--duration")
    {
        Description = "How long orbits run; negative runs backward (default: 40, for time constants far from 1 forty of them)",
    };

    public int Order => 35;

    public IEnumerable<Option> Options => [_flow, _trajectory, _times, _duration];

    public bool IsAsked(ParseResult arguments) =>
        arguments.GetValue(_flow) is not null || arguments.GetValue(_trajectory) is { Length: > 0 };

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        if (context.Arguments.GetValue(_flow) is { } n)
        {
            Flow(context, n);
        }

        var list = new JsonArray();
        foreach (var text in context.Arguments.GetValue(_trajectory) ?? [])
        {
            list.Add(Trajectory(context, PlaneOptions.Numbers(text, "--trajectory")));
        }

        if (list.Count > 0)
        {
            context.Result["trajectories"] = list;
        }
    }

    private static void Flow(DynamicsContext context, int n)
    {
        PlaneOptions.Planar(context, "A flow field");
        UserError.ThrowIfAny(Require.All(Require.AtLeast(n, 2, "--flow")));
        var w = PlaneOptions.Of(context);
        var (x, d) = (new double[2], new double[2]);
        var rows = new JsonArray();
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                (x[0], x[1]) = (w.Left + (i * w.Width / (n - 1)), w.Bottom + (j * w.Height / (n - 1)));
                context.System.Evaluate(x, d);
                rows.Add(DynamicsContext.Json(new[] { x[0], x[1], d[0], d[1] }));
            }
        }

        context.Result["flow_field"] = new JsonObject
        {
            ["columns"] = DynamicsContext.Json(new[] { "x", "y", "dx_dt", "dy_dt" }),
            ["rows"] = rows,
        };
        context.Text.WriteLine($"flow field on {n} x {n} points (in the JSON document)");
    }

    private JsonObject Trajectory(DynamicsContext context, double[] start)
    {
        var system = context.System;
        if (start.Length != system.Dimension)
        {
            throw new UserError($"--trajectory must have {system.Dimension} numbers, one for each state variable, but has {start.Length}.");
        }

        var duration = context.Arguments.GetValue(_duration) ?? (40 * Units.Of(system).Time);
        UserError.ThrowIfAny(Require.All(Require.Finite(duration, "--duration"), duration != 0 ? null : "--duration must not be 0."));
        var times = context.Arguments.GetValue(_times) is { } text
            ? PlaneOptions.Numbers(text, "--times")
            : [.. Enumerable.Range(0, 201).Select(k => k * duration / 200)];
        if (
            times.Length == 0
            || times.Zip(times.Skip(1), (a, b) => Math.Abs(b) > Math.Abs(a)).Any(grows => !grows)
            || (times.Any(t => t < 0) && times.Any(t => t > 0))
        )
        {
            throw new UserError("--times must run away from 0 in one direction, as 0.5,1,2 or -0.5,-1,-2.");
        }

        // Errors are measured by the orbit's own size: a system of small numbers is followed as well as one of large ones.
        var size = Places.Size(start) is var own and > 0 ? own : Units.Of(system).State;
        var solution = OdeSolver.Solve(
            (_, x, d) => system.Evaluate(x, d),
            0,
            start,
            times[^1],
            new() { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 * Math.Min(size, Units.Of(system).State) },
            times,
            null,
            context.Cancellation
        );
        var item = new JsonObject { ["from"] = DynamicsContext.Json(start), ["t"] = DynamicsContext.Json(solution.Times) };
        for (var i = 0; i < system.Dimension; i++)
        {
            item[system.StateNames[i]] = DynamicsContext.Json(solution.States.Select(x => x[i]));
        }

        if (!system.Box.Contains(start, 1e-9 * Units.Of(system).State))
        {
            item["note"] = $"The start lies outside the {(system.Box.IsInward ? "trapping box" : "box")} of the system.";
            context.Text.WriteLine(
                $"note: the start ({string.Join(", ", start.Take(6).Select(x => $"{x:G6}"))}) lies outside the {(system.Box.IsInward ? "trapping box, which no attractor leaves" : "box that is searched")}."
            );
        }

        // A budget of steps that ends is no divergence.
        var lost = Places.Size(solution.EndState) < 1e6 * size ? "stopped, its budget of steps spent," : "left all bounds";
        if (solution.Failed)
        {
            item["ended"] = $"the orbit {lost} near t = {solution.EndTime:G6}";
        }

        var reached = solution.Failed || duration < 0 ? "" : Reached(context, solution.EndState);
        if (reached.Length > 0)
        {
            item["reached"] = reached;
        }

        context.Text.WriteLine(
            $"orbit from ({string.Join(", ", start.Select(x => $"{x:G6}"))}): {(solution.Failed ? $"{lost} near t = {solution.EndTime:G6}" : $"at t = {solution.EndTime:G6} {Places.Text(solution.EndState, Places.Size(solution.EndState))}")}{(reached.Length > 0 ? ", " : "")}{reached}"
        );
        return item;
    }

    // Where an orbit has ended, by name; nothing where the equilibria are too many variables' to be sought for one orbit.
    private static string Reached(DynamicsContext context, double[] end)
    {
        var (system, units) = (context.System, Units.Of(context.System));
        if (system.Dimension > MostNamed)
        {
            return "";
        }

        var near = 1e-5 * Math.Max(Places.Size(end), units.State);
        double Away(Equilibrium point) => point.X.Zip(end, (a, b) => Math.Abs(a - b)).Max();
        if (EquilibriaSection.Of(context).Equilibria.MinBy(Away) is { } point && Away(point) <= near)
        {
            return point.Attracts ? $"the {point.Type}" : $"near the {point.Type}";
        }

        var speed = new double[system.Dimension];
        system.Evaluate(end, speed);
        return Places.Size(speed) * units.Time <= near ? "at rest" : "still moving";
    }
}
