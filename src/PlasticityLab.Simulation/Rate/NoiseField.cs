using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;

namespace PlasticityLab.Simulation.Rate;

/// <summary>Ornstein-Uhlenbeck noise of unit variance for every neuron, step after step, starting at 0: n ← e^{−dt/τ_n} n + √(1 −
/// e^{−2dt/τ_n}) ξ.</summary>
internal sealed class NoiseField
{
    private readonly RandomStream _stream;
    private readonly double _keep,
        _add;
    private readonly double[] _fresh;

    public NoiseField(int units, double timeStep, double tau, RandomStream stream, Arithmetic arithmetic)
    {
        Func<double, double> exp = arithmetic == Arithmetic.Portable ? PortableMath.Exp : Math.Exp;
        (_stream, _keep, _add) = (stream, exp(-timeStep / tau), Math.Sqrt(1 - exp(-2 * timeStep / tau)));
        (_fresh, Values) = (new double[units], new double[units]);
    }

    /// <summary>The noise now.</summary>
    public double[] Values { get; }

    /// <summary>What the noise goes on from.</summary>
    public void State(StateCodec codec)
    {
        codec.Stream(_stream);
        codec.Values(Values.AsSpan());
    }

    /// <summary>Moves one step on.</summary>
    public void Step()
    {
        _stream.FillGaussian(_fresh);
        var (values, fresh) = (Values, _fresh);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (_keep * values[i]) + (_add * fresh[i]);
        }
    }
}
