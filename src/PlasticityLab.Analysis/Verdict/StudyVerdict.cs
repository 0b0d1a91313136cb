namespace PlasticityLab.Analysis.Verdict;

/// <summary>The verdict on a study: do the rules converge to one solution?</summary>
/// <param name="Class">Universal, degenerate or different, over the pairs of rules that work and are no controls; different as soon as one
/// pair is, degenerate as soon as one pair is, undecided when nothing else holds for all.</param>
/// <param name="Sentence">The answer in words, with its numbers.</param>
/// <param name="Pairs">Every pair of rules.</param>
/// <param name="Cautions">What weakens the whole.</param>
public sealed record StudyVerdict(SolutionClass Class, string Sentence, IReadOnlyList<PairVerdict> Pairs, IReadOnlyList<string> Cautions);
