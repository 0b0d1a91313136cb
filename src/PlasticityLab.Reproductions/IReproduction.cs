namespace PlasticityLab.Reproductions;

/// <summary>One published or exactly known result, recomputed with this laboratory. A case is one file, found by scan; it never
/// special-cases the engine.</summary>
[Catalog("reproduction")]
public interface IReproduction
{
    /// <summary>The case's card.</summary>
    ReproductionCard Card { get; }

    /// <summary>Computes the case: one row for each number that is compared.</summary>
    IEnumerable<ReproductionRow> Run(CancellationToken cancellation);
}

/// <summary>What a reproduction is.</summary>
/// <param name="Id">Short id, as in S7.</param>
/// <param name="Title">What is reproduced, one line.</param>
/// <param name="Source">Author, year, journal, place in the paper.</param>
/// <param name="Seconds">About how long it takes on one core [s].</param>
public sealed record ReproductionCard(string Id, string Title, string Source, double Seconds) : ICard
{
    string ICard.Name => Title;
}

/// <summary>One compared number.</summary>
/// <param name="Id">Id of the case.</param>
/// <param name="Case">What the number is.</param>
/// <param name="Published">The published or exact value.</param>
/// <param name="Obtained">The value obtained here.</param>
/// <param name="Tolerance">Largest accepted difference |obtained − published|.</param>
public sealed record ReproductionRow(string Id, string Case, double Published, double Obtained, double Tolerance)
{
    /// <summary>"pass" when the difference is within the tolerance, else "fail".</summary>
    public string Verdict => Math.Abs(Obtained - Published) <= Tolerance ? "pass" : "fail";
}
