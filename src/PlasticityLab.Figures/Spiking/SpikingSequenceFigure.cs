using System.Collections.Immutable;
using PlasticityLab.Analysis.Measures;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.Spiking;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Figures.Spiking;

/// <summary>A spiking network that learned a sequence, as a figure: spikes of the last epoch and of a replay, overlaps, rates and weights
/// through training, and the learned weights between items.</summary>
public static class SpikingSequenceFigure
{
    /// <summary>Draws a run that kept its example.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rule">The rule's name for people.</param>
    public static Figure Draw(RunResult run, string rule)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (example, spec) = (run.Example!, run.Spec!);
        var spiking = example.Spiking!;
        var (items, readout) = (spiking.Members.Length, run.Readouts[0]);
        var learned = run.Structure?.Blocks ?? [];
        var trained = !spiking.Rates.IsEmpty; // else the weights were given, and there is no training to show
        var figure = new Figure("spikes-sequence", Figure.Double, trained ? 150 : 95)
        {
            Title = $"A sequence on spikes: {rule}",
            RowWeights = trained ? [1.5, 1, 1.15] : [1, 1],
            ColumnWeights = [1, 1],
            Caption =
                (trained ? "Spikes of the last epoch of training and of a replay" : "Spikes of a replay")
                + "; neurons are sorted by item, item 1 at the foot: blue and black take turns, grey: neurons of no item, vermillion, at the top: inhibitory. Grey band: the cue. Overlap *m*_{k} of the activity with each item after the cue. "
                + (
                    trained
                        ? "Rates in each epoch. Mean weight *L* to the next item, within an item and to the previous one after every epoch. Mean learned weight from item (column) to item (row), as the drive of a whole item."
                        : "Mean given weight from item (column) to item (row), as the drive of a whole item."
                )
                + FormattableString.Invariant(
                    $" Seed {spec.Seed}; *S* = {readout[ReplayScore.Id].Text("0.00")}, order {readout[ReplayOrder.Id].Text("0.00")}, *D* = {readout[ReplayDirection.Id].Text("0.00")} at inhibition {readout.Point.Inhibition:0.###} and gain {readout.Point.Gain:0.###}."
                ),
            Alt = FormattableString.Invariant(
                $"S is {readout[ReplayScore.Id].Text("0.00")} and D is {readout[ReplayDirection.Id].Text("0.00")}; mean weight to the next item {Lag(learned, items, 1):0.00}, within items {Lag(learned, items, 0):0.00}, to the previous item {Lag(learned, items, -1):0.00}."
            ),
        };
        if (!trained)
        {
            return figure
                .Add(Raster(spec, spiking, "replay", "Replay", "Time from cue (ms)", figure), 0, 0, 2, 1)
                .Add(Overlaps(example, items, figure), 0, 1)
                .Add(Blocks(learned, items, figure, "Given weights"), 1, 1);
        }

