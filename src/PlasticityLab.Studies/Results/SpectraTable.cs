using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;

namespace PlasticityLab.Studies.Results;

/// <summary>Eigenvalues of the whole W of each example, with the radius of the disc that the initial random matrix fills.</summary>
internal static class SpectraTable
{
    public static CsvText Of(StudyData data)
    {
        var csv = new CsvText("network", "condition", "rule", "seed", "re", "im", "disc");
        var examples = data.Examples.Where(o => o.Result.Example is { Weights.Length: > 0 }).ToArray();
        foreach (var (o, values) in examples.AsParallel().AsOrdered().Select(o => (o, Values(o, data.Study))))
        {
            foreach (var value in values)
            {
                csv.Add(
                    data.Network,
                    o.Entry.Condition,
                    o.Entry.Name,
                    o.Seed,
                    Math.Round(value.Real, 6),
                    Math.Round(value.Imaginary, 6),
                    Disc(data)
                );
            }
        }

        return csv;
    }

    private static IEnumerable<System.Numerics.Complex> Values(NetworkOutcome outcome, Spec.StudySpec study)
    {
        var weights = outcome.Result.Example!.Weights;
        var n = (int)Math.Round(Math.Sqrt(weights.Length));
        var unit = study.Network.Spiking is null ? 1.0 : study.Task.AssemblySize; // to weights per synapse
        return Eigen
            .Values(new Matrix(n, n, [.. weights.Select(w => w / unit)]))
            .OrderByDescending(value => value.Real)
            .ThenByDescending(value => value.Imaginary);
    }

    // Circular law: radius √N times the standard deviation of an entry; g for Gaussian weights of variance g²/N, and most/√12 for uniform
    // ones, whose mean adds one eigenvalue outside.
    private static double Disc(StudyData data) =>
        data.Study.Network.Spiking is { } spiking
            ? spiking.InitialWeight / Math.Sqrt(12.0 * spiking.Excitatory)
            : data.Study.Network.InitialGain;
}
