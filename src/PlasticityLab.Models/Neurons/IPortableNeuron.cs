namespace PlasticityLab.Models.Neurons;

/// <summary>A rate neuron whose transfer function can also be had with the same bits on every processor
/// (<see cref="Numerics.Arithmetic.Portable"/>).</summary>
public interface IPortableNeuron : IRateNeuron
{
    /// <summary>φ of each input, in double precision.</summary>
    void PortableRates(ReadOnlySpan<double> u, Span<double> rates);

    /// <summary>φ of each input, in single precision.</summary>
    void PortableRates(ReadOnlySpan<float> u, Span<float> rates);
}
