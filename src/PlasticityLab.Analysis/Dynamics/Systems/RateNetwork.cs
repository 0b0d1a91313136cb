using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Intervals;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>A recurrent rate network, dr/dt = (−r + φ(g W r + I))/τ, with φ tanh, logistic or threshold-linear. W[post, pre].</summary>
/// <remarks>tanh: Sompolinsky, Crisanti and Sommers 1988, Phys. Rev. Lett. 61:259 (in the form for rates); threshold-linear: Hahnloser et
/// al. 2000, Nature 405:947.
/// Parameters by name: g, tau, I1 ... In (input to one unit), I_all (added to every input), W_i_j (weight onto i from j, numbered from 1);
/// for a network given as a graph also epsilon, delta, theta.</remarks>
public sealed class RateNetwork : IDynamicalSystem, IIntervalField, IScaledField
{
    private readonly double[] _w,
        _input;
    private readonly double _g,
        _tau,
        _shift;
    private readonly Lazy<TrappingBox> _box;

    /// <summary>A network.</summary>
    /// <param name="transfer">φ.</param>
    /// <param name="weights">W, [post, pre]; copied.</param>
    /// <param name="input">I, one number a unit; copied.</param>
    /// <param name="gain">g, factor of all weights [1].</param>
    /// <param name="tau">τ, time constant [time].</param>
    /// <exception cref="UserError">W is not square or not finite, I has another length, or g or τ is bad: all problems at once.</exception>
    public RateNetwork(Transfer transfer, Matrix weights, double[] input, double gain = 1, double tau = 1)
        : this(transfer, weights.Copy(), (double[])input.Clone(), gain, tau, 0, null) { }

    private RateNetwork(Transfer transfer, Matrix weights, double[] input, double gain, double tau, double shift, CtlnGraph? graph)
    {
        UserError.ThrowIfAny(
            Require.All(
                weights.Rows == weights.Columns && weights.Rows > 0
                    ? null
                    : $"W must be square, with one row and one column for each unit, but is {weights.Rows} x {weights.Columns}.",
                weights.IsFinite() ? null : FirstBad(weights),
                input.Length == weights.Rows
                    ? null
                    : $"I must have one number for each of the {weights.Rows} units, but has {input.Length}.",
                Array.TrueForAll(input, double.IsFinite)
                    ? null
                    : $"I must hold finite numbers, but I{Array.FindIndex(input, x => !double.IsFinite(x)) + 1} is not.",
                Require.Finite(gain, "g"),
                Require.Positive(tau, "tau"),
                Require.Finite(shift, "I_all")
            )
        );
        UserError.ThrowIfAny(Require.All(TooSteep(transfer, weights, gain)));
        (Transfer, Weights, _input, _g, _tau, _shift, Graph) = (transfer, weights, input, gain, tau, shift, graph);
        _w = new double[weights.Values.Length];
        for (var k = 0; k < _w.Length; k++)
        {
            _w[k] = gain * weights.Values[k];
        }

        _box = new(() => RateNetworkBox.Of(this));
    }

    // A drive is known to its rounding; where that is wider than the transfer function, nothing can be said of where it vanishes.
    private static string? TooSteep(Transfer transfer, Matrix weights, double gain)
    {
        const double most = 1e12;
        var largest = Math.Abs(gain) * weights.Values.Max(Math.Abs);
        return transfer == Transfer.ThresholdLinear || largest <= most
            ? null
            : $"g times the largest weight must be at most {most:R}, because rounding of a unit's drive is wider than its transfer function beyond, but is {largest:G6}; use a smaller g, or thresholds.";
    }

    /// <summary>A combinatorial threshold-linear network: weights from a graph, the same input θ to every unit.</summary>
    internal static RateNetwork Ctln(CtlnGraph graph, double theta) =>
        new(Transfer.ThresholdLinear, graph.Weights(), new double[graph.Size], 1, 1, theta, graph);

    /// <summary>φ.</summary>
    public Transfer Transfer { get; }

    /// <summary>The graph behind the weights, or null.</summary>
    internal CtlnGraph? Graph { get; }

