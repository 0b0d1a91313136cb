using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Simulation.Spiking.Recorders;

namespace PlasticityLab.Figures.Spiking;

/// <summary>A recorded spiking network as a figure: raster of the last half second, rates, weights over time, and their distribution at the
/// start and at the end.</summary>
public static class SpikingRecordingFigure
{
    private const int MostRows = 120,
        Courses = 6;

    /// <summary>Draws a recording.</summary>
    public static Figure Draw(SpikingRecording run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var shown = Math.Min(0.5, run.Seconds);
        var (from, bin) = (run.Seconds - shown, Math.Max(0.005, run.Seconds / 200));
        var kept = run.Weights is { } w && w.Times.Length > 1 && w.Pre.Length > 0 ? w : null;
        var figure = new Figure($"spikes-{run.Network}", Figure.Double, kept is null ? 95 : 140)
        {
            Title = $"Network {run.Network}",
            RowWeights = kept is null ? [1.3, 1] : [1.5, 0.9, 1.2],
            ColumnWeights = [1.6, 1],
            Caption =
                $"Raster: spikes of the last {shown * 1000:0} ms, at most {MostRows} neurons, each population in proportion. Rate: mean over each population in bins of {bin * 1000:0.#} ms."
                + (
                    kept is null
                        ? ""
                        : $" Weights: median (line), middle half (dark band) and middle 90 % (light band) of {kept.Pre.Length:N0} of {kept.Synapses:N0} learning synapses, with {Courses} single ones (thin); right, their distribution at the start (outline) and at the end (filled). Weights are relative to the largest allowed, *w*_{{max}}."
                ),
            Alt =
                string.Join("; ", run.Populations.Select(p => $"population {p.Name} fires at {p.Rate:0.0} Hz"))
                + (
                    kept is null
                        ? ""
                        : $"; the median weight goes from {Quantile(kept, 0, 0.5):0.00} to {Quantile(kept, kept.Times.Length - 1, 0.5):0.00} of the largest"
                )
                + ". "
                + run.Outcome.Sentence,
        };
        figure.Add(Raster(run, from), 0, 0, 1, 2).Add(Rates(run, bin, figure), 1, 0, 1, 2);
        if (kept is not null)
        {
            figure.Add(Weights(kept, figure), 2, 0).Add(Distribution(kept, figure), 2, 1);
        }

        return figure;
    }

    private static Axes Raster(SpikingRecording run, double from)
    {
        var neurons = run.Populations.Sum(p => p.Count);
        var axes = new Axes
        {
            X = Axis.Linear("Time (s)", from, run.Seconds),
            Y = Axis.Linear("Neuron") with { Ticks = [] },
            Boxed = true,
            Legend = LegendPlace.Right,
        };
        int[] lines =
        [
            .. run.Populations.Select(p =>
                Math.Min(p.Count, Math.Max(1, (int)Math.Round(MostRows * (double)p.Count / Math.Max(neurons, MostRows))))
            ),
        ];
        foreach (var (p, k) in run.Populations.Select((p, k) => (p, k)))
        {
            var (rows, row) = (lines[k], lines.Skip(k + 1).Sum()); // the first population on top
            var (times, places) = (new List<double>(), new List<double>());
            for (var s = 0; s < p.Spikes.Times.Length; s++)
            {
                // Neurons evenly spread over the population: the first of each group of count/rows.
                var group = (int)((long)p.Spikes.Neurons[s] * rows / p.Count);
                if (
                    p.Spikes.Times[s] >= from
                    && p.Spikes.Neurons[s] == (int)(((long)group * p.Count / rows) + ((long)group * p.Count % rows > 0 ? 1 : 0))
                )
                {
                    times.Add(p.Spikes.Times[s]);
                    places.Add(row + group);
                }
            }

            axes.Raster(times, places, Color(k), 0.9, $"{p.Name} ({rows} of {p.Count})");
        }

        return axes;
    }

