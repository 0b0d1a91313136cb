using System.CommandLine;
using System.Text.Json.Nodes;
using PlasticityLab.Analysis.Dynamics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Analysis.Dynamics.Equilibria;
using PlasticityLab.Analysis.Dynamics.Lyapunov;
using PlasticityLab.Analysis.Dynamics.PhasePlanes;
using PlasticityLab.Analysis.Dynamics.Reductions;
using PlasticityLab.Analysis.Dynamics.Systems;
using PlasticityLab.Figures.Drawing;
using PlasticityLab.Figures.Dynamics;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Ode;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary><c>--figures DIR</c>: the phase plane; for larger networks the overlap plane (rank two) and projections of orbits.</summary>
internal sealed class FiguresSection : IDynamicsSection
{
    private readonly Option<string?> _figures = new("--figures")
    {
        Description =
            "Folder for figures (SVG, PNG, PDF): phase plane, or overlap plane and projections of larger networks; with --bifurcations, --cycles, --lyapunov and --basins also theirs",
    };

    public int Order => 90;

    public IEnumerable<Option> Options => [_figures];

    public bool IsAsked(ParseResult arguments) => arguments.GetValue(_figures) is not null;

    public bool IsDefault(DynamicsContext context) => false;

    public void Compute(DynamicsContext context)
    {
        var folder = OutputFile.MakeFolder(context.Arguments.GetValue(_figures)!);
        var (system, id) = (context.System, context.File.Id);
        var report = EquilibriaSection.Of(context);
        if (system.Dimension == 2)
        {
            var catalogue = BasinsSection.Of(context);
            catalogue.Sample(16, context.Cancellation);
            var note = context.File.Notes.FirstOrDefault(text => text.StartsWith("Reduction", StringComparison.Ordinal));
            var title = note is null ? $"Phase plane of {id}" : $"Phase plane of {id}: reduction";
            var figure = PhasePlanePicture.Draw(
                $"{id}-phase-plane",
                title,
                system,
                PlaneOptions.Of(context),
                report,
                [.. system.StateNames.Select(Written)],
                catalogue.Attractors.Where(item => item.Orbit is not null).Select(item => item.Orbit!),
                context.Cancellation
            );
            figure.Caption += note is null ? "" : $" {note}";
            Save(context, folder, figure);
            if (context.Kept<BasinGrid>() is { } grid)
            {
                Save(
                    context,
                    folder,
                    BasinPicture.Draw(
                        $"{id}-basins",
                        $"Basins of {id}",
                        system,
                        grid.Edges,
                        grid.Side,
                        grid.AtCentres,
                        grid.Map,
                        catalogue.Attractors,
                        report,
                        [.. system.StateNames.Select(Written)],
                        context.Cancellation
                    )
                );
            }
        }

        if (context.Kept<BifurcationsFound>() is { } found)
        {
            Save(
                context,
                folder,
                BifurcationPicture.Draw(
                    $"{id}-bifurcations-{found.Parameter}",
                    $"Equilibria and cycles of {id} along {found.Parameter}",
                    found.Parameter,
                    Written(system.StateNames[0]),
                    found.Diagram,
                    found.Families
                )
            );
        }

        if (context.Kept<IReadOnlyList<LimitCycle>>() is { Count: > 0 } cycles)
        {
            Save(
                context,
                folder,
                CyclePicture.Draw($"{id}-cycles", $"Limit cycles of {id}", [.. system.StateNames.Select(Written)], cycles)
            );
        }

        if (context.Kept<IReadOnlyList<AttractorSpectrum>>() is { Count: > 0 } spectra)
        {
            Save(context, folder, LyapunovPicture.Draw($"{id}-lyapunov", $"Lyapunov exponents of {id}: convergence", spectra));
        }

        if (system.Dimension == 2)
        {
            return;
        }

        if (system.Dimension < 2)
        {
            if (context.Kept<BifurcationsFound>() is null && context.Kept<IReadOnlyList<AttractorSpectrum>>() is null)
            {
                throw new UserError("A phase plane needs at least two state variables; with one, ask for --bifurcations too.");
            }

            return;
        }

        if (system is RateNetwork network && OverlapField.Of(network) is { Dimension: 2 } overlap)
        {
            // Equilibria of the network are those of the plane; their types within the plane are found there.
            var plane = EquilibriumFinder.Find(overlap, overlap.Box, new() { Seed = context.Seed }, context.Cancellation);
            Save(
                context,
                folder,
                PhasePlanePicture.Draw(
                    $"{id}-overlap-plane",
                    $"Overlap plane of {id}: exact reduction, rank 2",
                    overlap,
                    PlaneWindow.Of(overlap.Box),
                    plane,
                    ["κ_{1}", "κ_{2}"],
                    null,
                    context.Cancellation
                )
            );
        }

        Projections(context, folder, report);
    }

