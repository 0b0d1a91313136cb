namespace PlasticityLab.Analysis.Dynamics.Equilibria;

/// <summary>How sure it is that a list of equilibria is complete.</summary>
/// <param name="Method">interval_proof, all_supports, overlap_space or search.</param>
/// <param name="IsProved">Whether no equilibrium can be missing.</param>
/// <param name="Statement">One sentence to print: "exactly n" when proved, else "at least n".</param>
/// <param name="Starts">Newton starts of a search; boxes examined by a proof; supports tried.</param>
/// <param name="Converged">How many starts reached an equilibrium.</param>
/// <param name="Singletons">Equilibria reached by one random start.</param>
/// <param name="Doubletons">Equilibria reached by two random starts.</param>
/// <param name="Chao1Missing">The estimated number of equilibria never reached, f₁(f₁ − 1)/(2(f₂ + 1)). Chao 1984, Scand. J. Stat.
/// 11:265.</param>
public sealed record Completeness(
    string Method,
    bool IsProved,
    string Statement,
    long Starts,
    long Converged = 0,
    int Singletons = 0,
    int Doubletons = 0,
    double? Chao1Missing = null
);
