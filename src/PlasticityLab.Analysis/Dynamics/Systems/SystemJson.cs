using System.Globalization;
using System.Text.Json;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Files;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>Reads a system from its JSON form. Fields that describe results (fixed_points, limit_cycle, ...) are told, not used.</summary>
internal sealed class SystemJson(JsonElement root, string path)
{
    // A dense matrix of so many units takes 200 MB; whoever has more gives a matrix as .npy.
    private const int MostUnits = 5000;
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];

    private readonly SystemFields _fields = new(root);

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
        var id = Id();
        UserError.ThrowIfAny(_problems);
        var right = Right(system!);
        _notes.AddRange(_fields.Unused());
        return new(id, system!, start, _notes) { Right = right };
    }

    private string Id()
    {
        if (!_fields.Take("id", out var field))
        {
            return Path.GetFileNameWithoutExtension(path);
        }

        if (field.ValueKind != JsonValueKind.String)
        {
            _problems.Add($"{path}: id must be a text, but is {Short(field)}.");
            return "";
        }

        _problems.AddRange(
            OutputFile.NameProblem(field.GetString()!) is { } problem ? [$"{path}: id {problem}; it is {Short(field)}."] : []
        );
        return field.GetString()!;
    }

    private Matrix? Right(IDynamicalSystem system)
    {
        if (system is not RateNetwork network || !(_fields.Take("M_file", out var m) | _fields.Take("N_file", out var n)))
        {
            return null;
        }

        if (m.ValueKind == JsonValueKind.String && n.ValueKind == JsonValueKind.String)
        {
            var folder = Path.GetDirectoryName(UserFile.FullPath(path))!;
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
        }

        _notes.Add("M_file and N_file are not used: they must both name files, with W = M Nᵀ/n.");
        return null;
    }

    private IDynamicalSystem? Flat((string Name, double Default)[] known, Func<double[], IDynamicalSystem> make)
    {
        var values = known.Select(p => p.Default).ToArray();
        if (_fields.Take("parameters", out var given))
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
        CheckParameters("g", "tau");
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
        if (_fields.Take("parameters", out var given) && given.ValueKind != JsonValueKind.Object)
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
        CheckParameters("theta", "epsilon", "delta");
        var theta = Scalar("theta", 1);
        if (_fields.Take("edges_from_to", out var edges))
        {
            var (epsilon, delta) = (Scalar("epsilon", 0.25), Scalar("delta", 0.5));
            var list = Edges(edges);
            var size = _fields.Take("n", out var n)
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
                _fields.Take("W", out _)
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
        if (edges.ValueKind != JsonValueKind.Array)
        {
            _problems.Add($"{path}: edges_from_to must be a list of pairs [from, to] of unit numbers, but is {Short(edges)}.");
            return list;
        }

        foreach (var edge in edges.EnumerateArray())
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
                _problems.Add($"{path}: edges_from_to must be a list of pairs [from, to] of unit numbers, but has {Short(edge)}.");
            }
        }

        return list;
    }

    private Matrix? Weights()
    {
        var weights = GivenWeights();
        if (weights is not null && _fields.Take("n", out var n) && Whole(n, "n", 1, int.MaxValue) != weights.Rows)
        {
            _problems.Add($"{path}: n must be the number of units that W has, {weights.Rows}, or be left out, but is {Short(n)}.");
        }

        return weights;
    }

    private Matrix? GivenWeights()
    {
        if (_fields.Take("W", out var w))
        {
            return Rows(w);
        }

        if (_fields.Take("W_file", out var file) && file.ValueKind == JsonValueKind.String)
        {
            var weights = MatrixFile.Read(Path.Combine(Path.GetDirectoryName(UserFile.FullPath(path))!, file.GetString()!), _notes);
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
                _problems.Add($"{path}: W must be square, {n} x {n}, but row {i + 1} has {row.GetArrayLength()}.");
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
        if (!_fields.Take("I", out var field))
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

    // Parameters of a network stand beside its weights or in "parameters".
    private void CheckParameters(params string[] known)
    {
        if (!_fields.Take("parameters", out var given))
        {
            return;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            _problems.Add($"{path}: parameters must be an object of names and numbers.");
            return;
        }

        foreach (var name in given.EnumerateObject().Select(item => item.Name))
        {
            if (!known.Contains(name))
            {
                _problems.Add($"{path}: parameters.{name} is not a parameter of the model. Known parameters: {string.Join(", ", known)}.");
            }
            else if (root.TryGetProperty(name, out _))
            {
                _problems.Add($"{path}: {name} stands twice, in parameters and beside them.");
            }
        }
    }

    private double Scalar(string name, double missing, bool silent = false)
    {
        if (
            _fields.Take(name, out var field)
            || (
                _fields.Take("parameters", out var inner)
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
        if (!_fields.Take("initial_state_used", out var field) && !_fields.Take("initial_state", out field))
        {
            return null;
        }

        if (field.ValueKind != JsonValueKind.Array)
        {
            _problems.Add($"{path}: the initial state must be a list of numbers, but is {Short(field)}.");
            return null;
        }

        var values = field.EnumerateArray().Select((x, k) => Number(x, $"initial_state[{k + 1}]") ?? 0).ToArray();
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
