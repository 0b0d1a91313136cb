using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Continuation;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Numerics;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>What <c>--bifurcations</c> found, for figures.</summary>
internal sealed record BifurcationsFound(string Parameter, BifurcationDiagram Diagram, IReadOnlyList<CycleFamily> Families);

/// <summary><c>--bifurcations PARAM --range a:b</c>: equilibria followed along a parameter, their bifurcations, and the cycles that Hopf
/// points give birth to.</summary>
internal sealed class BifurcationsSection : IDynamicsSection
{
    /// <summary>Families of cycles are followed up to this many state variables: each step integrates n² equations over a period.</summary>
    private const int LargestForCycles = 20;
    private readonly Option<string?> _parameter = new("--bifurcations")
    {
        Description = "Follow equilibria along this parameter and name the bifurcations",
    };
    private readonly Option<string?> _range = new("--range") { Description = "Range of that parameter, as in --range -3:8" };
    private readonly Option<string?> _at = new("--cycles-at")
    {
        Description = "Parameter values at which the cycles of the families are reported, as 0.768,0.826 (default: five of each family)",
    };
    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "Parameter values at which equilibria are sought",
        DefaultValueFactory = _ => 9,
    };

    public int Order => 60;

    public IEnumerable<Option> Options => [_parameter, _range, _seeds, _at];

    public bool IsAsked(ParseResult arguments) => arguments.GetResult(_parameter) is not null;

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        var name = context.Arguments.GetValue(_parameter)!;
        var (low, high) = Range(context.Arguments.GetValue(_range));
        var system = context.System;
        _ = system.Parameter(name);
        IDynamicalSystem At(double p) => system.With(name, p);
        // A range end may be the edge of a parameter's domain; differences reach a little beyond it.
        foreach (var end in new[] { low, high })
        {
            _ = At(end + (0.01 * (end == low ? -1 : 1) * Math.Min(1, 0.1 * (high - low))));
        }

        var known = new Dictionary<double, EquilibriumReport>();
        EquilibriumReport Find(double p)
        {
            if (!known.TryGetValue(p, out var report))
            {
                known[p] = report = EquilibriumFinder.Find(At(p), new() { Seed = context.Seed, MaximumStarts = 600 }, context.Cancellation);
            }

            return report;
        }

        var diagram = EquilibriumContinuation.Run(
            At,
            low,
            high,
            p => [.. Find(p).Equilibria.Select(e => e.X)],
            new()
            {
                Seeds = context.Arguments.GetValue(_seeds),
                Box = 20 * Math.Max(Units.Of(system).State, Math.Max(system.Box.High.Max(Math.Abs), system.Box.Low.Max(Math.Abs))),
                StepBudget = 20_000,
                Sets = p => Find(p).ContinuousSets.Select(set => (EquilibriaSection.Member(set, At(p).Box), set)),
            },
            context.Cancellation
        );
        var families = Families(context, At, diagram);
        var section = new JsonObject
        {
            ["range"] = DynamicsContext.Json(new[] { low, high }),
            ["points"] = new JsonArray([.. diagram.Points.Select(p => (JsonNode)Json(p, name, p.KindName))]),
            ["branches"] = new JsonArray([.. diagram.Branches.Select(b => (JsonNode)Json(b, name))]),
            ["seeded_at"] = DynamicsContext.Json(diagram.SeededAt),
        };
        context.Result[$"bifurcations_along_{name}"] = section;
        context.Keep(new BifurcationsFound(name, diagram, families));
        Origin(context, name, diagram);
        context.Result["equilibrium_counts"] = Counts(diagram, Find);
        context.Result["limit_cycle_families"] = new JsonArray([.. families.Select(f => (JsonNode)Json(context, f, name, At))]);
        Print(context, name, diagram, families);
    }

    private static List<CycleFamily> Families(DynamicsContext context, FieldFamily at, BifurcationDiagram diagram)
    {
        var families = new List<CycleFamily>();
        if (context.System.Dimension > LargestForCycles)
        {
            return families;
        }

        foreach (var hopf in diagram.Points.Where(p => p.Kind == SpecialKind.Hopf).Take(6))
        {
            // Families end at Hopf points too: one that has already been reached is not followed back.
            if (
                !families.Any(f => f.Last.Kind == CycleEndKind.Hopf && Math.Abs(f.Last.Value - hopf.Value) < 1e-9)
                && CycleContinuation.FromHopf(at, diagram.Low, diagram.High, hopf, diagram.Points, 150, context.Cancellation) is { } family
            )
            {
                families.Add(family);
            }
        }

        return families;
    }

    /// <summary>Networks that are symmetric about the origin: the origin's own instabilities apart from those of the other
    /// equilibria.</summary>
    private static void Origin(DynamicsContext context, string name, BifurcationDiagram diagram)
    {
        if (
            name != "g"
            || context.System is not RateNetwork { Transfer: Transfer.Tanh } network
            || Enumerable.Range(0, network.Dimension).Any(i => network.Input(i) != 0)
        )
        {
            return;
        }

        var origin = diagram.Points.Where(p => p.State.All(x => Math.Abs(x) < 1e-7)).ToArray();
        context.Result["origin_instabilities_in_g"] = new JsonArray([
            .. origin.Select(p =>
                (JsonNode)
                    new JsonObject
                    {
                        ["g"] = p.Value,
                        ["kind"] = p.KindName,
                        ["omega"] = DynamicsContext.Json(p.Omega),
                        ["first_lyapunov_coefficient"] = DynamicsContext.Json(p.FirstLyapunovCoefficient),
                    }
            ),
        ]);
        context.Result["origin_instabilities"] = context.Result["origin_instabilities_in_g"]!.DeepClone();
        // One of each pair of mirror images: the one whose first coordinate that is not 0 is negative.
        context.Result["special_points_on_nonzero_branches_up_to_sign"] = new JsonArray([
            .. diagram
                .Points.Except(origin)
                .Where(p => p.State.First(x => Math.Abs(x) > 1e-9) < 0)
                .Select(p => (JsonNode)Json(p, name, p.KindName)),
        ]);
        context.Result["bifurcations_of_nonzero_equilibria_along_g"] = new JsonObject
        {
            ["range"] = DynamicsContext.Json(new[] { diagram.Low, diagram.High }),
            ["points"] = new JsonArray([
                .. diagram
                    .Points.Except(origin)
                    .Select(p =>
                        (JsonNode)Json(p, name, p.Kind is SpecialKind.Pitchfork or SpecialKind.Transcritical ? "branch-point" : p.KindName)
                    ),
            ]),
        };
    }

    private static JsonArray Counts(BifurcationDiagram diagram, Func<double, EquilibriumReport> find)
    {
        var edges = diagram.Points.Select(p => p.Value).Prepend(diagram.Low).Append(diagram.High).Order().ToList();
        for (var k = edges.Count - 1; k > 0; k--)
        {
            if (edges[k] - edges[k - 1] < 1e-9 * (diagram.High - diagram.Low))
            {
                edges.RemoveAt(k);
            }
        }

        var rows = new JsonArray();
        for (var k = 0; k + 1 < edges.Count; k++)
        {
            var middle = 0.5 * (edges[k] + edges[k + 1]);
            var report = find(middle);
            rows.Add(
                new JsonObject
                {
                    ["interval"] = DynamicsContext.Json(new[] { edges[k], edges[k + 1] }),
                    ["sampled_at"] = middle,
                    ["count"] = report.Equilibria.Count,
                    ["continuous_sets"] = DynamicsContext.Json(report.ContinuousSets.Select(set => set.Name)),
                    ["types"] = DynamicsContext.Json(
                        report.Equilibria.OrderBy(e => Math.Round(e.X[0], 9)).ThenBy(e => e.X.Sum(x => x * x)).Select(e => e.Type)
                    ),
                    ["index_sum"] = report.IndexSum,
                }
            );
        }

        return rows;
    }

    private static JsonObject Json(SpecialPoint point, string name, string kind)
    {
        var json = new JsonObject
        {
            ["kind"] = kind,
            ["parameter"] = name,
            ["value"] = point.Value,
            ["x"] = DynamicsContext.Json(point.State),
        };
        if (kind == "branch-point")
        {
            json["branch_type"] = point.KindName;
        }

        if (point.Kind == SpecialKind.Hopf)
        {
            json["omega"] = point.Omega;
            json["period_at_birth"] = 2 * Math.PI / point.Omega;
            json["first_lyapunov_coefficient"] = DynamicsContext.Json(point.FirstLyapunovCoefficient);
            json["first_lyapunov_error"] = DynamicsContext.Json(point.FirstLyapunovError);
            json["criticality"] = point.Criticality;
        }

        json["codimension"] = point.Codimension == 0 ? null : point.Codimension;
        if (point.Kind == SpecialKind.Degenerate)
        {
            json["zero_eigenvalues"] = point.ZeroEigenvalues;
            json["line_of_equilibria"] = point.IsContinuous;
        }

        if (point.Remark.Length > 0)
        {
            json["remark"] = point.Remark;
        }

        if (point.Uncertainty > 0)
        {
            (json["uncertainty"], json["value_uncertainty"]) = (point.Uncertainty, point.ValueUncertainty);
        }

        json["eigenvalues_re_im"] = DynamicsContext.Json(point.Eigenvalues.Select(z => new[] { z.Real, z.Imaginary }));
        json["residual_norm"] = point.Residual;
        return json;
    }

    private static JsonObject Json(EquilibriumBranch branch, string name)
    {
        var thin = Math.Max(1, branch.Nodes.Count / 100);
        var kept = branch.Nodes.Where((_, i) => i % thin == 0 || i == branch.Nodes.Count - 1).ToArray();
        return new JsonObject
        {
            ["first_end"] = DynamicsContext.Json(EndName(branch.First)),
            ["last_end"] = DynamicsContext.Json(EndName(branch.Last)),
            ["members_of"] = branch.Set,
            [name] = DynamicsContext.Json(kept.Select(n => n.Parameter)),
            ["x"] = DynamicsContext.Json(kept.Select(n => n.State)),
            ["n_unstable"] = DynamicsContext.Json(kept.Select(n => n.UnstableCount)),
        };
    }

    private JsonObject Json(DynamicsContext context, CycleFamily family, string name, FieldFamily at)
    {
        var (low, high) = (family.Nodes.Min(n => n.Parameter), family.Nodes.Max(n => n.Parameter));
        var rows = new JsonArray();
        double[] values = context.Arguments.GetValue(_at) is { } text
            ? PlaneOptions.Numbers(text, "--cycles-at")
            : [.. Enumerable.Range(1, 5).Select(k => low + ((high - low) * k / 6))];
        foreach (var p in values)
        {
            if (family.At(at, p, context.Cancellation) is { } cycle)
            {
                var row = new JsonObject
                {
                    [name] = p,
                    ["period"] = cycle.Period,
                    ["abs_diff_two_methods"] = DynamicsContext.Json(cycle.AbsDiffTwoMethods),
                    ["period_shooting"] = cycle.PeriodShooting,
                    ["max"] = DynamicsContext.Json(cycle.Extrema.Select(e => e.Max)),
                    ["min"] = DynamicsContext.Json(cycle.Extrema.Select(e => e.Min)),
                    ["floquet"] = cycle.NontrivialMultipliers[0].Magnitude,
                    ["stable"] = cycle.IsStable,
                };
                foreach (var (e, i) in cycle.Extrema.Select((e, i) => (e, i)))
                {
                    (row[$"{context.System.StateNames[i]}_max"], row[$"{context.System.StateNames[i]}_min"]) = (e.Max, e.Min);
                }

                rows.Add(row);
            }
        }

        return new JsonObject
        {
            ["first_end"] = Json(family.First, name),
            ["last_end"] = Json(family.Last, name),
            ["rows"] = rows,
            ["events"] = new JsonArray([
                .. family.Events.Select(e =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["kind"] = e.Kind,
                            ["parameter"] = name,
                            ["value"] = e.Value,
                            ["period"] = e.Period,
                        }
                ),
            ]),
            ["curve"] = new JsonObject
            {
                [name] = DynamicsContext.Json(family.Nodes.Select(n => n.Parameter)),
                ["period"] = DynamicsContext.Json(family.Nodes.Select(n => n.Period)),
                ["n_unstable"] = DynamicsContext.Json(family.Nodes.Select(n => n.UnstableCount)),
            },
        };
    }

    private static JsonObject Json(CycleFamilyEnd end, string name)
    {
        var json = new JsonObject { ["kind"] = Name(end.Kind), [name] = end.Value };
        if (end.Scaling is { } s)
        {
            json["period_scaling"] = DynamicsContext.Json(s);
        }

        return json;
    }

    private static string Name(CycleEndKind kind) =>
        kind switch
        {
            CycleEndKind.RangeEnd => "end of range",
            CycleEndKind.Hopf => "hopf",
            CycleEndKind.Snic => "snic",
            CycleEndKind.Homoclinic => "homoclinic",
            CycleEndKind.InfinitePeriod => "infinite period",
            _ => "not resolved",
        };

    private static string EndName(BranchEnd end) =>
        end switch
        {
            BranchEnd.RangeEnd => "end of range",
            BranchEnd.LeftTheBox => "left the box",
            BranchEnd.Closed => "closed",
            BranchEnd.BranchPoint => "branch point",
            BranchEnd.Set => "on a line or plane of equilibria at this value",
            BranchEnd.StepTooSmall => "lost: no step was small enough",
            _ => "budget spent",
        };

    private static (double Low, double High) Range(string? text)
    {
        if ((text ?? "").Split(':') is [var first, var last])
        {
            var (low, high) = (Quantity.Number(first, "The lower end of --range"), Quantity.Number(last, "The upper end of --range"));
            if (low < high)
            {
                return (low, high);
            }
        }

        throw new UserError(
            text is null
                ? "--bifurcations needs a range of the parameter, as in --range 0.05:5."
                : $"--range must be two numbers, the lower one first, as in --range 0.05:5, but is \"{text}\"."
        );
    }

    private static void Print(DynamicsContext context, string name, BifurcationDiagram diagram, List<CycleFamily> families)
    {
        var text = context.Text;
        text.WriteLine(
            $"along {name} from {diagram.Low:R} to {diagram.High:R}: {diagram.Branches.Count} {(diagram.Branches.Count == 1 ? "branch" : "branches")} of equilibria (sought at {diagram.SeededAt.Count} values), {diagram.Points.Count} {(diagram.Points.Count == 1 ? "bifurcation" : "bifurcations")}"
        );
        var size = Places.Size(diagram.Points.SelectMany(p => p.State));
        foreach (var p in diagram.Points)
        {
            var x = Places.Text(p.State, size, Places.Decimals(p.Uncertainty, size));
            var hopf = p.Kind == SpecialKind.Hopf ? $"  omega {p.Omega:G10}  l1 {p.FirstLyapunovCoefficient:G6} {p.Criticality}" : "";
            text.WriteLine(
                $"  {p.KindName, -13} {name} = {Places.Rounded(p.Value, p.ValueUncertainty), -20} x = {x}{hopf}{(p.Remark.Length > 0 ? $"  ({p.Remark})" : "")}"
            );
        }

        foreach (var branch in diagram.Branches.Where(b => b.Set is not null))
        {
            text.WriteLine(
                $"  a {branch.Set} of equilibria from {name} = {branch.Nodes.Min(n => n.Parameter):G6} to {branch.Nodes.Max(n => n.Parameter):G6}, followed by one of its members"
            );
        }

        foreach (
            var branch in diagram.Branches.Where(b =>
                b.First is BranchEnd.LeftTheBox or BranchEnd.StepTooSmall or BranchEnd.Budget
                || b.Last is BranchEnd.LeftTheBox or BranchEnd.StepTooSmall or BranchEnd.Budget
            )
        )
        {
            text.WriteLine(
                $"  a branch from {name} = {branch.Nodes[0].Parameter:G6} ({EndName(branch.First)}) to {branch.Nodes[^1].Parameter:G6} ({EndName(branch.Last)})"
            );
        }

        foreach (var f in families)
        {
            var scaling = f.Last.Scaling is { } s
                ? $"  [T ~ |p-p0|^(-1/2) misses by {100 * s.SnicError:G2} %, T ~ -ln|p-p0| by {100 * s.HomoclinicError:G2} %]"
                : "";
            text.WriteLine(
                $"  cycles from {Name(f.First.Kind)} at {f.First.Value:G10} (period {f.Nodes[0].Period:G6}) to {Name(f.Last.Kind)} at {f.Last.Value:G10} (period {f.Nodes[^1].Period:G6}){scaling}"
            );
            foreach (var e in f.Events)
            {
                text.WriteLine($"    {e.Kind} near {name} = {e.Value:G8}, period {e.Period:G6}");
            }
        }
    }
}