    /// <summary>W without the gain, [post, pre]; not to be written to.</summary>
    public Matrix Weights { get; }

    /// <summary>g [1].</summary>
    public double Gain => _g;

    /// <summary>The total input to unit i, I_i + I_all.</summary>
    public double Input(int i) => _input[i] + _shift;

    /// <inheritdoc/>
    public string Model =>
        Graph is not null
            ? "ctln"
            : Transfer switch
            {
                Transfer.Tanh => "tanh_rate",
                Transfer.Logistic => "logistic_rate",
                _ => "threshold_linear",
            };

    /// <inheritdoc/>
    public int Dimension => Weights.Rows;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames =>
        [.. Enumerable.Range(1, Dimension).Select(i => $"{(Transfer == Transfer.ThresholdLinear ? "x" : "r")}{i}")];

    /// <inheritdoc/>
    public IReadOnlyList<string> ParameterNames =>
        [
            .. Graph is null ? (string[])["g", "tau", "I_all"] : ["epsilon", "delta", "theta", "g", "tau", "I_all"],
            .. Enumerable.Range(1, Dimension).Select(i => $"I{i}"),
            .. from i in Enumerable.Range(1, Dimension) from j in Enumerable.Range(1, Dimension) select $"W_{i}_{j}",
        ];

    /// <inheritdoc/>
    public TrappingBox Box => _box.Value;

    /// <summary>A threshold-linear network has the scale of its largest input, the others that of their transfer function; time has that of
    /// τ.</summary>
    public Units NaturalUnits =>
        new(
            Transfer == Transfer.ThresholdLinear
                ? PowerOfTwo.At(Enumerable.Range(0, Dimension).Max(i => Math.Max(Math.Abs(_input[i] + _shift), Math.Abs(_shift))))
                : 1,
            PowerOfTwo.At(_tau)
        );

    /// <inheritdoc/>
    public IScaledField In(Units units) =>
        new RateNetwork(
            Transfer,
            Weights,
            Transfer == Transfer.ThresholdLinear ? units.Into(_input) : _input,
            _g,
            _tau / units.Time,
            Transfer == Transfer.ThresholdLinear ? _shift / units.State : _shift,
            Graph
        );

    /// <inheritdoc/>
    public double Parameter(string name) =>
        name switch
        {
            "g" => _g,
            "tau" => _tau,
            "I_all" => _shift,
            "theta" when Graph is not null => _shift,
            "epsilon" when Graph is not null => Graph.Epsilon,
            "delta" when Graph is not null => Graph.Delta,
            _ => Named(name) switch
            {
                (var i, -1) => _input[i],
                var (i, j) => Weights[i, j],
            },
        };

