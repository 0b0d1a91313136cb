namespace PlasticityLab.Analysis.Verdict;

/// <summary>Permutation p with effort where it counts: a correction over hundreds of tests needs p far below what a thousand draws can
/// give, but only for tests that are small at all.</summary>
internal static class Staged
{
    private const int First = 1999;

    /// <summary>p from 1999 draws; when it is below 0.02, from as many fresh draws as asked for. The second stage replaces the first, so
    /// its p is that of one ordinary test.</summary>
    public static double P(Func<int, double> test, int draws)
    {
        var p = test(First);
        return p < 0.02 && draws > First ? test(draws) : p;
    }
}
