namespace PlasticityLab.Cli.Benchmarks;

/// <summary>One benchmark of <c>plasticity bench</c>, found by scan: one file, one name.</summary>
internal interface IBenchmark
{
    /// <summary>What to type.</summary>
    string Name { get; }

    /// <summary>One sentence on what is compared.</summary>
    string About { get; }

    /// <summary>Whether <c>--gate</c> holds it to its bounds.</summary>
    bool IsHeld => false;

    /// <summary>Measures; tells each finished line as it comes.</summary>
    IReadOnlyList<BenchRow> Run(BenchOptions options, Action<string> tell, CancellationToken cancellation);
}

/// <summary>What was asked for.</summary>
/// <param name="Large">Include the largest sizes.</param>
/// <param name="Rounds">Rounds of the interleaved measurement.</param>
/// <param name="Seconds">CPU seconds of one measurement in one round.</param>
internal sealed record BenchOptions(bool Large, int Rounds, double Seconds);

/// <summary>One implementation of one workload.</summary>
/// <param name="Workload">What is computed.</param>
/// <param name="Size">Number of neurons.</param>
/// <param name="Implementation">Who computes it; ours is "plasticity".</param>
/// <param name="SecondsPerStep">Median CPU time of a step [s]; NaN when not measured.</param>
/// <param name="TimesOurs">Its time over ours, median of the rounds: above 1 means that we are faster.</param>
/// <param name="Check">A number that all implementations of a workload must agree on.</param>
/// <param name="Note">Why it was skipped, or what else to know.</param>
internal sealed record BenchRow(
    string Workload,
    int Size,
    string Implementation,
    double SecondsPerStep,
    double TimesOurs,
    double Check,
    string Note = ""
)
{
    /// <summary>Its time over ours in the round that was best for us; NaN when there was none.</summary>
    public double BestTimesOurs { get; init; } = double.NaN;
}
