namespace PlasticityLab.Models.Neurons;

/// <summary>A rate neuron: τ dr/dt = −r + φ(u). The model is its transfer function φ.</summary>
[Catalog("neuron model")]
public interface IRateNeuron
{
    /// <summary>What the model is.</summary>
    NeuronCard Card { get; }

    /// <summary>φ(u).</summary>
    double Rate(double u);

    /// <summary>φ′(u).</summary>
    double Slope(double u);

    /// <summary>φ of each input, in double precision.</summary>
    /// <exception cref="ArgumentException">There are not as many rates as inputs.</exception>
    void Rates(ReadOnlySpan<double> u, Span<double> rates);

    /// <summary>φ of each input, in single precision.</summary>
    /// <exception cref="ArgumentException">There are not as many rates as inputs.</exception>
    void Rates(ReadOnlySpan<float> u, Span<float> rates);

    /// <summary>One sentence for each parameter that is out of its range.</summary>
    IEnumerable<string> Problems();
}

/// <summary>What a neuron model is, for people.</summary>
/// <param name="Id">Name in study files.</param>
/// <param name="Name">Name in sentences.</param>
/// <param name="Equation">The transfer function.</param>
/// <param name="Source">Author, year, journal.</param>
public sealed record NeuronCard(string Id, string Name, string Equation, string Source) : ICard;
