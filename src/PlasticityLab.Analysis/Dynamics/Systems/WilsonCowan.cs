using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Intervals;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>Mean activity of an excitatory and an inhibitory population.</summary>
/// <remarks>τ_E dE/dt = −E + (1 − r_E E) F(w_EE E − w_EI I + I_E; a_E, θ_E), τ_I dI/dt = −I + (1 − r_I I) F(w_IE E − w_II I + I_I; a_I,
/// θ_I),
/// F(x; a, θ) = 1/(1 + exp(−a(x − θ))) − 1/(1 + exp(aθ)). Wilson and Cowan 1972, Biophys. J. 12:1. Time in the unit of the time
/// constants.</remarks>
public sealed class WilsonCowan : IDynamicalSystem, IIntervalField, IScaledField
{
    private static readonly string[] Known =
    [
        "tau_E",
        "a_E",
        "theta_E",
        "tau_I",
        "a_I",
        "theta_I",
        "wEE",
        "wEI",
        "wIE",
        "wII",
        "I_ext_E",
        "I_ext_I",
        "rE",
        "rI",
    ];
    private readonly ParameterSet _p;
    private readonly double _tauE,
        _aE,
        _thetaE,
        _tauI,
        _aI,
        _thetaI,
        _wEE,
        _wEI,
        _wIE,
        _wII,
        _iE,
        _iI,
        _rE,
        _rI,
        _restE,
        _restI;

    /// <summary>A network from values in the order of <see cref="ParameterNames"/>.</summary>
    /// <exception cref="UserError">A time constant or slope is not above 0, or a value not finite.</exception>
    public WilsonCowan(double[] values)
    {
        UserError.ThrowIfAny(
            Known
                .Select(
                    (name, k) =>
                        name.StartsWith("tau", StringComparison.Ordinal) || name.StartsWith("a_", StringComparison.Ordinal)
                            ? Require.Positive(values[k], name)
                        : name is "rE" or "rI" ? Require.NotNegative(values[k], name)
                        : Require.Finite(values[k], name)
                )
                .OfType<string>()
        );
        _p = new("wilson_cowan", Known, values);
        (_tauE, _aE, _thetaE, _tauI, _aI, _thetaI) = (values[0], values[1], values[2], values[3], values[4], values[5]);
        (_wEE, _wEI, _wIE, _wII, _iE, _iI, _rE, _rI) = (
            values[6],
            values[7],
            values[8],
            values[9],
            values[10],
            values[11],
            values[12],
            values[13]
        );
        (_restE, _restI) = (1 / (1 + Math.Exp(_aE * _thetaE)), 1 / (1 + Math.Exp(_aI * _thetaI)));
        Box = MakeBox();
    }

    /// <inheritdoc/>
    public string Model => "wilson_cowan";

    /// <inheritdoc/>
    public int Dimension => 2;

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = ["E", "I"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ParameterNames => Known;

    /// <inheritdoc/>
    public TrappingBox Box { get; }

    /// <summary>Rates are near 1; time has the scale of the faster population.</summary>
    public Units NaturalUnits => new(1, PowerOfTwo.At(Math.Min(_tauE, _tauI)));

    /// <inheritdoc/>
    public IScaledField In(Units units) =>
        new WilsonCowan([
            .. Known.Select(name => name.StartsWith("tau", StringComparison.Ordinal) ? _p.Value(name) / units.Time : _p.Value(name)),
        ]);

    /// <summary>The parameters' names, and their defaults where a file may leave them out (NaN: must be given).</summary>
    internal static (string Name, double Default)[] Parameters { get; } =
    [.. Known.Select(name => (name, name is "rE" or "rI" or "I_ext_E" or "I_ext_I" ? 0 : double.NaN))];

    /// <inheritdoc/>
    public double Parameter(string name) => _p.Value(name);

    /// <inheritdoc/>
    public IDynamicalSystem With(string name, double value) => new WilsonCowan(_p.Changed(name, value));

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> derivative)
    {
        double e = state[0],
            i = state[1];
        var fE = Logistic(_aE * ((_wEE * e) - (_wEI * i) + _iE - _thetaE)) - _restE;
        var fI = Logistic(_aI * ((_wIE * e) - (_wII * i) + _iI - _thetaI)) - _restI;
        derivative[0] = (-e + ((1 - (_rE * e)) * fE)) / _tauE;
        derivative[1] = (-i + ((1 - (_rI * i)) * fI)) / _tauI;
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> state, Matrix jacobian)
    {
        double e = state[0],
            i = state[1];
        double sE = Logistic(_aE * ((_wEE * e) - (_wEI * i) + _iE - _thetaE)),
            sI = Logistic(_aI * ((_wIE * e) - (_wII * i) + _iI - _thetaI));
        double dE = (1 - (_rE * e)) * _aE * sE * (1 - sE),
            dI = (1 - (_rI * i)) * _aI * sI * (1 - sI);
        jacobian[0, 0] = (-1 - (_rE * (sE - _restE)) + (dE * _wEE)) / _tauE;
        jacobian[0, 1] = -dE * _wEI / _tauE;
        jacobian[1, 0] = dI * _wIE / _tauI;
        jacobian[1, 1] = (-1 - (_rI * (sI - _restI)) - (dI * _wII)) / _tauI;
    }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<Interval> box, Span<Interval> derivative)
    {
        var (uE, uI) = Arguments(box);
        derivative[0] = 1 / _tauE * (-box[0] + ((1 - (_rE * box[0])) * (Interval.Logistic(uE) - Widened(_restE))));
        derivative[1] = 1 / _tauI * (-box[1] + ((1 - (_rI * box[1])) * (Interval.Logistic(uI) - Widened(_restI))));
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<Interval> box, Span<Interval> jacobian)
    {
        var (uE, uI) = Arguments(box);
        var dE = (1 - (_rE * box[0])) * (_aE * Interval.LogisticSlope(uE));
        var dI = (1 - (_rI * box[1])) * (_aI * Interval.LogisticSlope(uI));
        Interval tE = Widened(1 / _tauE),
            tI = Widened(1 / _tauI);
        jacobian[0] = tE * (-1 - (_rE * (Interval.Logistic(uE) - Widened(_restE))) + (dE * _wEE));
        jacobian[1] = tE * -(dE * _wEI);
        jacobian[2] = tI * (dI * _wIE);
        jacobian[3] = tI * (-1 - (_rI * (Interval.Logistic(uI) - Widened(_restI))) - (dI * _wII));
    }

    private (Interval E, Interval I) Arguments(ReadOnlySpan<Interval> box) =>
        (_aE * ((_wEE * box[0]) - (_wEI * box[1]) + _iE - _thetaE), _aI * ((_wIE * box[0]) - (_wII * box[1]) + _iI - _thetaI));

    // A rounded constant stands for the exact one through an interval around it.
    private static Interval Widened(double x) => new(x - (1e-15 * Math.Abs(x)), x + (1e-15 * Math.Abs(x)));

    // At the upper bound h: h = (1 − r h) F_max, at the lower one, −l = (1 + r l) c with c = −F_min; beyond them each component points
    // inward whatever the other does.
    private TrappingBox MakeBox()
    {
        const double margin = 1e-9;
        var inward = _rE * _restE < 1 && _rI * _restI < 1;
        double Low(double r, double c) => -((inward ? c / (1 - (r * c)) : 1) + margin);
        double High(double r, double c) => ((1 - c) / (1 + (r * (1 - c)))) + margin;
        return new([Low(_rE, _restE), Low(_rI, _restI)], [High(_rE, _restE), High(_rI, _restI)], inward, inward);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
