using PlasticityLab.Studies.Memory;
using PlasticityLab.Studies.Results;
using PlasticityLab.Studies.Tunes;

namespace PlasticityLab.Tests.Reports;

/// <summary>Memory tables of made-up numbers with the right shapes.</summary>
internal static class SyntheticMemory
{
    private static readonly string[] Rules =
    [
        "no_learning",
        "hebbian",
        "symmetric_window",
        "anti_hebbian",
        "causal_trace_hebb",
        "rate_stdp",
    ];

    public static void Write(string tables)
    {
        void Put(string name, CsvText table) => File.WriteAllText(Path.Combine(tables, name + ".csv"), table.ToString());
        IEnumerable<T> Each<T>(Func<string, int, T> of) => Rules.Select(of);
        foreach (var mode in new[] { "each", "together" })
        {
            Put(
                $"memory_tunes_{mode}",
                RecordTable.Write(
                    Each(
                        (rule, r) =>
                            new TuneRow(
                                rule,
                                0,
                                60,
                                r / 5.0,
                                Math.Max(0, (r / 5.0) - 0.1),
                                Math.Min(1, (r / 5.0) + 0.1),
                                r / 5.0,
                                Math.Max(0, (r / 5.0) - 0.05),
                                Math.Min(1, (r / 5.0) + 0.05),
                                1,
                                2048,
                                24,
                                900,
                                9000
                            )
                    )
                )
            );
        }

        Put(
            "memory_rates",
            RecordTable.Write(
                new[] { 20.0, 40, 80 }.SelectMany(beat =>
                    Each((rule, r) => new RateRow(rule, beat, 20, r / 5.0, r / 6.0, r / 7.0, r / 5.5, r / 5.0, r / 6.0))
                )
            )
        );
        Put(
            "memory_capacity",
            RecordTable.Write(
                new[] { 0, 0.5 }.SelectMany(repeat =>
                    new[] { 128, 256, 512 }.SelectMany(n =>
                        Each((rule, r) => new CapacityRow(rule, n, 8, 0, repeat, r * n / 8, r / 100.0, n))
                    )
                )
            )
        );
        Put(
            "memory_sequences",
            RecordTable.Write(
                new[] { 128, 256, 512 }.SelectMany(n =>
                    Each((rule, r) => new SequenceCountRow(rule, n, 8, 16, r * n / 128, r / 100.0, n / 8.0))
                )
            )
        );
        Put(
            "memory_patterns",
            RecordTable.Write(
                new[] { 100, 200, 400 }.SelectMany(n =>
                    Each(
                        (rule, r) =>
                            new PatternCapacityRow(
                                rule,
                                n,
                                r == 1 ? 1 : 0,
                                r > 3 ? 1 : 0,
                                0,
                                r == 1 ? n / 7 : 0,
                                r > 3 ? n / 4 : 0,
                                r > 3 ? n / 12 : 0
                            )
                    )
                )
            )
        );
        Put(
            "memory_retention",
            RecordTable.Write(
                new[] { "melodies", "activity" }.SelectMany(against =>
                    new[] { false, true }.SelectMany(homeostasis =>
                        Rules.SelectMany(
                            (rule, r) =>
                                new[] { 0, 64, 128, 256, 512 }.Select(later => new RetentionPoint(
                                    rule,
                                    against,
                                    homeostasis,
                                    later,
                                    r * 2 / (1 + (later / 100.0)),
                                    12 / (1 + (later / 100.0)),
                                    r > 3 && later < 200 ? 1 : 0,
                                    later > 0 && against == "melodies" ? 0.5 : double.NaN
                                ))
                        )
                    )
                )
            )
        );
        Put(
            "memory_dreams",
            RecordTable.Write(
                Rules.SelectMany(
                    (rule, r) => new[] { 0, 200, 400 }.Select(dreams => new DreamPoint(rule, dreams, r == 3 ? 0.4 + (dreams / 800.0) : 0.4))
                )
            )
        );
        Put(
            "memory_coded",
            RecordTable.Write(
                Rules
                    .Skip(1)
                    .SelectMany(
                        (rule, r) =>
                            new[] { 0.0, 200, 400 }.Select(time => new CodedMemoryPoint(rule, r / 4.0, r / 4.0, time, 1 - (time / 800)))
                    )
            )
        );
        Put(
            "memory_working",
            RecordTable.Write(
                new[] { 0, 2 }.SelectMany(fatigue =>
                    new[] { 0, 0.1 }.SelectMany(noise =>
                        Rules.SelectMany(
                            (rule, r) =>
                                new[] { 1, 8, 24, 48 }.Select(delay => new WorkingMemoryPoint(
                                    rule,
                                    fatigue,
                                    noise,
                                    delay,
                                    r > 3 && delay < 20 ? 1 : 0,
                                    r == 1 ? 1 : 0,
                                    r > 3 && delay < 20 ? delay : double.NaN
                                ))
                        )
                    )
                )
            )
        );
        Put(
            "memory_phases",
            RecordTable.Write(
                new[] { 6.0, 20, 40 }.SelectMany(item =>
                    new[] { 0.0, 15, 40 }.Select(gap => new PhasePoint(item, gap, item / 40, gap / 40))
                )
            )
        );
        Put(
            "memory_episode_rows",
            RecordTable.Write(
                Rules.SelectMany(
                    (rule, r) =>
                        new[] { 0, 3 }.Select(fatigue => new EpisodeRow(
                            rule,
                            fatigue,
                            0.6,
                            r == 0 ? double.NaN : (r / 3.0) - 0.8,
                            -0.4,
                            0.4,
                            0.01,
                            0.05,
                            r == 0 ? double.NaN : (r / 3.0) - 0.7
                        ))
                )
            )
        );
        Put(
            "memory_episode_sequence",
            RecordTable.Write(Enumerable.Range(0, 20).Select(k => new EpisodeNeuron(3 * k, k, k, k < 2 ? -1 : k)))
        );
        Put("memory_episode_factors", RecordTable.Write(new[] { new EpisodeFactor(1, 20, 2.5, 0.002, 4) }));
        var activity = new CsvText("neuron", "frame", "activity");
        for (var k = 0; k < 200; k++)
        {
            activity.Add(3 * (k % 20), (k % 20) + (40 * (k / 20)), 0.8);
        }

        Put("memory_episode_activity", activity);
        Put(
            "memory_scaling",
            RecordTable.Write(new[] { new ScalingRow(false, 5, 0.99, 9, 0.9, 0.8), new ScalingRow(true, 5, 0.8, 7, 0.97, 0.5) })
        );
        Put(
            "memory_direction",
            RecordTable.Write(
                new[] { 0.0, 1 }.SelectMany(adaptation =>
                    Each((rule, r) => new ReplayDirectionRow(rule, adaptation, 100, r / 5.0, 0, 1 - (r / 5.0), r))
                )
            )
        );
        Put(
            "memory_self_organisation",
            RecordTable.Write(
                new[] { true, false }.SelectMany(limited =>
                    Each(
                        (rule, r) => new SelfOrganisationRow(rule, limited, 5, r / 5.0, r / 5.0, 1 - (r / 5.0), 2 * r, r / 5.0, [2 * r, 2])
                    )
                )
            )
        );
        Put(
            "memory_competition",
            RecordTable.Write(
                new[] { true, false }.SelectMany(competing =>
                    Each((rule, r) => new CompetitionRow(rule, competing, 3, r / 5.0, r / 5.0, r / 5.0, 5 * r, 0.02, [5 * r, 2]))
                )
            )
        );
    }
}