    /// <inheritdoc/>
    public IDynamicalSystem With(string name, double value)
    {
        switch (name)
        {
            case "g":
                return new RateNetwork(Transfer, Weights, _input, value, _tau, _shift, Graph);
            case "tau":
                return new RateNetwork(Transfer, Weights, _input, _g, value, _shift, Graph);
            case "I_all" or "theta" when name == "I_all" || Graph is not null:
                return new RateNetwork(Transfer, Weights, _input, _g, _tau, value, Graph);
            case "epsilon" or "delta" when Graph is not null:
                var graph = name == "epsilon" ? Graph with { Epsilon = value } : Graph with { Delta = value };
                return new RateNetwork(Transfer, graph.Weights(), _input, _g, _tau, _shift, graph);
        }

        var (i, j) = Named(name);
        var (weights, input) = (Weights, _input);
        if (j < 0)
        {
            input = (double[])input.Clone();
            input[i] = value;
        }
        else
        {
            weights = weights.Copy();
            weights[i, j] = value;
        }

        // A weight changed by hand no longer follows from the graph.
        return new RateNetwork(Transfer, weights, input, _g, _tau, _shift, j < 0 ? Graph : null);
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        var n = state.Length;
        for (var i = 0; i < n; i++)
        {
            derivative[i] = (Rate(Drive(i, state)) - state[i]) / _tau;
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian)
    {
        var n = state.Length;
        for (var i = 0; i < n; i++)
        {
            var slope = Slope(Drive(i, state)) / _tau;
            var row = jacobian.Row(i);
            for (var j = 0; j < n; j++)
            {
                row[j] = slope * _w[(i * n) + j];
            }

            row[i] -= 1 / _tau;
        }
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<Interval> box, Span<Interval> derivative)
    {
        for (var i = 0; i < box.Length; i++)
        {
            var u = Drive(i, box);
            var rate = Transfer switch
            {
                Transfer.Tanh => Interval.Tanh(u),
                Transfer.Logistic => Interval.Logistic(u),
                _ => Interval.Positive(u),
            };
            derivative[i] = InverseTau * (rate - box[i]);
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<Interval> box, Span<Interval> jacobian)
    {
        var n = box.Length;
        for (var i = 0; i < n; i++)
        {
            var u = Drive(i, box);
            var slope = Transfer switch
            {
                Transfer.Tanh => Interval.TanhSlope(u),
                Transfer.Logistic => Interval.LogisticSlope(u),
                // At the kink every slope between 0 and 1 is a difference quotient.
                _ => new Interval(u.Low > 0 ? 1 : 0, u.High > 0 ? 1 : 0),
            };
            for (var j = 0; j < n; j++)
            {
                jacobian[(i * n) + j] = InverseTau * ((slope * Weight(i, j)) - (i == j ? 1.0 : 0.0));
            }
        }
    }

    /// <summary>φ(u).</summary>
    internal double Rate(double u) =>
        Transfer switch
        {
            Transfer.Tanh => Math.Tanh(u),
            Transfer.Logistic => 1 / (1 + Math.Exp(-u)),
            _ => Math.Max(0, u),
        };

    /// <summary>φ′(u); 0 at the kink of the threshold-linear one.</summary>
    internal double Slope(double u)
    {
        if (Transfer == Transfer.ThresholdLinear)
        {
            return u > 0 ? 1 : 0;
        }

        var r = Rate(u);
        return Transfer == Transfer.Tanh ? 1 - (r * r) : r * (1 - r);
    }

    /// <summary>(g W r)_i + I_i.</summary>
    internal double Drive(int i, ReadOnlySpan<double> state)
    {
        var n = state.Length;
        var row = _w.AsSpan(i * n, n);
        double sum = _input[i] + _shift;
        for (var j = 0; j < n; j++)
        {
            sum += row[j] * state[j];
        }

        return sum;
    }

    private Interval Drive(int i, ReadOnlySpan<Interval> box)
    {
        Interval sum = (Interval)_input[i] + _shift;
        for (var j = 0; j < box.Length; j++)
        {
            sum += Weight(i, j) * box[j];
        }

        return sum;
    }

    private Interval InverseTau => _tau == 1 ? 1.0 : new Interval(Math.BitDecrement(1 / _tau), Math.BitIncrement(1 / _tau));

    // g w is rounded in _w; at g = 1 it is exact.
    private Interval Weight(int i, int j) => _g == 1 ? Weights[i, j] : (Interval)_g * Weights[i, j];

    private (int I, int J) Named(string name)
    {
        var parts = name.Split('_');
        if (
            parts is ["W", var a, var b]
            && Quantity.TryWhole(a, out var i, out _)
            && Quantity.TryWhole(b, out var j, out _)
            && i >= 1
            && j >= 1
            && i <= Dimension
            && j <= Dimension
        )
        {
            return (i - 1, j - 1);
        }

        if (name.Length > 1 && name[0] == 'I' && Quantity.TryWhole(name[1..], out var k, out _) && k >= 1 && k <= Dimension)
        {
            return (k - 1, -1);
        }

        throw new UserError(
            $"The model {Model} has no parameter \"{name}\". Known parameters: {(Graph is null ? "" : "epsilon, delta, theta, ")}g, tau, I_all, I1 ... I{Dimension}, W_1_1 ... W_{Dimension}_{Dimension}."
        );
    }

    private static string FirstBad(Matrix w)
    {
        var k = Array.FindIndex(w.Values, x => !double.IsFinite(x));
        return $"W must hold finite numbers, but row {(k / w.Columns) + 1}, column {(k % w.Columns) + 1} is {w.Values[k]:R}.";
    }
}
