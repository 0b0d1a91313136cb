using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A term that a recording cannot tell from a sum of others.</summary>
/// <param name="Term">The term.</param>
/// <param name="Sum">The others and their factors; empty: the term does not act in this recording at all.</param>
/// <param name="Unexplained">Share of the term's cumulated variance that the sum leaves [1].</param>
public sealed record TermConfusion(SpaceTerm Term, IReadOnlyList<(double Factor, SpaceTerm Term)> Sum, double Unexplained)
{
    /// <summary>In words: <c>post.fast(20 ms)*pre.fast(20 ms) = 0.5 post.rate*pre.fast(20 ms) + …</c></summary>
    public override string ToString() =>
        Sum.Count == 0
            ? $"{Term} adds nothing that can be seen"
            : $"{Term} = {string.Join(" + ", Sum.Select(part => $"{part.Factor.Text("G2")} {part.Term}")).Replace("+ -", "- ", StringComparison.Ordinal)}";
}
