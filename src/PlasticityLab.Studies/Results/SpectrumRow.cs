using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Studies.Results;

/// <summary>An eigenvalue of the whole W of an example, with the radius of the disc that the initial random matrix fills.</summary>
[Table("spectra", "one eigenvalue of the whole W, one network a rule")]
public sealed record SpectrumRow(
    [NetworkColumn] string Network,
    [ConditionColumn] string Condition,
    [RuleColumn] string Rule,
    [SeedColumn(Examples = "100")] ulong Seed,
    [Column("drive", "real part, six decimals", Key = true, Examples = "-0.4..0.4/0.1|1.2")] double Re,
    [Column("drive", "imaginary part, six decimals", Key = true, Examples = "-0.4..0.4/0.1")] double Im,
    [Column("drive", "radius of the disc that the initial random matrix fills", Low = 0.5, High = 0.5)] double Disc
) : IArmRow
{
    internal static IEnumerable<SpectrumRow> Of(StudyData data) =>
        data
            .Examples.Where(o => o.Result.Example is { Weights.Length: > 0 })
            .ToArray()
            .AsParallel()
            .AsOrdered()
            .Select(o => (o, values: Values(o, data.Study).ToArray()))
            .ToArray()
            .SelectMany(x =>
                x.values.Select(value => new SpectrumRow(
                    data.Network,
                    x.o.Entry.Condition,
                    x.o.Entry.Name,
                    x.o.Seed,
                    Math.Round(value.Real, 6),
                    Math.Round(value.Imaginary, 6),
                    data.Study.Network.InitialRadius
                ))
            );

    private static IEnumerable<System.Numerics.Complex> Values(NetworkOutcome outcome, Spec.StudySpec study)
    {
        var weights = outcome.Result.Example!.Weights;
        var n = (int)Math.Round(Math.Sqrt(weights.Length));
        var unit = study.Task.AssemblySize / study.Network.Unit(study.Task.AssemblySize); // to weights per synapse
        return Eigen
            .Values(new Matrix(n, n, [.. weights.Select(w => w / unit)]))
            .OrderByDescending(value => value.Real)
            .ThenByDescending(value => value.Imaginary);
    }
}
