using System.Collections.Immutable;
using System.Text.Json;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Dynamics;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results.Solutions;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Results;

/// <summary>Writes the tables of a study: the same study gives the same bytes, however it was interrupted and on however many
/// threads.</summary>
public static class StudyWriter
{
    /// <summary>Writes all tables into a study folder.</summary>
    public static void Write(string folder, StudyData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var tables = Path.Combine(folder, "tables");
        Directory.CreateDirectory(tables);
        void Put(string name, object text) => WriteWhole(Path.Combine(tables, name), text.ToString()!);
        Put("outcomes.csv", Outcomes(data));
        Put("measures.csv", Measures(data));
        Put("tuning.csv", TuningShares(data));
        Put("search.csv", Search(data));
        Put("tuned.csv", Tuned(data));
        Put("tuned.yaml", TunedRules.ToYaml(data));
        Put("lag_profiles.csv", LagProfiles(data));
        Put("blocks.csv", Blocks(data));
        Put("courses.csv", Courses(data));
        Put("training_blocks.csv", TrainingBlocks(data));
        Put("spectra.csv", SpectraTable.Of(data));
        Put("compass.csv", Compass(data));
        Put("function_map.csv", FunctionMap(data));
        Put("sweeps.csv", Sweeps(data));
        Put("maps.csv", Maps(data));
        var (attractors, networks) = AttractorTables.Of(data);
        Put("attractors.csv", attractors);
        Put("attractor_counts.csv", networks);
        var (events, branches, matched) = TrainingTables.Of(data);
        Put("training_events.csv", events);
        Put("training_branches.csv", branches);
        Put("training_matched.csv", matched);
        Put("surgery.csv", SurgeryTable.Of(data));
        if (data.Study.Readout.Widen > 0)
        {
            Put("recall_grid.csv", RecallGrids(data));
        }

        SpikingTables.Write(data, Put);
        var comparisons = StudyComparison.Of(data);
        Put("comparisons.csv", StudyComparison.ToCsv(data.Network, comparisons));
        var summary = StudySummary.Of(data);
        Put("summary.csv", StudySummary.ToCsv(data.Network, summary));
        var solutions = StudySolutions.Of(data);
        Put("verdict.csv", SolutionTables.Overall(solutions));
        Put("verdict_pairs.csv", SolutionTables.Pairs(solutions, summary));
        Put("verdict_evidence.csv", SolutionTables.Evidence(solutions));
        Put("solutions.csv", SolutionTables.Places(solutions));
        Put("variance.csv", SolutionTables.Variances(solutions));
        Put("tradeoffs.csv", Theories.TradeoffTable.Of(data));
        Put(
            "verdicts.json",
            JsonSerializer.Serialize(
                StudyVerdicts
                    .Of(data, comparisons, solutions)
                    .Select(v => new
                    {
                        claim = v.Claim,
                        verdict = v.Outcome,
                        sentence = v.Sentence,
                        numbers = v.Numbers,
                    }),
                Json.Indented
            ) + "\n"
        );
        Weights(Path.Combine(tables, "weights.npz"), data);
        if (data.Study.Recording is not null)
        {
            RecordedWeights.Write(Path.Combine(tables, "weights_over_time.npz"), data);
        }
    }

    internal static void WriteWhole(string path, string text)
    {
        File.WriteAllText(path + ".part", text);
        File.Move(path + ".part", path, overwrite: true);
    }

