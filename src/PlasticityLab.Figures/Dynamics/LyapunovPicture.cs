using PlasticityLab.Analysis.Dynamics.Lyapunov;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Numerics;

namespace PlasticityLab.Figures.Dynamics;

/// <summary>Lyapunov exponents against averaging time, one panel an attractor: whether they have converged is seen, not believed.</summary>
public static class LyapunovPicture
{
    private const int Shown = 5,
        Attractors = 4;

    /// <summary>Draws the first five exponents of up to four attractors.</summary>
    public static Figure Draw(string id, string title, IReadOnlyList<AttractorSpectrum> spectra)
    {
        var shown = spectra.Take(Attractors).ToArray();
        var figure = new Figure(id, 130, 55 * shown.Length) { Title = title };
        var table = figure.Table("convergence", "attractor", "exponent", "time", "value");
        for (var a = 0; a < shown.Length; a++)
        {
            var (s, spectrum) = (shown[a], shown[a].MethodA);
            var (rows, count) = (spectrum.Convergence.Rows, Math.Min(Shown, spectrum.Exponents.Length));
            double[] t = [.. Enumerable.Range(1, rows).Select(k => spectrum.AveragingTime * k / rows)];
            var axes = new Axes
            {
                Title = char.ToUpperInvariant(s.Name[0]) + s.Name[1..],
                X = Axis.Linear(a == shown.Length - 1 ? "Averaging time (time unit of the system)" : "", 0, spectrum.AveragingTime),
                Y = Axis.Linear("Exponent (1 / time)"),
                Boxed = true,
                Legend = LegendPlace.Right,
            };
            axes.Guide(0);
            for (var i = 0; i < count; i++)
            {
                var pen = new Pen(Palette.Series[i], 1, (Dash)(i % 5));
                axes.Line(
                    t,
                    [.. Enumerable.Range(0, rows).Select(k => spectrum.Convergence[k, i])],
                    pen,
                    $"λ_{{{i + 1}}} = {RichText.Number(spectrum.Exponents[i], "0.0000")} ± {spectrum.StandardErrors[i]:F4}"
                );
                axes.Interval(
                    spectrum.AveragingTime * 0.995,
                    spectrum.Exponents[i] - (2 * spectrum.StandardErrors[i]),
                    spectrum.Exponents[i] + (2 * spectrum.StandardErrors[i]),
                    new Pen(Palette.Series[i], 1.2)
                );
                for (var k = 0; k < rows; k++)
                {
                    table.Row(a + 1, i + 1, t[k], spectrum.Convergence[k, i]);
                }
            }

            figure.Add(axes, a, 0);
        }

        figure.Caption =
            $"{title}. Running averages; the bars at the right are two standard errors (batch means) either way. "
            + string.Join(
                " ",
                shown.Select(s =>
                    $"{char.ToUpperInvariant(s.Name[0])}{s.Name[1..]}: sum {s.MethodA.Sum.Text("F5")}, mean divergence {s.MethodA.MeanTrace.Text("F5")}{(s.MethodB is null ? "" : $", the Jacobian-free method differs by at most {s.LargestZ:F1} standard errors in the first three")}."
                )
            );
        figure.Alt = string.Join(
            "; ",
            shown.Select(s => $"{s.Name}: {string.Join(", ", s.MethodA.Exponents.Take(3).Select(x => $"{x.Text("F4")}"))}")
        );
        return figure;
    }
}
