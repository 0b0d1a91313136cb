namespace PlasticityLab.Analysis.Verdict;

/// <summary>One number of each network in one aspect, with a margin that was stated before the study: rules are the same when their means
/// are shown to differ by less.</summary>
/// <param name="Aspect">The aspect.</param>
/// <param name="Measure">What the number is, for the table.</param>
/// <param name="Values">Value of each network; NaN where a network has none.</param>
/// <param name="Margin">Difference of means that does not matter, above 0, in the unit of the values.</param>
public sealed record AspectScores(Aspect Aspect, string Measure, double[] Values, double Margin);
