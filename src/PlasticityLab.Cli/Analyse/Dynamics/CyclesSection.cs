using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--cycles</c>: limit cycles that trajectories settle on, each by two methods.</summary>
internal sealed class CyclesSection : IDynamicsSection
{
    private readonly Option<bool> _cycles = new("--cycles")
    {
        Description = "Limit cycles: period by two methods, extrema, Floquet multipliers",
    };
    private readonly Option<int> _starts = new("--cycle-starts")
    {
        Description = "Number of trajectories that look for cycles",
        DefaultValueFactory = _ => 8,
    };
    private readonly Option<double?> _window = new("--cycle-time")
    {
        Description =
            "First time for which a trajectory is watched [time unit of the system]; doubled five times (default: 100, for time constants far from 1 a hundred of them)",
    };

    public int Order => 50;

    public IEnumerable<Option> Options => [_cycles, _starts, _window];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_cycles);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        var (count, window) = (context.Arguments.GetValue(_starts), context.Arguments.GetValue(_window));
        UserError.ThrowIfAny(
            Require.All(Require.AtLeast(count, 1, "--cycle-starts"), window is { } first ? Require.Positive(first, "--cycle-time") : null)
        );
        var most = 1e5 * Units.Of(context.System).Time;
        if (window > most)
        {
            throw new UserError(
                $"--cycle-time must be at most a hundred thousand time constants of the system ({most:G3}), but is {window:R}."
            );
        }

        var (settled, cycles) = (new List<SettledState>(), new List<(LimitCycle Cycle, int Starts)>());
        foreach (var start in SearchStarts.Of(context, count, 50))
        {
            LimitCycle[] known = [.. cycles.Select(c => c.Cycle)];
            settled.Add(CycleSearch.Settle(context.System, start, window ?? 0, 6, known, context.Cancellation));
            if (settled[^1].Cycle is not { } cycle)
            {
                continue;
            }

            var at = cycles.FindIndex(other => other.Cycle.IsSameOrbit(cycle));
            if (at < 0)
            {
                cycles.Add((cycle, 1));
            }
            else
            {
                cycles[at] = (cycles[at].Cycle, cycles[at].Starts + 1);
            }
        }

        cycles = [.. cycles.OrderByDescending(c => c.Starts)];
        context.Result["limit_cycle"] = cycles.Count > 0 ? Json(cycles[0].Cycle, context.System) : null;
        context.Result["limit_cycles"] = new JsonArray([
            .. cycles.Select(c =>
            {
                var json = Json(c.Cycle, context.System);
                json["starts"] = c.Starts;
                return (JsonNode)json;
            }),
        ]);
        context.Keep<IReadOnlyList<LimitCycle>>([.. cycles.Select(c => c.Cycle)]);
        var ends = settled.GroupBy(s => s.Kind).ToDictionary(g => g.Key, g => g.Count());
        context.Result["cycle_search"] = new JsonObject
        {
            ["starts"] = count,
            ["on_equilibria"] = ends.GetValueOrDefault(SettledKind.Equilibrium),
            ["on_continuous_sets"] = ends.GetValueOrDefault(SettledKind.ContinuousSet),
            ["on_cycles"] = ends.GetValueOrDefault(SettledKind.LimitCycle),
            ["not_settled"] = ends.GetValueOrDefault(SettledKind.NotSettled),
            ["diverged"] = ends.GetValueOrDefault(SettledKind.Diverged),
        };
        Print(context, cycles, ends, count, window ?? CycleSearch.FirstWindow * Units.Of(context.System).Time, most);
    }

    internal static JsonObject Json(LimitCycle cycle, IDynamicalSystem system)
    {
        var json = new JsonObject
        {
            ["period"] = cycle.Period,
            ["period_shooting"] = cycle.PeriodShooting,
            ["period_collocation"] = DynamicsContext.Json(cycle.PeriodCollocation),
            ["abs_diff_two_methods"] = DynamicsContext.Json(cycle.AbsDiffTwoMethods),
            ["methods_agree"] = cycle.MethodsAgree,
            ["residual"] = cycle.Residual,
            ["stable"] = cycle.IsStable,
        };
        var multipliers = cycle.NontrivialMultipliers.Select(m => new[] { m.Real, m.Imaginary });
        if (cycle.SwitchingSequence.Count > 0)
        {
            json["switching_sequence"] = new JsonArray([
                .. cycle.SwitchingSequence.Select(piece =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["active"] = DynamicsContext.Json(piece.Active.Select(i => i + 1)),
                            ["duration"] = piece.Duration,
                            ["ends_when_unit_switches"] = piece.EndsWhenUnitSwitches + 1,
                        }
                ),
            ]);
            json["start_state"] = DynamicsContext.Json(cycle.PointOnCycle);
            json["peak"] = new JsonArray([
                .. cycle.Extrema.Select(
                    (e, i) =>
                    {
                        var item = Json(e);
                        item.Insert(0, "unit", i + 1);
                        return (JsonNode)item;
                    }
                ),
            ]);
            json["floquet_multipliers_re_im"] = DynamicsContext.Json(multipliers.Prepend([1.0, 0.0]));
        }
        else
        {
            json["mesh_intervals"] = cycle.MeshIntervals;
            json["mesh_error"] = DynamicsContext.Json(cycle.MeshError);
            json["section_coordinate"] = 0;
            json["section_value"] = cycle.PointOnCycle[0];
            json["point_on_cycle"] = DynamicsContext.Json(cycle.PointOnCycle);
            json["extrema"] = new JsonArray([.. cycle.Extrema.Select(e => (JsonNode)Json(e))]);
        }

        json["order_of_peaks_in_one_period"] = DynamicsContext.Json(cycle.OrderOfPeaks.Select(i => i + 1));
        json["mean"] = DynamicsContext.Json(cycle.Mean);
        json["floquet_multipliers_re_im_nontrivial"] = DynamicsContext.Json(multipliers);
        json["integral_of_trace"] = cycle.IntegralOfTrace;
        json["sum_of_floquet_exponents"] = cycle.SumOfFloquetExponents;
        if (system.Dimension <= 12)
        {
            json["samples"] = DynamicsContext.Json(Enumerable.Range(0, cycle.Samples.Rows).Select(k => cycle.Samples.Row(k).ToArray()));
        }

        return json;
    }

    private static JsonObject Json(CycleExtremum e) =>
        new()
        {
            ["max"] = e.Max,
            ["t_max"] = e.TimeOfMax,
            ["min"] = e.Min,
            ["t_min"] = e.TimeOfMin,
        };

    // As many digits as two methods share; the word where they do not agree, or where one of them failed.
    internal static string Period(LimitCycle cycle) =>
        cycle.MethodsAgree ? $"period {cycle.Period:R} (two methods differ by {cycle.AbsDiffTwoMethods:E1})"
        : double.IsNaN(cycle.PeriodCollocation)
            ? $"period {cycle.PeriodShooting:G6} by shooting alone (the collocation did not converge: range and mean are those of its samples)"
        : $"period not resolved: {cycle.PeriodCollocation:G8} by collocation, {cycle.PeriodShooting:G8} by shooting; range and mean are no better";

    private static void Print(
        DynamicsContext context,
        List<(LimitCycle Cycle, int Starts)> cycles,
        Dictionary<SettledKind, int> ends,
        int count,
        double first,
        double most
    )
    {
        var text = context.Text;
        foreach (var (cycle, starts) in cycles)
        {
            text.WriteLine(
                $"limit cycle  {Period(cycle)}, {(cycle.IsStable ? "stable" : "unstable")}, reached by {starts} of {count} starts"
            );
            var size = Places.Size(cycle.Extrema.SelectMany(e => new[] { e.Min, e.Max }));
            foreach (var (e, i) in cycle.Extrema.Select((e, i) => (e, i)).Take(6))
            {
                text.WriteLine(
                    $"  {context.System.StateNames[i], -4} from {Places.Text(e.Min, size, 10), 14} to {Places.Text(e.Max, size, 10), 14}   mean {Places.Text(cycle.Mean[i], size, 10)}"
                );
            }

            text.WriteLine(
                $"  Floquet multipliers {string.Join("  ", cycle.NontrivialMultipliers.Take(4).Select(m => m.Imaginary == 0 ? $"{m.Real:G6}" : $"{m.Real:G4}{m.Imaginary:+0.####;-0.####}i"))}"
            );
            foreach (var piece in cycle.SwitchingSequence)
            {
                text.WriteLine(
                    $"  active {{{string.Join(",", piece.Active.Select(i => i + 1))}}} for {piece.Duration:F12}, until unit {piece.EndsWhenUnitSwitches + 1} switches"
                );
            }
        }

        if (cycles.Count == 0)
        {
            text.WriteLine("no limit cycle was reached by any start.");
        }

        text.WriteLine(
            $"of {count} starts: {ends.GetValueOrDefault(SettledKind.LimitCycle)} on cycles, {ends.GetValueOrDefault(SettledKind.Equilibrium)} on equilibria, {(ends.GetValueOrDefault(SettledKind.ContinuousSet) is var sets and > 0 ? $"{sets} on continuous sets of equilibria, " : "")}{ends.GetValueOrDefault(SettledKind.NotSettled)} not settled, {ends.GetValueOrDefault(SettledKind.Diverged)} diverged"
        );
        var longer = Math.Min(30 * first, most);
        if (ends.ContainsKey(SettledKind.NotSettled) && longer > first)
        {
            text.WriteLine(
                $"What is not settled may be slower than it was watched for: look longer with --cycle-time {longer.Text("G6")} (now {first.Text("G6")}, doubled five times)."
            );
        }
    }
}
