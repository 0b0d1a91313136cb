using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>A system read from a file: JSON with <c>model</c> and its parameters, or a bare weight matrix as <c>.npz</c>, <c>.npy</c> or
/// <c>.csv</c>.</summary>
/// <param name="Id">The file's own id, or its name.</param>
/// <param name="System">The system.</param>
/// <param name="InitialState">A start state named in the file, or null.</param>
/// <param name="Notes">What was assumed where the file is silent, one sentence each.</param>
public sealed record SystemFile(string Id, IDynamicalSystem System, double[]? InitialState, IReadOnlyList<string> Notes)
{
    /// <summary>States from which the search for equilibria starts first, such as single assemblies of a trained network.</summary>
    public IReadOnlyList<double[]> Hints { get; init; } = [];

    /// <summary>N of W = M Nᵀ/n, when the file gives its factors (M_file, N_file): the overlaps κ = Nᵀ r/n are then reported too.</summary>
    public Matrix? Right { get; init; }

    /// <summary>The models that can be named in a file.</summary>
    public static IReadOnlyList<string> Models { get; } =
    [
        "wilson_cowan",
        "tanh_rate",
        "logistic_rate",
        "threshold_linear",
        "ctln",
        AssemblyNetwork.ModelName,
        .. FormulaSystem.All.Select(f => f.Model),
    ];

    /// <summary>Reads a system.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model of a bare weight matrix; null means <c>tanh_rate</c>. Ignored when the file names its model.</param>
    /// <exception cref="UserError">Anything missing, unknown, mismatched or not finite: all problems at once, one sentence
    /// each.</exception>
    public static SystemFile Read(string path, string? model = null)
    {
        if (MatrixFile.NamesArray(path))
        {
            return Bare(path, model ?? "tanh_rate");
        }

        UserFile.Check(path);
        return string.Equals(Path.GetExtension(path), ".json", StringComparison.OrdinalIgnoreCase)
            ? JsonFile.Read(path, root => new SystemJson(root, path).Read())
            : Bare(path, model ?? "tanh_rate");
    }

    internal static IDynamicalSystem OfWeights(string model, Matrix weights, double[] input, double gain, double tau) =>
        new RateNetwork(TransferOf(model), weights, input, gain, tau);

    internal static Transfer TransferOf(string model) =>
        model switch
        {
            "tanh_rate" => Transfer.Tanh,
            "logistic_rate" => Transfer.Logistic,
            "threshold_linear" or "ctln" => Transfer.ThresholdLinear,
            _ => throw new UserError(
                Models.Contains(model)
                    ? $"The model {model} is not given by a weight matrix; write a JSON file with its parameters."
                    : UnknownModel(model)
            ),
        };

    internal static string UnknownModel(string model) =>
        $"There is no model \"{model}\".{(Names.Nearest(model, Models) is { } near ? $" Did you mean {near}?" : "")} Known models: {string.Join(", ", Models)}.";

    private static SystemFile Bare(string path, string model)
    {
        var transfer = TransferOf(model);
        var remarks = new List<string>();
        var weights = MatrixFile.Read(path, remarks);
        if (weights.Rows != weights.Columns || weights.Rows == 0)
        {
            throw new UserError($"{path}: W must be square, but is {weights.Rows} x {weights.Columns}.");
        }

        var input = new double[weights.Rows];
        Array.Fill(input, transfer == Transfer.ThresholdLinear ? 1 : 0);
        var assumed =
            $"{Path.GetFileName(path)} holds a weight matrix only: taken as {model} with g = 1, tau = 1 and I = {input[0]:R} (change with --model and --set).";
        return new(Path.GetFileNameWithoutExtension(path), new RateNetwork(transfer, weights, input), null, [.. remarks, assumed]);
    }
}