    private static CsvText Outcomes(StudyData data)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "seed",
            "status",
            "S",
            "D",
            "order",
            "fidelity",
            "bounce",
            "hold_ms",
            "speed",
            "L_minus1",
            "L_0",
            "L_plus1",
            "flow",
            "asymB",
            "cpxB"
        );
        foreach (var o in data.Outcomes)
        {
            var (r, s) = (o.Readout, o.Result.Structure);
            // A network that diverged has no score to measure; it counts as a failure: S = 0.
            csv.Add(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                o.Result.Status,
                r?.S ?? 0,
                r?.D ?? 0,
                r?.Order ?? 0,
                r?.Fidelity ?? 0,
                r?.Bounce ?? 0,
                r?.HoldMs ?? 0,
                r?.Speed,
                o.L(-1),
                o.L(0),
                o.L(1),
                r is null ? null : s.Flow,
                r is null ? null : s.AsymB,
                r is null ? null : s.CpxB
            );
        }

        return csv;
    }

    private static CsvText Measures(StudyData data)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "seed",
            "completeness",
            "q50",
            "q90",
            "q100",
            "compression",
            "active_assemblies",
            "spectral_abscissa_B",
            "henrici_B",
            "participation_ratio_B"
        );
        foreach (var o in data.Outcomes)
        {
            var (r, s) = (o.Readout, o.Result.Structure);
            csv.Add(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                r?.Completeness ?? 0,
                r?.Q50 ?? 0,
                r?.Q90 ?? 0,
                r?.Q100 ?? 0,
                r?.Compression,
                r?.ActiveAssemblies,
                r is null ? null : s.SpectralAbscissa,
                r is null ? null : s.Henrici,
                r is null ? null : s.ParticipationRatio
            );
        }

        return csv;
    }

    private static CsvText TuningShares(StudyData data)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "configurations",
            "share_random_success",
            "best_validation_S",
            "inhibition",
            "gain"
        );
        foreach (var ((rule, condition), t) in Sorted(data))
        {
            csv.Add(data.Network, condition, rule, t.Tried.Length, t.ShareRandomSuccess, t.Score, t.Point.Inhibition, t.Point.Gain);
        }

        return csv;
    }

    private static CsvText Search(StudyData data)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "configuration",
            "seeds",
            "S_first_seed",
            "S_mean",
            "inhibition",
            "gain",
            "status",
            "weight_max",
            "decay",
            "cap",
            "training_gain",
            "parameters"
        );
        foreach (var ((rule, condition), t) in Sorted(data))
        {
            foreach (var c in t.Tried)
            {
                csv.Add(
                    data.Network,
                    condition,
                    rule,
                    c.Index,
                    c.Seeds,
                    c.FirstSeedScore,
                    c.Score,
                    c.Point.Inhibition,
                    c.Point.Gain,
                    c.Status,
                    c.Learning.WeightMax,
                    c.Learning.Decay,
                    c.Learning.Cap,
                    c.Learning.TrainingGain,
                    string.Join(' ', c.Learning.Parameters.Select(p => $"{p.Key}={p.Value:R}"))
                );
            }
        }

        return csv;
    }

    private static CsvText RecallGrids(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "inhibition", "gain", "S", "widening", "chosen", "on_border");
        foreach (var ((rule, condition), t) in Sorted(data))
        {
            foreach (var p in t.Grid.Points)
            {
                var chosen = p.Point == t.Point;
                csv.Add(
                    data.Network,
                    condition,
                    rule,
                    p.Point.Inhibition,
                    p.Point.Gain,
                    p.Score,
                    p.Widening,
                    chosen ? "yes" : "no",
                    chosen && t.Grid.IsOnBorder(t.Point) ? "yes" : "no"
                );
            }
        }

        return csv;
    }

    private static CsvText Tuned(StudyData data)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "inhibition",
            "gain",
            "weight_max",
            "decay",
            "cap",
            "training_gain",
            "parameters"
        );
        foreach (var entry in data.Outcomes.Select(o => o.Entry).Distinct())
        {
            var l = entry.Values.Learning;
            csv.Add(
                data.Network,
                entry.Condition,
                entry.Name,
                entry.Values.Point.Inhibition,
                entry.Values.Point.Gain,
                l.WeightMax,
                l.Decay,
                l.Cap,
                l.TrainingGain,
                string.Join(' ', l.Parameters.Select(p => $"{p.Key}={p.Value:R}"))
            );
        }

        return csv;
    }

    private static CsvText LagProfiles(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "lag", "L");
        foreach (var o in data.Outcomes.Where(o => !o.Result.Structure.LagProfile.IsDefaultOrEmpty))
        {
            var half = o.Result.Structure.LagProfile.Length / 2;
            for (var lag = -half; lag <= half; lag++)
            {
                csv.Add(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, lag, o.L(lag));
            }
        }

        return csv;
    }

    private static CsvText Blocks(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "post", "pre", "B");
        foreach (
            var o in data.Outcomes.Where(o =>
                !o.Entry.Shuffled && o.Entry.Values.Learning.Sign > 0 && !o.Result.Structure.Blocks.IsDefaultOrEmpty
            )
        )
        {
            AddBlocks(
                o.Result.Structure.Blocks,
                (post, pre, b) => csv.Add(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, post, pre, b)
            );
        }

        return csv;
    }

    private static CsvText TrainingBlocks(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "epoch", "post", "pre", "B");
        foreach (var o in data.Examples)
        {
            var epochs = o.Result.Example?.BlocksByEpoch ?? [];
            for (var e = 0; e < epochs.Length; e++)
            {
                AddBlocks(epochs[e], (post, pre, b) => csv.Add(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, e, post, pre, b));
            }
        }

        return csv;
    }

    private static void AddBlocks(ImmutableArray<double> blocks, Action<int, int, double> add)
    {
        var p = (int)Math.Round(Math.Sqrt(blocks.Length));
        for (var k = 0; k < blocks.Length; k++)
        {
            add((k / p) + 1, (k % p) + 1, blocks[k]);
        }
    }

    private static CsvText Courses(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "time_ms", "item", "overlap");
        var step = data.Study.Network.Spiking is null
            ? 1000 * data.Study.Network.TimeStep
            : 1000 * Simulation.Spiking.SpikingSequence.SampleTime;
        foreach (var o in data.Examples)
        {
            var course = o.Result.Example?.Overlaps ?? [];
            for (var t = 0; t < course.Length; t += 2)
            {
                for (var k = 0; k < course[t].Length; k++)
                {
                    csv.Add(data.Network, o.Entry.Condition, o.Entry.Name, o.Seed, t * step, k + 1, Math.Round(course[t][k], 4));
                }
            }
        }

        return csv;
    }

    private static CsvText Compass(StudyData data)
    {
        var csv = new CsvText("condition", "angle", "eta", "S", "D", "L_minus1", "L_0", "L_plus1", "inhibition", "gain");
        foreach (var c in data.Compass)
        {
            csv.Add(c.Condition, c.Angle, c.Eta, c.S, c.D, c.LMinus1, c.L0, c.LPlus1, c.Point.Inhibition, c.Point.Gain);
        }

        return csv;
    }

    private static CsvText FunctionMap(StudyData data)
    {
        var csv = new CsvText("condition", "self", "forward", "backward", "S", "D");
        foreach (var m in data.FunctionMap)
        {
            csv.Add(m.Condition, m.Self, m.Forward, m.Backward, m.S, m.D);
        }

        return csv;
    }

    private static CsvText Sweeps(StudyData data)
    {
        var csv = new CsvText("rule", "condition", "axis", "value", "seed", "S", "D", "speed");
        foreach (var s in data.Sweeps)
        {
            csv.Add(s.Rule, s.Condition, s.Axis, s.Value, s.Seed, s.S, s.D, s.Speed);
        }

        return csv;
    }

    private static CsvText Maps(StudyData data)
    {
        var csv = new CsvText(
            "map",
            "rule",
            "condition",
            "kind",
            "x_axis",
            "y_axis",
            "x",
            "y",
            "level",
            "behaviour",
            "agreement",
            "S",
            "D",
            "i",
            "j"
        );
        foreach (var m in data.Maps)
        {
            csv.Add(m.Map, m.Rule, m.Condition, m.Kind, m.XAxis, m.YAxis, m.X, m.Y, m.Level, m.Behaviour, m.Agreement, m.S, m.D, m.I, m.J);
        }

        return csv;
    }

    // Whole weight matrices of the examples, W[post, pre], for notebooks.
    private static void Weights(string path, StudyData data)
    {
        var n = data.Study.Network.Plastic;
        Npz.Write(
            path,
            data.Examples.Where(o => o.Result.Example is { Weights.Length: > 0 })
                .Select(o =>
                    KeyValuePair.Create(
                        $"W_{o.Entry.Name}_{o.Entry.Condition}",
                        new NpyArray([n, n], [.. o.Result.Example!.Weights.Select(w => (double)w)])
                    )
                )
        );
    }

    private static IEnumerable<KeyValuePair<(string Rule, string Condition), Tuning.TuningResult>> Sorted(StudyData data) =>
        data.Tuning.OrderBy(pair => pair.Key.Condition, StringComparer.Ordinal).ThenBy(pair => pair.Key.Rule, StringComparer.Ordinal);
}