    private static Axes Rates(SpikingRecording run, double bin, Figure figure)
    {
        var bins = Math.Max(1, (int)Math.Round(run.Seconds / bin));
        double[] at = [.. Enumerable.Range(0, bins).Select(k => (k + 0.5) * bin)];
        var source = figure.Table("rates", "population", "time_s", "rate_hz");
        var axes = new Axes
        {
            X = Axis.Linear("Time (s)", 0, run.Seconds),
            Y = Axis.Linear("Rate (Hz)", 0),
            Legend = LegendPlace.Right,
        };
        foreach (var (p, k) in run.Populations.Select((p, k) => (p, k)))
        {
            var rate = new double[bins];
            foreach (var time in p.Spikes.Times)
            {
                rate[Math.Clamp((int)(time / bin), 0, bins - 1)] += 1 / bin / p.Count;
            }

            for (var t = 0; t < bins; t++)
            {
                source.Row(p.Name, at[t], rate[t]);
            }

            axes.Line(at, rate, new Pen(Color(k), 0.75, k == 0 ? Dash.Solid : Dash.Dashed), p.Name);
        }

        return axes;
    }

    private static Axes Weights(RecordedWeights kept, Figure figure)
    {
        var source = figure.Table("weights", "time_s", "p05", "p25", "median", "p75", "p95");
        double[] levels = [0.05, 0.25, 0.5, 0.75, 0.95];
        var quantiles = kept.Times.Select((_, t) => levels.Select(q => Quantile(kept, t, q)).ToArray()).ToArray();
        for (var t = 0; t < kept.Times.Length; t++)
        {
            source.Row(kept.Times[t], quantiles[t][0], quantiles[t][1], quantiles[t][2], quantiles[t][3], quantiles[t][4]);
        }

        double[] Level(int k) => [.. quantiles.Select(q => q[k])];
        var axes = new Axes { X = Axis.Linear("Time (s)", 0, kept.Times[^1]), Y = Axis.Linear("Weight (*w*/*w*_{max})") }
            .Band(kept.Times, Level(0), Level(4), Palette.Blue.At(0.15))
            .Band(kept.Times, Level(1), Level(3), Palette.Blue.At(0.3));
        for (var c = 0; c < Math.Min(Courses, kept.Pre.Length); c++)
        {
            var synapse = (int)((c + 0.5) * kept.Pre.Length / Courses) % kept.Pre.Length;
            axes.Line(kept.Times, [.. kept.Times.Select((_, t) => kept.Values[t, synapse] / kept.WeightMax)], new Pen(Paint.Muted, 0.3));
        }

        return axes.Line(kept.Times, Level(2), new Pen(Palette.Blue, 1));
    }

    private static Axes Distribution(RecordedWeights kept, Figure figure)
    {
        const int bins = 30;
        var source = figure.Table("distribution", "weight", "share_start", "share_end");
        var (first, last) = (kept.Values.Row(0).ToArray(), kept.Values.Row(kept.Times.Length - 1).ToArray());
        var (low, high) = (Math.Min(first.Min(), last.Min()) / kept.WeightMax, Math.Max(first.Max(), last.Max()) / kept.WeightMax);
        var width = Math.Max(1e-6, (high - low) * 1.0001 / bins);
        double[] Shares(int t)
        {
            var shares = new double[bins];
            for (var k = 0; k < kept.Pre.Length; k++)
            {
                shares[Math.Clamp((int)(((kept.Values[t, k] / kept.WeightMax) - low) / width), 0, bins - 1)] += 1.0 / kept.Pre.Length;
            }

            return shares;
        }

        var (start, end) = (Shares(0), Shares(kept.Times.Length - 1));
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(k => low + (k * width))];
        for (var k = 0; k < bins; k++)
        {
            source.Row(edges[k] + (0.5 * width), start[k], end[k]);
        }

        return new Axes
        {
            X = Axis.Linear("Weight (*w*/*w*_{max})", edges[0], edges[^1]),
            Y = Axis.Linear("Share of synapses", 0, Math.Max(0.02, Math.Min(1, 1.3 * end.Max()))),
            Legend = LegendPlace.Right,
        }
            .Histogram(edges, end, Palette.Blue.At(0.55), label: "end")
            .Histogram(edges, start, null, new Pen(Paint.Ink, 0.6, Dash.Dashed), "start");
    }

    private static double Quantile(RecordedWeights kept, int time, double level) =>
        Sample.Quantile(kept.Values.Row(time), level) / kept.WeightMax;

    private static Paint Color(int population) => population == 0 ? Palette.Blue : Palette.Vermillion;
}
