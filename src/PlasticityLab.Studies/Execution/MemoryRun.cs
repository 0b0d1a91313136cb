using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PlasticityLab.Experiments;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Experiments.Store;
using PlasticityLab.Experiments.Tables;
using PlasticityLab.Models.Tunes;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Runs;
using PlasticityLab.Studies.Spec;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Studies.Execution;

/// <summary>The memory part of a study: each part is a job of the store, named by what its tables depend on.</summary>
internal sealed class MemoryRun(StudySpec study, string folder, IRunStore store, Worker worker, Action<RunProgress>? progress)
{
    private const int ResultsVersion = 1;
    private const string PartName = "tables.json";
    private readonly MemorySection _memory = study.Memory!;
    private readonly MemoryRule[] _rules = MemoryRule.Of(study);

    private sealed record Part(string Name, object Settings, string[] Tables, Func<CancellationToken, string[]> Compute);

    /// <summary>Computes what is missing and writes the tables.</summary>
    public void Write(StoredRuns runs, CancellationToken cancellation)
    {
        foreach (var (table, text) in Compute(runs, cancellation))
        {
            Put(Path.Combine(folder, "tables", table + ".csv"), text);
        }
    }

    /// <summary>Computes what is missing, part by part as the tables are taken.</summary>
    public IEnumerable<(string Table, string Text)> Compute(StoredRuns runs, CancellationToken cancellation)
    {
        var parts = Parts().ToArray();
        // One part at a time: each uses all threads itself.
        var executor = new StoreExecutor(store, worker with { Threads = 1 });
        for (var k = 0; k < parts.Length; k++)
        {
            var part = parts[k];
            progress?.Invoke(new(k, parts.Length, executor.Computed, 0, 0, $"memory: {part.Name}"));
            var step = runs.OfThisBuild(StepOf(part));
            runs.Note([(step.Id, step.Part)], 0);
            foreach (var table in part.Tables.Zip(Texts(executor, step, cancellation)))
            {
                yield return table;
            }
        }

        runs.Note([], executor.Computed);
        progress?.Invoke(new(parts.Length, parts.Length, executor.Computed, 0, 0, "memory"));
    }

    /// <summary>Parts that are not stored.</summary>
    public int CountMissing() => Parts().Count(part => store.Find(IdOf(part), PartName) is null);

    private string IdOf(Part part) =>
        JobName.Of(
            $"memory {ResultsVersion};{part.Name};{JsonSerializer.Serialize(part.Settings, Json.Canonical)};{string.Join(',', _rules.Select(rule => rule.Identity))}"
        );

    private Step StepOf(Part part) =>
        new(IdOf(part), PartName, $"memory: {part.Name}", stop => JsonSerializer.SerializeToUtf8Bytes(part.Compute(stop)));

