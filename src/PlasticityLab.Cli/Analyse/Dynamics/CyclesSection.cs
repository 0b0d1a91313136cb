using System.CommandLine;
using System.Text.Json.Nodes;
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
    private readonly Option<double> _window = new("--cycle-time")
    {
        Description = "First time for which a trajectory is watched [time unit of the system]; doubled five times",
        DefaultValueFactory = _ => 100,
    };

    public int Order => 50;

    public IEnumerable<Option> Options => [_cycles, _starts, _window];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_cycles);

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        var (count, window) = (context.Arguments.GetValue(_starts), context.Arguments.GetValue(_window));
        UserError.ThrowIfAny(Require.All(Require.AtLeast(count, 1, "--cycle-starts"), Require.Positive(window, "--cycle-time")));
        var settled = SearchStarts
            .Of(context, count, 50)
            .Select(start => CycleSearch.Settle(context.System, start, window, 6, context.Cancellation))
            .ToArray();
        var cycles = new List<(LimitCycle Cycle, int Starts)>();
        foreach (var cycle in settled.Select(s => s.Cycle).OfType<LimitCycle>())
        {
            var at = cycles.FindIndex(known => Same(known.Cycle, cycle));
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
            ["on_cycles"] = ends.GetValueOrDefault(SettledKind.LimitCycle),
            ["not_settled"] = ends.GetValueOrDefault(SettledKind.NotSettled),
            ["diverged"] = ends.GetValueOrDefault(SettledKind.Diverged),
        };
        Print(context, cycles, ends, count);
    }

    internal static bool Same(LimitCycle a, LimitCycle b) =>
        Math.Abs(a.Period - b.Period) < 1e-6 * a.Period
        && a.Extrema.Zip(b.Extrema).All(z => Math.Abs(z.First.Max - z.Second.Max) < 1e-6 && Math.Abs(z.First.Min - z.Second.Min) < 1e-6)
        && a.Mean.Zip(b.Mean).All(z => Math.Abs(z.First - z.Second) < 1e-6);

    internal static JsonObject Json(LimitCycle cycle, IDynamicalSystem system)
    {
        var json = new JsonObject
        {
            ["period"] = cycle.Period,
            ["period_shooting"] = cycle.PeriodShooting,
            ["abs_diff_two_methods"] = cycle.AbsDiffTwoMethods,
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
            json["modes"] = cycle.Modes;
            json["fourier_tail"] = cycle.FourierTail;
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

    private static void Print(
        DynamicsContext context,
        List<(LimitCycle Cycle, int Starts)> cycles,
        Dictionary<SettledKind, int> ends,
        int count
    )
    {
        var text = context.Text;
        foreach (var (cycle, starts) in cycles)
        {
            text.WriteLine(
                $"limit cycle  period {cycle.Period:R} (two methods differ by {cycle.AbsDiffTwoMethods:E1}), {(cycle.IsStable ? "stable" : "unstable")}, reached by {starts} of {count} starts"
            );
            foreach (var (e, i) in cycle.Extrema.Select((e, i) => (e, i)).Take(6))
            {
                text.WriteLine($"  {context.System.StateNames[i], -4} from {e.Min, 14:F10} to {e.Max, 14:F10}   mean {cycle.Mean[i]:F10}");
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
            $"of {count} starts: {ends.GetValueOrDefault(SettledKind.LimitCycle)} on cycles, {ends.GetValueOrDefault(SettledKind.Equilibrium)} on equilibria, {ends.GetValueOrDefault(SettledKind.NotSettled)} not settled, {ends.GetValueOrDefault(SettledKind.Diverged)} diverged"
        );
    }
}
