namespace PlasticityLab.Analysis.Structure;

/// <summary>A triad census beside what graphs with the same in- and out-degrees give.</summary>
/// <param name="Observed">Counts, in the order of <see cref="TriadCensus.Names"/>.</param>
/// <param name="Mean">Mean over the null graphs.</param>
/// <param name="StandardDeviation">Population standard deviation over the null graphs.</param>
/// <param name="Z">(Observed − Mean)/StandardDeviation [1]; NaN where the null graphs all have the same count.</param>
/// <param name="UpperP">Share of null graphs with a count at least as large; with the +1 correction when sampled.</param>
/// <param name="StandardErrorOfMean">Standard error of the mean from batch means; 0 when enumerated.</param>
/// <param name="Graphs">Number of null graphs looked at.</param>
/// <param name="IsExact">Whether all graphs with these degrees were enumerated.</param>
public sealed record TriadSignificance(
    IReadOnlyList<long> Observed,
    double[] Mean,
    double[] StandardDeviation,
    double[] Z,
    double[] UpperP,
    double[] StandardErrorOfMean,
    long Graphs,
    bool IsExact
)
{
    /// <summary>The z of a class by its name.</summary>
    public double ZOf(string name) => Z[TriadCensus.Index(name)];
}
