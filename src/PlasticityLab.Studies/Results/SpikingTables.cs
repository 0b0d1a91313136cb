namespace PlasticityLab.Studies.Results;

/// <summary>The tables that only spiking networks have: rates and clipping of every scored network; spikes, rates and weights over time of
/// the examples.</summary>
internal static class SpikingTables
{
    public static void Write(StudyData data, Action<string, object> put)
    {
        if (data.Study.Network.Spiking is not { } network)
        {
            return;
        }

        put("spiking.csv", Facts(data));
        put("training_rates.csv", Rates(data));
        put("rasters.csv", Rasters(data, 1000 * network.TimeStep, network.Excitatory));
    }

    private static CsvText Facts(StudyData data)
    {
        var csv = new CsvText(
            "network",
            "condition",
            "rule",
            "seed",
            "status",
            "detail",
            "training_rate",
            "training_rate_inhibitory",
            "replay_rate",
            "replay_rate_inhibitory",
            "at_zero",
            "at_max"
        );
        foreach (var o in data.Outcomes)
        {
            var f = o.Result.Spiking;
            csv.Add(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                o.Result.Status,
                o.Result.Detail,
                f?.TrainingRate,
                f?.TrainingRateInhibitory,
                f?.ReplayRate,
                f?.ReplayRateInhibitory,
                f?.AtZero,
                f?.AtMax
            );
        }

        return csv;
    }

    private static CsvText Rates(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "epoch", "excitatory", "inhibitory");
        foreach (var o in data.Examples)
        {
            foreach (var rate in o.Result.Example?.Spiking?.Rates ?? [])
            {
                csv.Add(
                    data.Network,
                    o.Entry.Condition,
                    o.Entry.Name,
                    o.Seed,
                    rate.Epoch,
                    Math.Round(rate.Excitatory, 4),
                    Math.Round(rate.Inhibitory, 4)
                );
            }
        }

        return csv;
    }

    // Rows are places in a raster: the neurons of item 1 first, then item 2 …, those of no item, the inhibitory ones.
    private static CsvText Rasters(StudyData data, double stepMs, int excitatory)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "phase", "time_ms", "row", "neuron", "item");
        foreach (var o in data.Examples.Where(o => o.Result.Example?.Spiking is not null))
        {
            var example = o.Result.Example!.Spiking!;
            var (item, row) = example.Sorted(excitatory);
            foreach (var spikes in example.Spikes)
            {
                for (var k = 0; k < spikes.Steps.Length; k++)
                {
                    var n = spikes.Neurons[k];
                    var inhibitory = n >= excitatory;
                    csv.Add(
                        data.Network,
                        o.Entry.Condition,
                        o.Entry.Name,
                        o.Seed,
                        spikes.Phase,
                        spikes.Steps[k] * stepMs,
                        inhibitory ? n : row[n],
                        n,
                        inhibitory ? "I"
                            : item[n] < example.Members.Length ? item[n] + 1
                            : 0
                    );
                }
            }
        }

        return csv;
    }
}
