namespace PlasticityLab.Analysis.Structure;

/// <summary>Which null model modularity compares with.</summary>
public enum ModularityKind
{
    /// <summary>Directed, positive part of the weights: (1/m) Σ [A − out in/m] δ (Leicht and Newman 2008).</summary>
    LeichtNewman,

    /// <summary>Directed and signed: [Σ (A⁺ − out⁺in⁺/m⁺) − (A⁻ − out⁻in⁻/m⁻)] δ/(m⁺ + m⁻) (Gómez, Jensen and Arenas 2009).</summary>
    Signed,

    /// <summary>Q* = Q⁺ − m⁻/(m⁺ + m⁻) Q⁻ (Rubinov and Sporns 2011).</summary>
    RubinovSporns,
}
