namespace PlasticityLab.Analysis.Verdict;

/// <summary>The verdict on one pair of rules.</summary>
/// <param name="First">Name of the first rule.</param>
/// <param name="Second">Name of the second rule.</param>
/// <param name="Class">Universal, degenerate, different or undecided.</param>
/// <param name="Aspects">The evidence, one row for each measure.</param>
/// <param name="BothWork">Whether both rules solve the task; null when performance was not given.</param>
/// <param name="HasControl">Whether one of the two is a control.</param>
/// <param name="Sentence">The verdict in words, with its numbers.</param>
/// <param name="WouldChange">What would change the verdict.</param>
public sealed record PairVerdict(
    string First,
    string Second,
    SolutionClass Class,
    IReadOnlyList<PairAspect> Aspects,
    bool? BothWork,
    bool HasControl,
    string Sentence,
    IReadOnlyList<string> WouldChange
)
{
    /// <summary>The answer on an aspect: different when any of its measures differs, same when all are the same, else undecided. Undecided
    /// when it was not measured.</summary>
    public Answer On(Aspect aspect) => Combine(Aspects.Where(row => row.Aspect == aspect).Select(row => row.Answer));

    internal static Answer Combine(IEnumerable<Answer> answers)
    {
        var all = answers.ToArray();
        return all.Contains(Answer.Different) ? Answer.Different
            : all.Length > 0 && all.All(x => x == Answer.Same) ? Answer.Same
            : Answer.Undecided;
    }
}
