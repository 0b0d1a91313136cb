using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Figures.Drawing;

namespace PlasticityLab.Figures.Dynamics;

/// <summary>The course of limit cycles over one period, one panel a cycle.</summary>
public static class CyclePicture
{
    private const int Shown = 6,
        Cycles = 4;

    /// <summary>Draws up to four cycles and, of each, the six coordinates that move most.</summary>
    public static Figure Draw(string id, string title, IReadOnlyList<string> names, IReadOnlyList<LimitCycle> cycles)
    {
        var shown = cycles.Take(Cycles).ToArray();
        var figure = new Figure(id, 130, 50 * shown.Length) { Title = title };
        var table = figure.Table("cycles", "cycle", "time", "variable", "value");
        for (var c = 0; c < shown.Length; c++)
        {
            var cycle = shown[c];
            var axes = new Axes
            {
                Title = $"Period {cycle.Period:G8}",
                X = Axis.Linear(c == shown.Length - 1 ? "Time (time unit of the system)" : "", 0, cycle.Period),
                Y = Axis.Linear("State"),
                Boxed = true,
                Legend = LegendPlace.Right,
            };
            int[] moving =
            [
                .. Enumerable.Range(0, names.Count).OrderByDescending(i => cycle.Extrema[i].Max - cycle.Extrema[i].Min).Take(Shown).Order(),
            ];
            foreach (var (i, k) in moving.Select((i, k) => (i, k)))
            {
                var rows = cycle.Samples.Rows;
                double[] t = [.. Enumerable.Range(0, rows + 1).Select(j => j * cycle.Period / rows)],
                    x = [.. Enumerable.Range(0, rows + 1).Select(j => cycle.Samples[j % rows, i])];
                axes.Line(t, x, new Pen(Palette.Series[k], 1, (Dash)(k % 5)), $"*{names[i]}*");
                foreach (var (time, value) in t.Zip(x))
                {
                    table.Row(c + 1, time, names[i], value);
                }
            }

            figure.Add(axes, c, 0);
        }

        figure.Caption =
            $"{title}, over one period. {string.Join(" ", shown.Select(cycle => $"Period {cycle.Period:G12}, two methods differ by {cycle.AbsDiffTwoMethods:G1}; {(cycle.IsStable ? "stable" : "unstable")}, largest Floquet multiplier {cycle.NontrivialMultipliers[0].Magnitude:G3}."))}"
            + (names.Count > Shown ? $" Of {names.Count} variables the {Shown} that move most are shown." : "");
        figure.Alt = string.Join("; ", shown.Select(cycle => $"cycle of period {cycle.Period:G6}"));
        return figure;
    }
}
