namespace PlasticityLab.Numerics.Statistics;

/// <summary>Outcome of an equivalence test.</summary>
/// <param name="Difference">Observed mean difference.</param>
/// <param name="Margin">Half-width of what counts as the same.</param>
/// <param name="PAboveLow">p of "the difference is −margin or less".</param>
/// <param name="PBelowHigh">p of "the difference is +margin or more".</param>
/// <param name="Level">Level of each one-sided test.</param>
public readonly record struct TostResult(double Difference, double Margin, double PAboveLow, double PBelowHigh, double Level)
{
    /// <summary>p of the equivalence claim: the larger of the two; NaN when either could not be computed.</summary>
    public double PValue => Math.Max(PAboveLow, PBelowHigh);

    /// <summary>Whether equivalence is shown at the level.</summary>
    public bool IsEquivalent => PValue <= Level;
}
