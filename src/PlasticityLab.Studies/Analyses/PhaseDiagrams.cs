using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Studies.Execution;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Analyses;

/// <summary>Maps of behaviour over two quantities. A coarse grid first; a cell whose corners behave differently is halved again and again,
/// so that runs are spent on the borders. Beside it the mean field on a regular grid.</summary>
/// <remarks>The mean field is the same run in a network in which nothing is random: the assemblies alone, without overlap, leftover weights
/// and noise, so that the neurons of an assembly are all alike. The cap on input weights is relative to random weights and is off
/// there.</remarks>
public sealed record PhaseDiagrams : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("phase_diagrams", "Phase diagrams", "What networks do over two quantities, sampled where it changes.", "this project");

    /// <inheritdoc/>
    public Stage StageOf(StudySpec study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var maps = study.Maps.IsDefault ? [] : study.Maps.Select(map => Count(study, map)).ToArray();
        return new("maps", maps.Sum(count => count.Runs), maps.Sum(count => count.Further));
    }

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var maps = study.Study.Maps.IsDefault ? [] : study.Study.Maps;
        return new RowSet().Add(
            maps.SelectMany((map, i) => Of(study.Study, map, NameOf(maps, i), study.Entries, study.Runs, cancellation)).ToArray()
        );
    }

    /// <summary>The name of a map in tables: its rule and axes; several of the same are told apart by their number.</summary>
    internal static string NameOf(IReadOnlyList<MapSection> maps, int index)
    {
        string Plain(MapSection map) => $"{map.Rule} {VariedAxis.Of(map.X).Label} {VariedAxis.Of(map.Y).Label}";
        var number = maps.Take(index + 1).Count(map => Plain(map) == Plain(maps[index]));
        return number == 1 ? Plain(maps[index]) : $"{Plain(maps[index])} {number}";
    }

    // The coarse grid and the mean field; then, for every halving, about twice the cells along a border as before, of five new points each.
    private static (int Runs, int Further) Count(StudySpec study, MapSection map)
    {
        var seeds = Math.Min(map.Seeds, study.Seeds.Count);
        var border = Enumerable.Range(0, map.Refinements).Sum(level => (5 * 2 * (map.Steps - 1)) << level);
        return ((map.Steps * map.Steps * seeds) + MeanFields(map), border * seeds);
    }

    internal static IEnumerable<MapRow> Of(
        StudySpec study,
        MapSection map,
        string name,
        IReadOnlyList<StudyEntry> entries,
        Func<IReadOnlyList<RunSpec>, string, CancellationToken, IReadOnlyList<RunResult>> runs,
        CancellationToken cancellation
    )
    {
        var condition = map.Condition.Length > 0 ? map.Condition : study.Conditions.Keys.First();
        var entry =
            entries.FirstOrDefault(e => e.Name == map.Rule && e.Condition == condition)
            ?? new StudyEntry(
                map.Rule,
                condition,
                new(new LearningChoice { Rule = RuleCatalog.Card(map.Rule).Id }, new(map.Inhibition, map.Gain))
            );
        var (alongX, alongY) = (VariedAxis.Of(map.X), VariedAxis.Of(map.Y));
        var template = entry.Run(study, 0);
        var ((xFrom, xTo), (yFrom, yTo)) = (map.Range(false, template), map.Range(true, template));
        var seeds = study.Seeds.All().Take(map.Seeds).ToArray();
        // Points are named by whole numbers on the finest grid.
        var unit = 1 << map.Refinements;
        var last = (map.Steps - 1) * unit;
        double At(int k, double from, double to, bool log) =>
            k == 0 ? from
            : k == last ? to
            : log ? from * Math.Pow(to / from, (double)k / last)
            : from + ((to - from) * k / last);
        RunSpec Run((int X, int Y) p, ulong seed) =>
            Set(
                Set(entry.Run(study, seed) with { Classify = true, Measures = null }, map.X, At(p.X, xFrom, xTo, map.XLog)),
                map.Y,
                At(p.Y, yFrom, yTo, map.YLog)
            );
        MapRow Point((int X, int Y) p, string kind, int level, RunResult[] results)
        {
            var words = results
                .Select(r => r.Behaviour ?? Behaviour.Seizure)
                .GroupBy(w => w)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => Array.IndexOf(Behaviour.All, g.Key))
                .ToArray();
            return new(
                name,
                map.Rule,
                condition,
                kind,
                alongX.Label,
                alongY.Label,
                alongX.Shown(At(p.X, xFrom, xTo, map.XLog)),
                alongY.Shown(At(p.Y, yFrom, yTo, map.YLog)),
                level,
                words[0].Key,
                words[0].Count() / (double)results.Length,
                results.Average(r => r.AtBest(ReplayScore.Id)),
                results.Average(r => r.AtBest(ReplayDirection.Id) is var d && double.IsFinite(d) ? d : 0),
                p.X,
                p.Y
            );
        }

        var known = new SortedDictionary<(int X, int Y), MapRow>();
        void Sample(IEnumerable<(int X, int Y)> wanted, int level)
        {
            var fresh = wanted.Distinct().Where(p => !known.ContainsKey(p)).Order().ToArray();
            var results = runs([.. fresh.SelectMany(p => seeds.Select(seed => Run(p, seed)))], $"map of {name}", cancellation);
            for (var k = 0; k < fresh.Length; k++)
            {
                known[fresh[k]] = Point(fresh[k], "network", level, [.. results.Skip(k * seeds.Length).Take(seeds.Length)]);
            }
        }

        var cells = (
            from x in Enumerable.Range(0, map.Steps - 1)
            from y in Enumerable.Range(0, map.Steps - 1)
            select (X: x * unit, Y: y * unit)
        ).ToArray();
        Sample(from x in Enumerable.Range(0, map.Steps) from y in Enumerable.Range(0, map.Steps) select (x * unit, y * unit), 0);
        for (var level = 1; level <= map.Refinements; level++)
        {
            var (size, half) = (unit >> (level - 1), unit >> level);
            var mixed = cells
                .Where(c =>
                    new[] { (c.X, c.Y), (c.X + size, c.Y), (c.X, c.Y + size), (c.X + size, c.Y + size) }
                        .Select(p => known[p].Behaviour)
                        .Distinct()
                        .Count() > 1
                )
                .ToArray();
            Sample(
                mixed.SelectMany(c =>
                    from i in Enumerable.Range(0, 3)
                    from j in Enumerable.Range(0, 3)
                    select (c.X + (i * half), c.Y + (j * half))
                ),
                level
            );
            cells = [.. mixed.SelectMany(c => new[] { (c.X, c.Y), (c.X + half, c.Y), (c.X, c.Y + half), (c.X + half, c.Y + half) })];
        }

        var every = Every(map);
        var grid = (
            from x in Enumerable.Range(0, (last / every) + 1)
            from y in Enumerable.Range(0, (last / every) + 1)
            select (X: x * every, Y: y * every)
        ).ToArray();
        var fields = runs([.. grid.Select(p => MeanField(Run(p, 1)))], $"mean field of {name}", cancellation);
        return [.. known.Values, .. grid.Select((p, k) => Point(p, "mean field", 0, [fields[k]]))];
    }

    // The mean field is asked at every second place of the finest grid.
    private static int Every(MapSection map) => Math.Max(1, (1 << map.Refinements) / 2);

    private static int MeanFields(MapSection map)
    {
        var side = ((map.Steps - 1) * (1 << map.Refinements) / Every(map)) + 1;
        return side * side;
    }

    private static RunSpec MeanField(RunSpec run) =>
        run with
        {
            Network = (RateNetwork)run.Network with
            {
                Units = run.Task.Items * run.Task.AssemblySize,
                InitialGain = 0,
                Initial = null,
                NoiseSd = 0,
            },
            Task = (Chain)run.Task with { Overlapping = false, CueRepeats = 1 },
            Learning = run.Learning with { Cap = 0 },
        };

    // The rule compass has one axis more than parameters: cos φ : sin φ = share : 1 − share.
    private const string Symmetric = "learning.rule.symmetric";

    /// <summary>The unit along an axis.</summary>
    internal static string UnitAt(RunSpec run, string path) => IsShare(run, path) ? "" : RunPatch.UnitAt(run, path);

    /// <summary>A run at a place of an axis.</summary>
    internal static RunSpec Set(RunSpec run, string path, double value) =>
        IsShare(run, path)
            ? RunPatch.With(run, "learning.rule.angle", Math.Atan2(1 - value, value) * 180 / Math.PI)
            : RunPatch.With(run, path, value);

    private static bool IsShare(RunSpec run, string path) => path == Symmetric && run.Learning.Rule == "compass";
}
