using System.Globalization;
using PlasticityLab.Experiments.Execution;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Cli.Benchmarks;

/// <summary>Whether kernels are as fast as they are meant to be: their time over that of hand-written C on the same machine, in the best of the
/// rounds, and what it was before.</summary>
internal static class BenchGate
{
    /// <summary>Rounds of a gate; other programs disturb single ones.</summary>
    public const int Rounds = 5;

    private const string C = "C, hand-written",
        Header = "date,build,processor,workload,neurons,times_c,limit";

    // Times C that each workload may take.
    private static readonly Dictionary<string, double> Spiking = new(StringComparer.Ordinal)
    {
        ["S1"] = 2.2,
        ["S2s"] = 1.7,
        ["S2d"] = 1.7,
        ["S3"] = 1.7,
    };

    private const double PlasticStep = 1.6;

    /// <summary>One workload held against its limit.</summary>
    /// <param name="Workload">What is computed.</param>
    /// <param name="Size">Number of neurons.</param>
    /// <param name="TimesC">Our time over that of C, the best round.</param>
    /// <param name="Limit">What it may be.</param>
    internal sealed record Held(string Workload, int Size, double TimesC, double Limit)
    {
        /// <summary>Whether it is fast enough.</summary>
        public bool Holds => TimesC <= Limit;

        /// <summary>In a line.</summary>
        public string Line =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(Holds ? "holds" : "TOO SLOW"), -9} {Workload, -14} N={Size, -6} {TimesC:0.00} times C, at most {Limit:0.0}"
            );
    }

    /// <summary>The workloads that were compared with C.</summary>
    /// <exception cref="UserError">None was: there is no C compiler or no source tree.</exception>
    public static IReadOnlyList<Held> Of(IEnumerable<BenchRow> rows)
    {
        Held[] held =
        [
            .. rows.Where(row => row.Implementation.StartsWith(C, StringComparison.Ordinal) && double.IsFinite(row.BestTimesOurs))
                .Select(row => new Held(
                    row.Workload,
                    row.Size,
                    1 / row.BestTimesOurs,
                    Spiking.GetValueOrDefault(row.Workload, PlasticStep)
                )),
        ];
        return held.Length > 0
            ? held
            : throw new UserError(
                "--gate holds rates and spiking against hand-written C, and none was measured: gcc and a source tree are needed."
            );
    }

    /// <summary>Adds the measurement to <c>benchmarks/history.csv</c>; the file begins anew where there is none.</summary>
    /// <returns>Its path.</returns>
    public static string Keep(string folder, IEnumerable<Held> held)
    {
        var path = Path.Combine(folder, "history.csv");
        var before = File.Exists(path) ? UserFile.Text(path) : Header + "\n";
        var date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var processor = Provenance.Machine["processor"].Replace(',', ' ');
        var lines = held.Select(one =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{date},{Provenance.Build},{processor},{one.Workload},{one.Size},{one.TimesC:0.00},{one.Limit:0.0}\n"
            )
        );
        OutputFile.WriteText(path, before + string.Concat(lines));
        return path;
    }
}
