namespace PlasticityLab.Studies.Results;

/// <summary>What the numbers say about one claim.</summary>
/// <param name="Claim">The claim, as stated before the study.</param>
/// <param name="Outcome">supported, not supported or undecided.</param>
/// <param name="Sentence">Why, in one sentence with numbers.</param>
/// <param name="Numbers">The numbers that decided, by name.</param>
public sealed record Verdict(string Claim, string Outcome, string Sentence, IReadOnlyDictionary<string, double> Numbers);
