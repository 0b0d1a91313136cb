namespace PlasticityLab.Numerics.Statistics;

/// <summary>Outcome of <see cref="Permanova"/>.</summary>
/// <param name="PseudoF">Between-group over within-group mean square [1].</param>
/// <param name="R2">Share of the squared distances that lies between groups [1]. Its expectation without any effect is (groups − 1)/(units
/// − 1), not 0.</param>
/// <param name="TotalSumOfSquares">SST, in squared units of the distance.</param>
/// <param name="Groups">Number of groups.</param>
/// <param name="Test">p and how it was found.</param>
public sealed record PermanovaResult(double PseudoF, double R2, double TotalSumOfSquares, int Groups, TestResult Test)
{
    /// <summary>p [1].</summary>
    public double PValue => Test.PValue;
}