        return figure
            .Add(Raster(spec, spiking, "training_last", "Last epoch of training", "Time in epoch (ms)", figure), 0, 0)
            .Add(Raster(spec, spiking, "replay", "Replay", "Time from cue (ms)", figure), 0, 1)
            .Add(Rates(spiking, figure), 1, 0)
            .Add(Overlaps(example, items, figure), 1, 1)
            .Add(Courses(example, items, figure), 2, 0)
            .Add(Blocks(learned, items, figure, "Learned weights"), 2, 1);
    }

    private static Axes Raster(RunSpec spec, SpikingExample spiking, string phase, string title, string time, Figure figure)
    {
        var network = (SpikingNetwork)spec.Network;
        var record = spiking.Spikes.First(s => s.Phase == phase);
        var axes = new Axes
        {
            Title = title,
            X = Axis.Linear(time, 0, record.DurationMs),
            Y = Axis.Linear("Neuron", -1, network.Excitatory + network.Inhibitory),
            Boxed = true,
        };
        if (phase == "replay" && spec.Task is IOrderedTask { Cue: > 0 } task)
        {
            axes.Span(0, 1000 * task.Cue);
        }

        var (item, row) = spiking.Sorted(network.Excitatory);
        var source = figure.Table(phase, "time_ms", "row", "neuron", "item");
        var groups = new SortedDictionary<int, (List<double> Times, List<double> Rows)>();
        for (var k = 0; k < record.Steps.Length; k++)
        {
            var n = record.Neurons[k];
            var inhibitory = n >= network.Excitatory;
            var of = inhibitory ? -1 : item[n];
            var (times, rows) = groups.TryGetValue(of, out var found) ? found : groups[of] = ([], []);
            times.Add(record.Steps[k] * (1000 * network.TimeStep));
            rows.Add(inhibitory ? n : row[n]);
            source.Row(
                times[^1],
                rows[^1],
                n,
                inhibitory ? "I"
                    : of < spiking.Members.Length ? of + 1
                    : 0
            );
        }

        foreach (var (of, (times, rows)) in groups)
        {
            axes.Raster(
                times,
                rows,
                of < 0 ? Palette.Vermillion
                    : of == spiking.Members.Length ? Palette.Grey
                    : of % 2 == 0 ? Palette.Blue
                    : Paint.Ink,
                2
            );
        }

        return axes;
    }

    private static Axes Rates(SpikingExample spiking, Figure figure)
    {
        var source = figure.Table("rates", "epoch", "excitatory_hz", "inhibitory_hz");
        foreach (var rate in spiking.Rates)
        {
            source.Row(rate.Epoch, rate.Excitatory, rate.Inhibitory);
        }

        double[] epochs = [.. spiking.Rates.Select(r => (double)r.Epoch)];
        return new Axes
        {
            Title = "Rates in training",
            X = Axis.Linear("Epoch"),
            Y = Axis.Linear("Rate (Hz)", 0),
            Legend = LegendPlace.Right,
        }
            .Line(epochs, [.. spiking.Rates.Select(r => r.Excitatory)], new Pen(Palette.Blue, 0.9), "E")
            .Line(epochs, [.. spiking.Rates.Select(r => r.Inhibitory)], new Pen(Palette.Vermillion, 0.9, Dash.Dashed), "I");
    }

    private static Axes Overlaps(Example example, int items, Figure figure)
    {
        var source = figure.Table("overlaps", "time_ms", "item", "overlap");
        var map = Matrix.From(items, example.Overlaps.Length, (k, t) => example.Overlaps[t][k]);
        for (var t = 0; t < map.Columns; t++)
        {
            for (var k = 0; k < items; k++)
            {
                source.Row(1000 * Simulation.Spiking.SpikeOverlaps.SampleTime * t, k + 1, map[k, t]);
            }
        }

        return new Axes
        {
            Title = "Overlaps of the replay",
            X = Axis.Linear("Time from cue (ms)"),
            Y = Axis.Linear("Item") with { Ticks = [1, items] },
        }.HeatMap(
            map,
            ColorScale.Magnitude(0, 1, "Overlap *m*_{k}"),
            0,
            1000 * Simulation.Spiking.SpikeOverlaps.SampleTime * map.Columns,
            0.5,
            items + 0.5
        );
    }

    private static Axes Courses(Example example, int items, Figure figure)
    {
        var source = figure.Table("weights", "epoch", "L_plus1", "L_0", "L_minus1");
        double[] epochs = [.. Enumerable.Range(0, example.BlocksByEpoch.Length).Select(k => (double)k)];
        foreach (var epoch in epochs)
        {
            var blocks = example.BlocksByEpoch[(int)epoch];
            source.Row(epoch, Lag(blocks, items, 1), Lag(blocks, items, 0), Lag(blocks, items, -1));
        }

        double[] Course(int lag) => [.. example.BlocksByEpoch.Select(blocks => Lag(blocks, items, lag))];
        return new Axes
        {
            Title = "Weights in training",
            X = Axis.Linear("Epoch"),
            Y = Axis.Linear("*L* (drive)"),
            Legend = LegendPlace.Right,
        }
            .Line(epochs, Course(1), new Pen(Palette.Blue, 0.9), "next")
            .Line(epochs, Course(0), new Pen(Paint.Ink, 0.9, Dash.Dotted), "within")
            .Line(epochs, Course(-1), new Pen(Palette.Vermillion, 0.9, Dash.Dashed), "previous");
    }

    private static Axes Blocks(ImmutableArray<double> blocks, int items, Figure figure, string title)
    {
        var source = figure.Table("blocks", "post", "pre", "B");
        var map = Matrix.From(items, items, (i, j) => blocks.Length == 0 ? 0 : blocks[(i * items) + j]);
        for (var i = 0; i < items * items; i++)
        {
            source.Row((i / items) + 1, (i % items) + 1, map.Values[i]);
        }

        var scale = ColorScale.Signed(Math.Max(1e-9, map.Values.Max(Math.Abs)), "Weight (drive)");
        return new Axes
        {
            Title = title,
            X = Axis.Linear("From item") with { Ticks = [1, items] },
            Y = Axis.Linear("To item") with { Inverted = true, Ticks = [1, items] },
            Boxed = true,
            Aspect = 1,
        }.HeatMap(map, scale, signs: true);
    }

    private static double Lag(ImmutableArray<double> blocks, int items, int lag) =>
        blocks.Length > 0
            ? Enumerable.Range(0, items).Where(j => j + lag >= 0 && j + lag < items).Average(j => blocks[((j + lag) * items) + j])
            : double.NaN;
}
