namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>What is to be said about one tune: problems that refuse it, and remarks on what was mended or left out.</summary>
internal sealed class AbcReport
{
    private const int MostProblems = 10;
    private readonly List<string> _problems = [];
    private readonly List<string> _remarks = [];
    private readonly List<(string Kind, AbcPlace First)> _order = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The problems, each with its place; at most ten.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The remarks as sentences, what was counted last.</summary>
    public IEnumerable<string> Remarks => [.. _remarks, .. _order.Select(Sentence)];

    public void Refuse(AbcPlace place, string problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add($"{place}: {problem}");
        }
    }

    /// <summary>A remark that stands by itself; the same one is made once.</summary>
    public void Say(string remark)
    {
        if (!_remarks.Contains(remark))
        {
            _remarks.Add(remark);
        }
    }

    /// <summary>One more of a kind of things; told with the count and the place of the first.</summary>
    /// <param name="kind">One word or more in the singular, then a bar, then what was done: <c>grace note|left out</c>.</param>
    /// <param name="place">Where it stands.</param>
    public void Count(string kind, AbcPlace place)
    {
        if (_counts.TryAdd(kind, 0))
        {
            _order.Add((kind, place));
        }

        _counts[kind]++;
    }

    private string Sentence((string Kind, AbcPlace First) entry)
    {
        var (count, parts) = (_counts[entry.Kind], entry.Kind.Split('|'));
        return count == 1
            ? $"1 {parts[0]} {parts[1].Replace("were", "was", StringComparison.Ordinal)} ({entry.First})."
            : $"{count} {parts[0]}s {parts[1]} (first at {entry.First}).";
    }
}
