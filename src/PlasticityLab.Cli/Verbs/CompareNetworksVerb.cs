using System.CommandLine;
using PlasticityLab.Analysis.Similarity;
using PlasticityLab.Cli.Analyse.Structure;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;
using PlasticityLab.Numerics.Random;
using Spectre.Console;

namespace PlasticityLab.Cli.Verbs;

/// <summary>Compares two networks by their weights, and by their activity when it is given.</summary>
internal sealed class CompareNetworksVerb : IVerb
{
    private readonly Argument<string> _a = new("A") { Description = WeightFile.Formats };
    private readonly Argument<string> _b = new("B") { Description = "The other network, likewise" };
    private readonly Option<int> _starts = new("--starts")
    {
        Description = "Starts of each search (0: chosen by size)",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the random searches", DefaultValueFactory = _ => 1 };
    private readonly Option<string[]> _activity = new("--activity")
    {
        Description = "Two arrays of activity on the same samples [sample, unit], .npy or .csv: that of A, then that of B",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<int> _delays = new("--delays")
    {
        Description = "Delays of the operators fitted to the activity",
        DefaultValueFactory = _ => 2,
    };
    private readonly Option<int> _rank = new("--rank")
    {
        Description = "Rank of the operators fitted to the activity",
        DefaultValueFactory = _ => 6,
    };
    private readonly Option<bool> _json = Terminal.Json();

    public Command Build()
    {
        var command = new Command(
            "compare-networks",
            "Distance of two networks: weights as they stand, weights modulo the names of units, spectra, linear dynamics modulo rotations; with activity also alignment, shape and fitted operators.\n\nExamples:\n  plasticity compare-networks A.npz B.npz\n  plasticity compare-networks A.csv B.csv --starts 100 --json\n  plasticity compare-networks A.csv B.csv --activity rA.npy rB.npy"
        )
        {
            _a,
            _b,
            _activity,
            _delays,
            _rank,
            _starts,
            _seed,
            _json,
        };
        command.SetAction((arguments, cancellation) => Task.FromResult(Run(arguments, cancellation)));
        return command;
    }

    private int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var remarks = new List<string>();
        Matrix a = WeightFile.Read(arguments.GetValue(_a)!, remarks),
            b = WeightFile.Read(arguments.GetValue(_b)!, remarks);
        var starts = arguments.GetValue(_starts);
        UserError.ThrowIfAny(Require.All(Require.AtLeast(starts, 0, "--starts")));
        var streams = new RandomStreams(arguments.GetValue(_seed));
        var n = Math.Max(a.Rows, b.Rows);
        List<string> cautions = [.. remarks];
        if (a.Rows != b.Rows)
        {
            cautions.Add($"The networks have {a.Rows} and {b.Rows} units; the smaller one is padded with units without connections.");
        }

        var matching = GraphMatching.Of(a, b, streams.Open(StreamPurpose.Analysis, 1), starts, cancellation: cancellation);
        if (!matching.IsExact && matching.ShareOfStarts < 0.2)
        {
            cautions.Add($"Only {matching.ShareOfStarts:P0} of the starts of the matching agree: its distance is an upper bound.");
        }

        // The operators are the weights themselves; beyond 24 units the search over rotations is no longer a matter of seconds.
        var dynamics =
            n <= 24 ? DynamicalSimilarity.Of(a, b, streams.Open(StreamPurpose.Analysis, 2), starts > 0 ? starts : 50, cancellation) : null;
        if (dynamics is null)
        {
            cautions.Add(
                $"Dynamical similarity of the weights is computed up to 24 units, not for {n}; fit low-rank operators to activity instead."
            );
        }
        else if (dynamics.ShareOfStarts < 0.05)
        {
            cautions.Add($"Only {dynamics.ShareOfStarts:P0} of the starts of the rotation search reached its best value.");
        }

        var result = new
        {
            schema = 1,
            units = new[] { a.Rows, b.Rows },
            aligned = a.Rows == b.Rows ? AlignedDistance.Of(a, b) : null,
            matching = new
            {
                matching.Distance,
                permutation = matching.Permutation.Select(p => p + 1),
                matching.Normalised,
                matching.Identity,
                matching.LowerBound,
                matching.Gap,
                matching.IsExact,
                matching.ShareOfStarts,
            },
            spectral = SpectralDistance.Of(a, b),
            dynamics = dynamics is null
                ? null
                : new
                {
                    dynamics.Euclidean,
                    dynamics.Angular,
                    dynamics.BestInRotations,
                    dynamics.BestInReflections,
                    dynamics.ShareOfStarts,
                    dynamics.LocalMinima,
                    dynamics.Starts,
                },
            activity = Activity(arguments, streams.Open(StreamPurpose.Analysis, 3), cautions, cancellation),
            cautions,
        };
        if (arguments.GetValue(_json))
        {
            Terminal.PrintJson(result);
            return Terminal.Done;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("distance", "value", "how sure");
        void Row(string name, string value, string sure) => table.AddRow(Markup.Escape(name), Markup.Escape(value), Markup.Escape(sure));
        if (result.aligned is { } aligned)
        {
            Row(
                "weights as they stand",
                $"{aligned.Frobenius:G6}",
                $"symmetric part {aligned.SymmetricPart:G4}, antisymmetric {aligned.AntisymmetricPart:G4}"
            );
        }

        Row(
            "weights modulo names of units",
            $"{matching.Distance:G6}",
            $"normalised {matching.Normalised:G4}; bound {matching.LowerBound:G4}; {(matching.IsExact ? "exact" : $"{matching.ShareOfStarts:P0} of starts")}"
        );
        Row("eigenvalues W1, W2", $"{result.spectral.W1:G6}, {result.spectral.W2:G6}", "best matching");
        Row("singular values", $"{result.spectral.SingularValues:G6}", "sorted");
        Row("symmetric parts' eigenvalues", $"{result.spectral.SymmetricPart:G6}", "sorted");
        if (dynamics is not null)
        {
            Row(
                "linear dynamics modulo rotations",
                $"{dynamics.Euclidean:G8}",
                $"angle {dynamics.Angular:G6}; {dynamics.ShareOfStarts:P0} of {dynamics.Starts} starts, {dynamics.LocalMinima} local minima"
            );
        }

        if (result.activity is { } both)
        {
            Row(
                "activity: alignment",
                $"{both.CkaDebiased.Text("F4")}",
                $"debiased linear CKA; plain {both.Cka.Text("F4")}, which is too high for few samples"
            );
            Row("activity: shape", $"{both.Procrustes.Angular:G6}", $"Procrustes angle; disparity {both.Procrustes.Disparity:G4}");
            Row(
                "activity: canonical correlations",
                string.Join(", ", both.CanonicalCorrelations.Take(4).Select(c => $"{c.Text("F3")}")),
                $"{both.CanonicalCorrelations.Length} in all"
            );
            if (both.Operators is { } operators)
            {
                Row(
                    "activity: operators modulo rotations",
                    $"{operators.Euclidean:G6}",
                    $"angle {operators.Angular:G4}; {operators.ShareOfStarts:P0} of {operators.Starts} starts"
                );
            }
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(
            $"Unit of B that stands for each unit of A: {string.Join(" ", matching.Permutation.Take(40).Select(p => p + 1))}{(n > 40 ? " ..." : "")}"
        );
        foreach (var caution in cautions)
        {
            Console.Out.WriteLine($"Caution: {caution}");
        }

        return Terminal.Done;
    }

    private sealed record ActivityResult(
        int Samples,
        double Cka,
        double CkaDebiased,
        Procrustes Procrustes,
        double[] CanonicalCorrelations,
        DynamicalSimilarity? Operators
    );

    private ActivityResult? Activity(ParseResult arguments, RandomStream random, List<string> cautions, CancellationToken cancellation)
    {
        if (arguments.GetValue(_activity) is not { Length: > 0 } files)
        {
            return null;
        }

        var (delays, rank) = (arguments.GetValue(_delays), arguments.GetValue(_rank));
        UserError.ThrowIfAny([
            .. Require.All(Require.AtLeast(delays, 1, "--delays"), Require.Between(rank, 1, 24, "--rank")),
            .. files.Length == 2
                ? Array.Empty<string>()
                : [$"--activity needs two arrays, that of A and that of B, but has {files.Length}."],
        ]);
        Matrix x = MatrixFile.Read(files[0], cautions),
            y = MatrixFile.Read(files[1], cautions);
        var debiased = Cka.Debiased(x, y);
        if (x.Rows <= Math.Max(x.Columns, y.Columns))
        {
            cautions.Add(
                $"There are {x.Rows} samples for {x.Columns} and {y.Columns} units: the plain CKA and the canonical correlations are too high."
            );
        }

        // Samples in time order: what leads from one to the next.
        var operators =
            x.Rows >= (2 * delays) + 2
                ? DynamicalSimilarity.Of(
                    DelayDmd.Fit([x], delays, 1, rank).Operator,
                    DelayDmd.Fit([y], delays, 1, rank).Operator,
                    random,
                    50,
                    cancellation
                )
                : null;
        return new(x.Rows, Cka.Linear(x, y), debiased, Procrustes.Of(x, y), CanonicalCorrelations.Of(x, y), operators);
    }
}