    private static string[] Texts(StoreExecutor executor, Step step, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(executor.ExecuteAsync([step], stop: cancellation).GetAwaiter().GetResult()[0])!;
        }
        catch (StepsFailedException error)
        {
            throw error.ForUser();
        }
    }

    private IEnumerable<Part> Parts()
    {
        if (_memory.Tunes is { } tunes)
        {
            if (tunes.Each ?? true)
            {
                yield return new(
                    "tunes, one network each",
                    tunes with
                    {
                        Together = false,
                        Rate = 0,
                        Folder = "",
                    },
                    ["memory_tunes_each"],
                    cancellation => [Csv(Tunes(TestOf(tunes), cancellation).Select(row => new TunesEachRow(row)))]
                );
            }

            if (tunes.Together)
            {
                yield return new(
                    "tunes, one network for all",
                    tunes with
                    {
                        Rate = 0,
                        Folder = "",
                    },
                    ["memory_tunes_together"],
                    cancellation => [Csv(Tunes(TestOf(tunes, together: true), cancellation).Select(row => new TunesTogetherRow(row)))]
                );
            }

            if (tunes.Rate > 0)
            {
                yield return new(
                    "tunes, graded rates",
                    tunes with
                    {
                        Together = false,
                        Folder = "",
                    },
                    ["memory_rates"],
                    cancellation => [Csv(Rates(tunes, cancellation))]
                );
            }
        }

        if (_memory.Capacity is { } capacity)
        {
            if (capacity is { HasMelodies: true, Repeat.IsEmpty: false })
            {
                yield return new(
                    "capacity, one melody",
                    capacity,
                    ["memory_capacity"],
                    cancellation =>
                        [
                            Csv(
                                capacity.Repeat.SelectMany(repeat =>
                                    CapacityTest.Run(
                                        _rules,
                                        capacity.Neurons,
                                        repeat,
                                        capacity.Fatigue ?? 0,
                                        capacity.Seeds,
                                        null,
                                        cancellation
                                    )
                                )
                            ),
                        ]
                );
            }

            if (capacity is { HasMelodies: true, Notes: not 0 })
            {
                yield return new(
                    "capacity, many melodies",
                    capacity,
                    ["memory_sequences"],
                    cancellation =>
                        [
                            Csv(
                                CapacityTest.Count(
                                    _rules,
                                    capacity.Neurons,
                                    capacity.Notes ?? 16,
                                    capacity.Fatigue ?? 0,
                                    capacity.Seeds,
                                    null,
                                    cancellation
                                )
                            ),
                        ]
                );
            }

            if (!capacity.PatternNeurons.IsEmpty)
            {
                yield return new(
                    "capacity, patterns",
                    capacity,
                    ["memory_patterns"],
                    cancellation => [Csv(PatternCapacityTest.Run(_rules, capacity.PatternNeurons, capacity.Seeds, null, cancellation))]
                );
            }
        }

        if (_memory.Retention is { } retention)
        {
            if (retention.Length != 0)
            {
                yield return new(
                    "retention",
                    retention with
                    {
                        Dreams = 0,
                    },
                    ["memory_retention"],
                    cancellation =>
                        [
                            Csv(
                                RetentionTest.Run(
                                    _rules,
                                    retention.Neurons,
                                    retention.Length ?? 64,
                                    retention.Fatigue ?? 0,
                                    retention.Seeds,
                                    null,
                                    cancellation
                                )
                            ),
                        ]
                );
            }

            if (retention.Dreams > 0)
            {
                yield return new(
                    "dreams",
                    retention,
                    ["memory_dreams"],
                    cancellation => [Csv(DreamTest.Run(_rules, retention.Dreams, retention.Seeds, cancellation))]
                );
                yield return new(
                    "imaginary eigenvalues",
                    retention.Seeds,
                    ["memory_coded"],
                    cancellation => [Csv(CodedMemoryTest.Run(_rules, retention.Seeds, cancellation))]
                );
            }
        }

        if (_memory.WorkingMemory is { } working)
        {
            yield return new(
                "working memory",
                working,
                ["memory_working"],
                cancellation => [Csv(WorkingMemoryTest.Run(_rules, working.Neurons, working.Seeds, cancellation))]
            );
            if (working.Map)
            {
                yield return new("persistence and sequence", 1, ["memory_phases"], cancellation => [Csv(PhasePoint.Map(cancellation))]);
            }
        }

        if (_memory.Episodes is { } episodes)
        {
            yield return new(
                "episodes",
                episodes with
                {
                    File = "",
                },
                ["memory_episode_rows", "memory_episode_sequence", "memory_episode_factors", "memory_episode_activity"],
                cancellation => Episode(episodes, cancellation)
            );
        }

        if (_memory.SelfOrganisation is { } self)
        {
            yield return new(
                "without a teacher",
                self,
                ["memory_self_organisation", "memory_competition"],
                cancellation =>
                    [
                        Csv(SelfOrganisationTest.Run(_rules, self.Neurons, self.Seeds, 1, cancellation)),
                        Csv(SelfOrganisationTest.Compete(_rules, self.Seeds, 60_000, 1, cancellation)),
                    ]
            );
            yield return new(
                "scaling and direction",
                self.Seeds,
                ["memory_scaling", "memory_direction"],
                cancellation => [Csv(ScalingTest.Run(self.Seeds, 1, cancellation)), Csv(ReplayDirectionTest.Run(_rules, 100, cancellation))]
            );
        }
    }

    private TuneTest TestOf(MemoryTunesSection section, bool together = false)
    {
        var network = section.Network ?? new();
        return new()
        {
            Folder = FolderOf(section),
            Rules = _rules,
            Together = together,
            Network = network.Of(TuneTest.DefaultNetwork(together)),
            Grows = network.Neurons is null,
            Fatigue = network.Fatigue.IsDefaultOrEmpty ? [0] : network.Fatigue,
            First = section.First ?? 0,
            PitchOnly = section.PitchOnly ?? false,
            Cue = section.Cue ?? 1,
        };
    }

    private IReadOnlyList<TuneRow> Tunes(TuneTest test, CancellationToken cancellation) =>
        TuneTestRunner.Run(test with { Threads = worker.Threads }, store, null, null, cancellation).Rows;

    private IEnumerable<RateRow> Rates(MemoryTunesSection section, CancellationToken cancellation)
    {
        var test = TestOf(section) with { First = section.Rate, Fatigue = [0] };
        var discrete = Tunes(test, cancellation);
        foreach (var beat in new[] { 0.020, 0.040, 0.080 })
        {
            foreach (var row in Tunes(test with { Rates = true, Beat = beat }, cancellation))
            {
                var other = discrete.First(x => x.Rule == row.Rule);
                yield return new RateRow(
                    row.Rule,
                    beat * 1000,
                    row.Tunes,
                    other.NotePerfect,
                    row.NotePerfect,
                    row.NotePerfectLow,
                    row.NotePerfectHigh,
                    other.MeanBeforeError,
                    row.MeanBeforeError
                );
            }
        }
    }

    private string FolderOf(MemoryTunesSection section)
    {
        if (section.Folder.Length > 0)
        {
            return section.Folder;
        }

        var made = Path.Combine(folder, "memory", $"made-up-tunes-{section.Generated}");
        if (!Directory.Exists(made))
        {
            // Written beside and moved: two processes may be at it, and one of them may be killed.
            var own = $"{made}.{Guid.NewGuid():N}.part";
            FolkTunes.WriteFolder(own, section.Generated, 1);
            try
            {
                Directory.Move(own, made);
            }
            catch (IOException) when (Directory.Exists(made))
            {
                Directory.Delete(own, recursive: true);
            }
        }

        return made;
    }

    private string[] Episode(MemoryEpisodesSection section, CancellationToken cancellation)
    {
        var (activity, rate) = EpisodeTest.Read(section.File);
        var result = EpisodeTest.Run(activity, rate, _rules, section.Factors, section.Lags, (ulong)(section.Seed ?? 1), cancellation);
        var raster =
            from neuron in result.Sequence
            from frame in Enumerable.Range(0, activity.Columns)
            where activity[neuron.Neuron, frame] >= 0.05
            select new EpisodeActivityRow(neuron.Neuron, frame, Math.Round(activity[neuron.Neuron, frame], 3));
        return [Csv(result.Rows), Csv(result.Sequence), Csv(result.Factors), Csv(raster)];
    }

    // A table without rows, a header alone, is absent.
    private static void Put(string path, string text)
    {
        if (text.IndexOf('\n', StringComparison.Ordinal) == text.Length - 1)
        {
            File.Delete(path);
        }
        else
        {
            OutputFile.Update(path, text);
        }
    }

    private static string Csv<TRow>(IEnumerable<TRow> rows)
        where TRow : notnull => TableOf<TRow>.WriteCsv(rows);

    /// <summary>Hash of the tunes of a folder, by name.</summary>
    /// <exception cref="UserError">There is none, or one cannot be read.</exception>
    internal static string HashOfFolder(string path)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in TuneFile.InFolder(path))
        {
            sha.AppendData(
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)};{new FileInfo(file).Length};")
                )
            );
            sha.AppendData(SHA256.HashData(UserFile.Bytes(file)));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset())[..16];
    }
}