    private static void Projections(DynamicsContext context, string folder, EquilibriumReport report)
    {
        var (system, random) = (context.System, new RandomStreams(context.Seed).Open(StreamPurpose.Analysis, 22));
        var slowest = report
            .Equilibria.SelectMany(item => item.Eigenvalues)
            .Select(value => Math.Abs(value.Real))
            .Where(rate => rate > 1e-3)
            .DefaultIfEmpty(0.2)
            .Min();
        var duration = 8 / Math.Clamp(slowest, 0.05, 1);
        double[] times = [.. Enumerable.Range(0, 301).Select(k => k * duration / 300)];
        var orbits = new List<IReadOnlyList<double[]>>();
        for (var k = 0; k < 6; k++)
        {
            var start = system.Box.Low.Select((low, i) => random.NextDouble(low, system.Box.High[i])).ToArray();
            orbits.Add(
                OdeSolver
                    .Solve(
                        (_, x, d) => system.Evaluate(x, d),
                        0,
                        start,
                        duration,
                        new() { RelativeTolerance = 1e-7, AbsoluteTolerance = 1e-9 },
                        times,
                        null,
                        context.Cancellation
                    )
                    .States
            );
        }

        var states = orbits.SelectMany(orbit => orbit).ToArray();
        var points = Matrix.From(states.Length, system.Dimension, (t, i) => states[t][i]);
        var velocities = new Matrix(states.Length, system.Dimension);
        for (var t = 0; t < states.Length; t++)
        {
            system.Evaluate(states[t], velocities.Row(t));
        }

        Save(
            context,
            folder,
            ProjectionPicture.Draw(
                $"{context.File.Id}-principal-plane",
                $"Projection of {context.File.Id} onto its principal components",
                system,
                ProjectionPlane.Principal(points),
                orbits,
                report
            )
        );
        Save(
            context,
            folder,
            ProjectionPicture.Draw(
                $"{context.File.Id}-rotation-plane",
                $"Projection of {context.File.Id} onto the plane of fastest rotation",
                system,
                ProjectionPlane.Rotation(points, velocities),
                orbits,
                report
            )
        );
    }

    // r12 is written with an index.
    private static string Written(string name) => name.Length > 1 && name[1..].All(char.IsAsciiDigit) ? $"{name[0]}_{{{name[1..]}}}" : name;

    private static void Save(DynamicsContext context, string folder, Figure figure)
    {
        var list = context.Result["figures"] as JsonArray ?? [];
        context.Result["figures"] = list;
        foreach (var ending in new[] { ".svg", ".png", ".pdf" })
        {
            var path = Path.Combine(folder, figure.Id + ending);
            try
            {
                FigureFile.Save(figure, path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UserError($"--figures: {path} cannot be written: {error.Message}");
            }

            list.Add(path);
        }

        FigureFile.SaveTexts(figure, folder);
        context.Text.WriteLine($"figure: {Path.Combine(folder, figure.Id)}.svg, .png, .pdf");
    }
}
