namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>The transfer function of a rate network.</summary>
public enum Transfer
{
    /// <summary>tanh x, in (−1, 1).</summary>
    Tanh,

    /// <summary>1/(1 + exp(−x)), in (0, 1).</summary>
    Logistic,

    /// <summary>max(0, x).</summary>
    ThresholdLinear,
}
