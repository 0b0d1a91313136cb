using PlasticityLab.Numerics.Random;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Discovery;

/// <summary>MAP-Elites (Mouret and Clune 2015): the best rule of each cell of time-reversal index, self weight and decay is kept and
/// varied, so that the map fills where rules work, not only where they are best.</summary>
internal static class RuleArchive
{
    private const int IndexBins = 10;
    private static readonly double[] SelfEdges = [-0.1, 0.1, 0.4, 0.7];

    public static (IReadOnlyList<Trial> Rules, IReadOnlyList<SearchArchiveRow> Cells) Run(
        StudySpec study,
        SearchSection search,
        RuleTrials trials,
        IReadOnlyList<Trial> known
    )
    {
        if (search.Archive is not { } archive)
        {
            return ([], []);
        }

        var (rules, rows) = (new List<Trial>(), new List<SearchArchiveRow>());
        foreach (var condition in study.Conditions.Keys)
        {
            var cells = new SortedDictionary<(int, int, int), Trial>();
            Put(cells, known.Where(trial => trial.Condition == condition));
            var random = new RandomStreams((ulong)search.Root).Open(StreamPurpose.Tuning, $"archive {condition}");
            for (var done = 0; done < archive.Evaluations && cells.Count > 0; done += archive.Batch)
            {
                Trial[] elites = [.. cells.Values];
                var children = Enumerable
                    .Range(0, Math.Min(archive.Batch, archive.Evaluations - done))
                    .Select(k => new Trial(
                        "archive",
                        rules.Count + k,
                        condition,
                        RuleDraws.Varied(elites[random.NextInt(elites.Length)].Learning, random)
                    ));
                var tried = trials.Try([.. children], $"archive in {condition}");
                rules.AddRange(tried);
                Put(cells, tried);
            }

            rows.AddRange(
                cells.Select(cell => new SearchArchiveRow(
                    condition,
                    cell.Key.Item1,
                    cell.Key.Item2,
                    cell.Key.Item3,
                    cell.Value.Search,
                    cell.Value.Number,
                    cell.Value.Seen!.Score
                ))
            );
        }

        return (rules, rows);
    }

    private static void Put(SortedDictionary<(int, int, int), Trial> cells, IEnumerable<Trial> trials)
    {
        foreach (var trial in trials)
        {
            if (Cell(trial) is { } cell && (!cells.TryGetValue(cell, out var elite) || trial.Seen!.Score > elite.Seen!.Score))
            {
                cells[cell] = trial;
            }
        }
    }

    // A rule that plays nothing is no elite.
    private static (int, int, int)? Cell(Trial trial)
    {
        if (trial is not { Told: { } told, Seen: { Score: > 0 } seen } || !double.IsFinite(told.Index) || !double.IsFinite(seen.Self))
        {
            return null;
        }

        var index = Math.Clamp((int)Math.Floor((told.Index + 1) * 0.5 * IndexBins), 0, IndexBins - 1);
        var self = seen.Self / trial.Learning.WeightMax;
        return (
            index,
            SelfEdges.Count(edge => self > edge),
            told.Loss <= 0 ? 0
            : told.Loss < 0.1 ? 1
            : 2
        );
    }
}
