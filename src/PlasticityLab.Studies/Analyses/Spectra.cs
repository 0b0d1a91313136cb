using PlasticityLab.Experiments.Tables;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.LinearAlgebra;
using PlasticityLab.Studies.Results;

namespace PlasticityLab.Studies.Analyses;

/// <summary>The eigenvalues of the whole W of each example, with the disc that the initial random matrix fills.</summary>
public sealed record Spectra : IStudyAnalysis
{
    /// <inheritdoc/>
    public AnalysisCard Card =>
        new("spectra", "Spectra", "Which modes learning has lifted out of the random bulk.", "Girko 1984 (circular law)");

    /// <inheritdoc/>
    public RowSet Run(StudyContext study, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(study);
        var data = study.Data;
        return study.StepsOf(
            this,
            data.Examples.Where(o => o.Result.Example is { Weights.Length: > 0 }),
            o => new RowSet().Add(Rows(o, data)),
            cancellation
        );
    }

    private static IEnumerable<SpectrumRow> Rows(NetworkOutcome o, StudyData data) =>
        Values(o, data.Study)
            .Select(value => new SpectrumRow(
                data.Network,
                o.Entry.Condition,
                o.Entry.Name,
                o.Seed,
                Math.Round(value.Real, 6),
                Math.Round(value.Imaginary, 6),
                data.Study.Network.InitialRadius
            ));

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
