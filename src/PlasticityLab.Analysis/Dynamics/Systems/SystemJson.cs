using System.Globalization;
using System.Text.Json;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>Reads a system from its JSON form. Fields that describe results (fixed_points, limit_cycle, ...) are passed over.</summary>
internal sealed class SystemJson(JsonElement root, string path)
{
    // A dense matrix of so many units takes 200 MB; whoever has more gives a matrix as .npy.
    private const int MostUnits = 5000;
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    public SystemFile Read()
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new UserError($"{path} must hold one JSON object with a field \"model\".");
        }

        if (!root.TryGetProperty("model", out var field) || field.ValueKind != JsonValueKind.String)
        {
            throw new UserError(
                $"{path} must name its model, as in \"model\": \"tanh_rate\". Known models: {string.Join(", ", SystemFile.Models)}."
            );
        }

        var model = field.GetString()!;
        IDynamicalSystem? system = null;
        try
        {
            system =
                model == "wilson_cowan" ? Flat(WilsonCowan.Parameters, values => new WilsonCowan(values))
                : FormulaSystem.All.FirstOrDefault(f => f.Model == model) is { } formula
                    ? Flat(formula.Parameters, values => FormulaSystem.Of(formula, values))
                : model == "ctln" ? Ctln()
                : model == AssemblyNetwork.ModelName ? Assemblies()
                : SystemFile.Models.Contains(model) ? Network(model)
                : throw new UserError(SystemFile.UnknownModel(model));
        }
        catch (UserError error)
        {
            _problems.AddRange(
                error
                    .Message.Split(Environment.NewLine)
                    .Select(line => line.StartsWith(path, StringComparison.Ordinal) ? line : $"{path}: {line}")
            );
        }

        var start = Start(system);
        if (root.TryGetProperty("id", out var given) && given.ValueKind == JsonValueKind.String)
        {
            _problems.AddRange(
                OutputFile.NameProblem(given.GetString()!) is { } problem ? [$"{path}: id {problem}; it is {Short(given)}."] : []
            );
        }

        UserError.ThrowIfAny(_problems);
        var id =
            root.TryGetProperty("id", out var name) && name.ValueKind == JsonValueKind.String
                ? name.GetString()!
                : Path.GetFileNameWithoutExtension(path);
        Unused();
        return new(id, system!, start, _notes) { Right = Right(system!) };
    }

    // Fields that hold results are passed over in silence; one that looks like a misspelt input is not.
    private void Unused()
    {
        string[] inputs =
        [
            "id",
            "model",
            "parameters",
            "W",
            "W_file",
            "g",
            "I",
            "tau",
            "n",
            "theta",
            "epsilon",
            "delta",
            "edges_from_to",
            "initial_state",
            "M_file",
            "N_file",
        ];
        foreach (var item in root.EnumerateObject())
        {
            if (
                !inputs.Contains(item.Name)
                && (item.Name is "gain" or "input" or "weights" or "Input" or "Weights" || Names.Nearest(item.Name, inputs) is not null)
            )
            {
                _notes.Add($"The field \"{item.Name}\" of the file is not used. Known inputs: {string.Join(", ", inputs)}.");
            }
        }
    }

    private Matrix? Right(IDynamicalSystem system)
    {
        if (
            system is not RateNetwork network
            || !root.TryGetProperty("M_file", out var m)
            || !root.TryGetProperty("N_file", out var n)
            || m.ValueKind != JsonValueKind.String
            || n.ValueKind != JsonValueKind.String
        )
        {
            return null;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var left = MatrixFile.Read(Path.Combine(folder, m.GetString()!), _notes);
        var right = MatrixFile.Read(Path.Combine(folder, n.GetString()!), _notes);
        if (left.Rows == network.Dimension && right.Rows == left.Rows && right.Columns == left.Columns)
        {
            var product = left.Times(right.Transpose());
            if (Matrix.Combine(1, network.Weights, -1.0 / left.Rows, product).FrobeniusNorm() < 1e-6 * network.Weights.FrobeniusNorm())
            {
                return right;
            }
        }

        _notes.Add("M_file and N_file are not used: W is not M Nᵀ/n.");
        return null;
    }

    private IDynamicalSystem? Flat((string Name, double Default)[] known, Func<double[], IDynamicalSystem> make)
    {
        var values = known.Select(p => p.Default).ToArray();
        if (root.TryGetProperty("parameters", out var given))
        {
            if (given.ValueKind != JsonValueKind.Object)
            {
                throw new UserError("parameters must be an object of names and numbers.");
            }

            foreach (var item in given.EnumerateObject())
            {
                var k = Array.FindIndex(known, p => p.Name == item.Name);
                if (k < 0)
                {
                    var near = Names.Nearest(item.Name, known.Select(p => p.Name)) is { } n ? $" Did you mean {n}?" : "";
                    _problems.Add(
                        $"{path}: parameters.{item.Name} is not a parameter of the model.{near} Known parameters: {string.Join(", ", known.Select(p => p.Name))}."
                    );
                }
                else if (Number(item.Value, $"parameters.{item.Name}") is { } value)
                {
                    values[k] = value;
                }
                else
                {
                    values[k] = 1;
                }
            }
        }

        _problems.AddRange(known.Where((p, k) => double.IsNaN(values[k])).Select(p => $"{path}: parameters.{p.Name} must be given."));
        return _problems.Count > 0 ? null : make(values);
    }

    private RateNetwork? Network(string model)
    {
        var weights = Weights();
        var n = weights?.Rows ?? 0;
        var input = Input(n, model);
        var gain = Scalar("g", 1);
        var tau = Scalar("tau", 1, silent: true);
        return _problems.Count > 0 || weights is null ? null : new RateNetwork(SystemFile.TransferOf(model), weights, input, gain, tau);
    }

    // Parameters stand in "parameters" or beside the weights; what is left out keeps its default.
    private AssemblyNetwork? Assemblies()
    {
        var weights = Weights();
        var point = new Reductions.AssemblyPoint(1, 0);
        var known = AssemblyNetwork.Names.Append("assembly_size").ToArray();
        double size = 1;
        if (root.TryGetProperty("parameters", out var given) && given.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{path}: parameters must be an object of names and numbers.");
            return null;
        }

        foreach (
            var item in given.ValueKind == JsonValueKind.Object
                ? [.. given.EnumerateObject()]
                : root.EnumerateObject().Where(item => known.Contains(item.Name)).ToArray()
        )
        {
            if (!known.Contains(item.Name))
            {
                var near = Names.Nearest(item.Name, known) is { } n ? $" Did you mean {n}?" : "";
                _problems.Add(
                    $"{path}: parameters.{item.Name} is not a parameter of the model.{near} Known parameters: {string.Join(", ", known)}."
                );
            }
            else if (Number(item.Value, item.Name) is { } value)
            {
                (size, point) = item.Name == "assembly_size" ? (value, point) : (size, AssemblyNetwork.Set(point, item.Name, value));
            }
        }

        return _problems.Count > 0 || weights is null ? null : new AssemblyNetwork(weights, point, size);
    }

    private RateNetwork? Ctln()
    {
        var theta = Scalar("theta", 1);
        if (root.TryGetProperty("edges_from_to", out var edges))
        {
            var (epsilon, delta) = (Scalar("epsilon", 0.25), Scalar("delta", 0.5));
            var list = Edges(edges);
            var size = root.TryGetProperty("n", out var n)
                ? Whole(n, "n", 1, MostUnits)
                : list.Select(e => Math.Max(e.From, e.To) + 1).DefaultIfEmpty(0).Max();
            if (size > MostUnits)
            {
                _problems.Add($"{path}: edges_from_to may name units up to {MostUnits}, but names {size}.");
            }

            _problems.AddRange(
                list.Where(e => e.From < 0 || e.To < 0 || e.From >= size || e.To >= size || e.From == e.To)
                    .Select(e =>
                        $"{path}: edges_from_to must name two different units of 1 ... {size}, but has [{e.From + 1}, {e.To + 1}]."
                    )
            );
            if (_problems.Count > 0)
            {
                return null;
            }

            var graph = new CtlnGraph(size, list, epsilon, delta);
            if (
                root.TryGetProperty("W", out _)
                && Weights() is { } given
                && (given.Rows != size || Matrix.Combine(1, given, -1, graph.Weights()).FrobeniusNorm() > 1e-9)
            )
            {
                throw new UserError("W and edges_from_to (with epsilon, delta) describe different networks; leave one of them out.");
            }

            return RateNetwork.Ctln(graph, theta);
        }

        return Weights() is { } weights && _problems.Count == 0
            ? new RateNetwork(Transfer.ThresholdLinear, weights, [.. Enumerable.Repeat(theta, weights.Rows)])
            : null;
    }

    private List<(int From, int To)> Edges(JsonElement edges)
    {
        var list = new List<(int, int)>();
        foreach (var edge in edges.ValueKind == JsonValueKind.Array ? [.. edges.EnumerateArray()] : Array.Empty<JsonElement>())
        {
            if (
                edge.ValueKind == JsonValueKind.Array
                && edge.GetArrayLength() == 2
                && edge[0].ValueKind == JsonValueKind.Number
                && edge[1].ValueKind == JsonValueKind.Number
                && edge[0].TryGetInt32(out var from)
                && edge[1].TryGetInt32(out var to)
            )
            {
                list.Add((from - 1, to - 1));
            }
            else
            {
                _problems.Add($"{path}: edges_from_to must be a list of pairs [from, to] of unit numbers, but has {edge.GetRawText()}.");
            }
        }

        return list;
    }

    private Matrix? Weights()
    {
        if (root.TryGetProperty("W", out var w))
        {
            return Rows(w);
        }

        if (root.TryGetProperty("W_file", out var file) && file.ValueKind == JsonValueKind.String)
        {
            var weights = MatrixFile.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file.GetString()!), _notes);
            return Square(weights) ? weights : null;
        }

        var near = Names.Nearest("W_file", root.EnumerateObject().Select(item => item.Name).Where(name => name.StartsWith('W')))
            is { } typed
            ? $" (found \"{typed}\")"
            : "";
        _problems.Add($"{path}: the weights must be given as W (rows of numbers) or W_file (a .csv, .npy or .npz beside the file){near}.");
        return null;
    }

    private Matrix? Rows(JsonElement w)
    {
        if (
            w.ValueKind != JsonValueKind.Array
            || w.GetArrayLength() == 0
            || w.EnumerateArray().Any(row => row.ValueKind != JsonValueKind.Array)
        )
        {
            _problems.Add($"{path}: W must be a list of rows, each a list of numbers.");
            return null;
        }

        int n = w.GetArrayLength();
        foreach (var (row, i) in w.EnumerateArray().Select((row, i) => (row, i)))
        {
            if (row.GetArrayLength() != n)
            {
                _problems.Add($"{path}: W must be square, {n} x {n}, but row {i + 1} has {row.GetArrayLength()} numbers.");
                return null;
            }
        }

        return new Matrix(
            n,
            n,
            [.. w.EnumerateArray().SelectMany((row, i) => row.EnumerateArray().Select((x, j) => Number(x, $"W[{i + 1}][{j + 1}]") ?? 0))]
        );
    }

    private bool Square(Matrix w)
    {
        if (w.Rows != w.Columns)
        {
            _problems.Add($"{path}: W must be square, but W_file holds {w.Rows} x {w.Columns} numbers.");
        }

        return w.Rows == w.Columns;
    }

    private double[] Input(int n, string model)
    {
        var missing = model == "threshold_linear" ? 1 : 0;
        if (!root.TryGetProperty("I", out var field))
        {
            _notes.Add($"The file gives no input: I = {missing} to every unit.");
            return [.. Enumerable.Repeat((double)missing, n)];
        }

        if (field.ValueKind == JsonValueKind.String && field.GetString() == "zero")
        {
            return new double[n];
        }

        if (field.ValueKind != JsonValueKind.Array)
        {
            return [.. Enumerable.Repeat(Number(field, "I") ?? 0, n)];
        }

        var values = field.EnumerateArray().Select((x, k) => Number(x, $"I[{k + 1}]") ?? 0).ToArray();
        if (n > 0 && values.Length != n)
        {
            _problems.Add($"{path}: I must have one number for each of the {n} units, but has {values.Length}.");
        }

        return values;
    }

    private double Scalar(string name, double missing, bool silent = false)
    {
        if (
            root.TryGetProperty(name, out var field)
            || (
                root.TryGetProperty("parameters", out var inner)
                && inner.ValueKind == JsonValueKind.Object
                && inner.TryGetProperty(name, out field)
            )
        )
        {
            return Number(field, name) ?? missing;
        }

        if (!silent)
        {
            _notes.Add(
                $"The file gives no {name}: {name} = {missing.ToString("R", CultureInfo.InvariantCulture)} (change with --set {name}=...)."
            );
        }

        return missing;
    }

    private double[]? Start(IDynamicalSystem? system)
    {
        if (!root.TryGetProperty("initial_state_used", out var field) && !root.TryGetProperty("initial_state", out field))
        {
            return null;
        }

        var values =
            field.ValueKind == JsonValueKind.Array
                ? field.EnumerateArray().Select((x, k) => Number(x, $"initial_state[{k + 1}]") ?? 0).ToArray()
                : [];
        if (system is not null && values.Length != system.Dimension)
        {
            _problems.Add($"{path}: the initial state must have {system.Dimension} numbers, but has {values.Length}.");
        }

        return values;
    }

    // Numbers, and fractions in quotes such as "8/3".
    private double? Number(JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        if (
            value.ValueKind == JsonValueKind.String
            && value.GetString()!.Split('/') is [var a, var b]
            && Quantity.TryNumber(a, out var top, out _)
            && Quantity.TryNumber(b, out var bottom, out _)
            && double.IsFinite(top / bottom)
        )
        {
            return top / bottom;
        }

        _problems.Add($"{path}: {name} must be a finite number, but is {Short(value)}.");
        return null;
    }

    private int Whole(JsonElement value, string name, int least, int most)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        _problems.Add($"{path}: {name} must be a whole number in {least} .. {most}, but is {Short(value)}.");
        return least;
    }

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();
}
