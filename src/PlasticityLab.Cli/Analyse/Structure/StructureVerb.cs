using System.CommandLine;
using PlasticityLab.Analysis.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Numerics.Random;
using Spectre.Console;

namespace PlasticityLab.Cli.Analyse.Structure;

/// <summary><c>plasticity analyse structure FILE</c>: everything that can be read from the weights alone.</summary>
internal sealed class StructureVerb : IAnalyseVerb
{
    private readonly Argument<string> _file = new("FILE") { Description = WeightFile.Formats };
    private readonly Option<double> _threshold = new("--threshold")
    {
        Description = "A weight is a link when |w| is above this (reciprocity, triads)",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<int> _samples = new("--samples")
    {
        Description = "Graphs sampled for the triads' null when it is too large to enumerate",
        DefaultValueFactory = _ => 1000,
    };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the random searches", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _json = Terminal.Json();

    public Command Build()
    {
        var command = new Command(
            "structure",
            "Structure of a weight matrix: asymmetry, non-normality, lag profile, triads, levels, flow, communities, chains, spectrum.\n\nExamples:\n  plasticity analyse structure W.csv\n  plasticity analyse structure W.npz --threshold 0.05 --json"
        )
        {
            _file,
            _threshold,
            _samples,
            _seed,
            _json,
        };
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var cautions = new List<string>();
        var w = WeightFile.Read(arguments.GetValue(_file)!, cautions);
        var threshold = arguments.GetValue(_threshold);
        UserError.ThrowIfAny(Require.All(Require.NotNegative(threshold), Require.AtLeast(arguments.GetValue(_samples), 20, "--samples")));
        var streams = new RandomStreams(arguments.GetValue(_seed));
        RandomStream Stream(int index) => streams.Open(StreamPurpose.Analysis, index);
        var links = TriadCensus.Links(w, threshold);
        var reciprocity = Reciprocity.Of(w, threshold);
        // A full or an empty graph has one graph with its degrees: its triads say nothing.
        TriadSignificance? triads = null;
        if (w.Rows < 3 || reciprocity.Density is 0 or 1)
        {
            cautions.Add(
                $"Triads say nothing here: {(w.Rows < 3 ? "fewer than three units" : reciprocity.Density == 1 ? "every unit is linked to every other; give --threshold" : "there is no link")}."
            );
        }
        else
        {
            triads = TriadNull.Test(links, Stream(1), arguments.GetValue(_samples), cancellation: cancellation);
        }

        var spectrum = Spectrum.Of(w);
        var hodge = HodgeDecomposition.Of(w, cancellation);
        var result = new
        {
            schema = 1,
            units = w.Rows,
            frobenius = w.FrobeniusNorm(),
            asymmetry = Asymmetry.Of(w),
            nonNormality = NonNormality.Of(w),
            singularValues = Svd.SingularValues(w),
            dimensionality = Dimensionality.OfSingularValues(w),
            lagProfile = LagProfile.Linear(w),
            cyclicLagProfile = LagProfile.Cyclic(w),
            reciprocity,
            motifs = MotifRatios.Of(w, threshold),
            triads = triads is null
                ? null
                : TriadCensus.Names.Select(
                    (name, k) =>
                        new
                        {
                            name,
                            count = triads.Observed[k],
                            mean = triads.Mean[k],
                            sd = triads.StandardDeviation[k],
                            z = triads.Z[k],
                            upperP = triads.UpperP[k],
                        }
                ),
            triadNull = triads is null ? null : new { triads.Graphs, triads.IsExact },
            trophic = TrophicLevels.Of(w),
            hodge = new
            {
                hodge.Potential,
                hodge.GradientShare,
                hodge.CurlShare,
                hodge.HarmonicShare,
                hodge.Components,
                hodge.Absent,
            },
            modularity = Enum.GetValues<ModularityKind>()
                .ToDictionary(
                    kind => Names.Snake(kind.ToString()),
                    kind => Modularity.Maximum(w, kind, Stream(2), cancellation: cancellation)
                ),
            chains = ChainDetection.Of(w),
            order = Seriation.ByFlow(w, Stream(3), nullDraws: w.Rows <= 60 ? 99 : 0, cancellation: cancellation),
            path = w.Rows <= 150 ? Seriation.ByPath(w, Stream(4), starts: w.Rows <= 40 ? 40 : 5, cancellation: cancellation) : null,
            weights = WeightDistribution.Of(w),
            spectrum = new
            {
                eigenvalues = spectrum.Values.Select(v => new[] { v.Real, v.Imaginary }),
                spectrum.Centre,
                spectrum.Radius,
                spectrum.Reciprocity,
                spectrum.MeanOutlier,
                spectrum.Outliers,
                spectrum.ShareInside,
                spectrum.SpectralRadius,
                spectrum.ImaginaryShare,
                spectrum.Absent,
            },
            cautions,
        };
        if (arguments.GetValue(_json))
        {
            Terminal.PrintJson(result);
            return Terminal.Done;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("measure", "value", "meaning");
        void Row(string name, string value, string meaning) =>
            table.AddRow(Markup.Escape(name), Markup.Escape(value), Markup.Escape(meaning));
        Row("units, links", $"{w.Rows}, {reciprocity.Links}", $"density {Shown(reciprocity.Density, "F3")}");
        Row("asymmetry", $"{Shown(result.asymmetry.Index, "F4")}", "0 symmetric, 0.5 random, 1 antisymmetric");
        Row("Henrici, normalised", $"{Shown(result.nonNormality.HenriciNormalised, "F4")}", "0 normal, 0.707 random, 1 pure chain");
        Row(
            "abscissa: spectral, numerical",
            $"{Shown(result.nonNormality.SpectralAbscissa, "G5")}, {Shown(result.nonNormality.NumericalAbscissa, "G5")}",
            "lasting and first growth"
        );
        Row(
            "forward bias (line, ring)",
            $"{Shown(result.lagProfile.ForwardBias, "F4")}, {Shown(result.cyclicLagProfile.ForwardBias, "F4")}",
            "1 all weight from earlier to later units"
        );
        Row(
            "R2 of lag profile (line, ring)",
            $"{Shown(result.lagProfile.RSquared, "F4")}, {Shown(result.cyclicLagProfile.RSquared, "F4")}",
            "share of W explained by place"
        );
        Row("participation ratio", $"{Shown(result.dimensionality.ParticipationRatio, "F3")}", "dimensions of W");
        Row("reciprocity rho", $"{Shown(reciprocity.Rho, "F4")}", $"{reciprocity.Reciprocated} of {reciprocity.Links} links are returned");
        Row(
            "trophic incoherence",
            $"{Shown(result.trophic.Incoherence, "F4")}",
            $"0 chain, 1 ring{(result.trophic.Components > 1 ? $"; {result.trophic.Components} parts without a link between them" : "")}"
        );
        Row(
            "flow: gradient, curl, harmonic",
            $"{Shown(hodge.GradientShare, "F3")}, {Shown(hodge.CurlShare, "F3")}, {Shown(hodge.HarmonicShare, "F3")}",
            "down a potential, around triangles, around holes"
        );
        foreach (var (name, modularity) in result.modularity)
        {
            Row(
                $"modularity, {name}",
                $"{Shown(modularity.Q, "F4")}",
                double.IsNaN(modularity.Q)
                    ? "no weight of the sign that it counts"
                    : $"{modularity.Communities} communities, {(modularity.IsExhaustive ? "all partitions searched" : $"{modularity.ShareOfStarts:P0} of starts")}"
            );
        }

        Row(
            "order by flow",
            $"{Shown(result.order.Feedforwardness, "F3")}",
            double.IsNaN(result.order.Feedforwardness)
                ? "no direction, no order"
                : $"p = {Shown(result.order.PValue, "G2")}: {string.Join(" ", result.order.Order.Take(20).Select(i => i + 1))}{(w.Rows > 20 ? " ..." : "")}"
        );
        foreach (var chain in result.chains.Take(5))
        {
            Row(
                chain.IsCycle ? "ring" : "chain",
                $"{chain.Units.Length} units",
                string.Join(" > ", chain.Units.Take(20).Select(i => i + 1)) + (chain.Units.Length > 20 ? " ..." : "")
            );
        }

        Row(
            "bimodality, Gini",
            $"{Shown(result.weights.Bimodality, "F3")}, {Shown(result.weights.Gini, "F3")}",
            "above 0.555 rather two-peaked; 0 equal"
        );
        Row(
            "random disc",
            $"{spectrum.ShareInside:P0} inside",
            $"radius {Shown(spectrum.Radius, "G4")} about {Shown(spectrum.Centre, "G3")}, {spectrum.Outliers.Length} outliers"
        );
        Terminal.Out.Write(table);
        if (triads is not null)
        {
            var census = new Table().Border(TableBorder.Simple).AddColumns("triad", "count", "null mean", "z");
            for (var k = 0; k < 16; k++)
            {
                census.AddRow(TriadCensus.Names[k], $"{triads.Observed[k]}", $"{triads.Mean[k]:F2}", Shown(triads.Z[k], "F3"));
            }

            Terminal.Out.Write(census);
            Console.Out.WriteLine(
                $"Triads against {triads.Graphs} graphs with the same in- and out-degrees ({(triads.IsExact ? "all of them" : "sampled")}). Units are numbered from 1."
            );
        }

        foreach (
            var (measure, absent) in new[]
            {
                ("asymmetry", result.asymmetry.Absent),
                ("non-normality", result.nonNormality.Absent),
                ("dimensions", result.dimensionality.Absent),
                ("lag profile", result.lagProfile.Absent),
                ("reciprocity", reciprocity.Absent),
                ("levels", result.trophic.Absent),
                ("flow", hodge.Absent),
                ("order by flow", result.order.Absent),
                ("weights", result.weights.Absent),
            }
        )
        {
            // One sentence where all values of a measure are absent for one reason.
            foreach (var reason in absent.GroupBy(x => x[(x.IndexOf(':', StringComparison.Ordinal) + 2)..]))
            {
                var names = string.Join(", ", reason.Select(x => x[..x.IndexOf(':', StringComparison.Ordinal)]));
                Console.Out.WriteLine($"No value ({measure}: {names}): {reason.Key}.");
            }
        }

        foreach (var caution in cautions)
        {
            Console.Out.WriteLine($"Caution: {caution}");
        }

        return Terminal.Done;
    }

    // A dash where there is no value: the sentences below say why.
    private static string Shown(double value, string format) => double.IsNaN(value) ? "-" : value.Text(format);
}
