using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Verdict;

/// <summary>The sentences of a verdict. Every number in them stands in the table, too.</summary>
internal static class VerdictWords
{
    public static string Pair(string first, string second, SolutionClass kind, PairAspect[] rows, bool? work)
    {
        var head = kind switch
        {
            SolutionClass.Universal => $"{first} and {second} reach one solution",
            SolutionClass.Degenerate => $"{first} and {second} do the same by different circuits",
            SolutionClass.Different => $"{first} and {second} differ in function",
            _ => $"{first} and {second}: undecided",
        };
        var parts = rows.Select(row =>
            $"{row.Aspect.ToString().ToLowerInvariant()} {row.Answer.ToString().ToLowerInvariant()} ({row.Measure}: {Numbers(row)})"
        );
        return $"{head}: {string.Join("; ", parts)}.{(work == false ? " At least one of them does not solve the task, so this is no shared solution." : "")}";
    }

    private static string Numbers(PairAspect row)
    {
        if (double.IsNaN(row.Between.Estimate))
        {
            return "not measured in both";
        }

        var found = row.Equivalent is null
            ? $"{(double.IsNaN(row.R2.Estimate) ? "" : $"R2 = {row.R2.Estimate.Text("F2")}, ")}between {row.Between.Estimate:G3}"
            : $"difference {row.Between.Show("G2")}";
        return $"{found} against {(double.IsNaN(row.Margin) ? "no margin" : $"margin {row.Margin:G3}")}, {(double.IsNaN(row.PHolm) ? "no test possible" : $"p = {row.PHolm:G2}")}";
    }

    public static string Study(SolutionClass kind, PairVerdict[] pairs)
    {
        if (pairs.Length == 0)
        {
            return "No two rules solve the task, so there is no solution to compare.";
        }

        int Count(SolutionClass c) => pairs.Count(x => x.Class == c);
        var counts =
            $"{Count(SolutionClass.Universal)} universal, {Count(SolutionClass.Degenerate)} degenerate, {Count(SolutionClass.Different)} different, {Count(SolutionClass.Undecided)} undecided of {pairs.Length} {(pairs.Length == 1 ? "pair" : "pairs")} of rules";
        return kind switch
        {
            SolutionClass.Universal => $"The rules converge to one universal solution: {counts}.",
            SolutionClass.Degenerate => $"The rules produce functionally equivalent but different circuits: {counts}.",
            SolutionClass.Different => $"The rules do not converge, some differ already in function: {counts}.",
            _ => $"The data do not decide whether the rules converge: {counts}.{Known(pairs)}",
        };
    }

    // Undecided is no "nothing is known": where structure or dynamics differ, only whether function is the same is open.
    private static string Known(PairVerdict[] pairs)
    {
        PairVerdict[] open = [.. pairs.Where(pair => pair.Class == SolutionClass.Undecided)];
        string[] differ =
        [
            .. new[] { Aspect.Structure, Aspect.Dynamics }
                .Select(aspect =>
                    (Name: aspect.ToString().ToLowerInvariant(), Pairs: open.Count(pair => pair.On(aspect) == Answer.Different))
                )
                .Where(aspect => aspect.Pairs > 0)
                .Select(aspect => pairs.Length == 1 ? aspect.Name : $"{aspect.Name} ({aspect.Pairs} of {open.Length})"),
        ];
        var which = pairs.Length == 1 ? "The two differ" : "Undecided pairs differ";
        return differ.Length == 0
            ? ""
            : $" {which} in {string.Join(" and ", differ)}, but whether they do the same job (function) these networks cannot tell.";
    }

    public static IReadOnlyList<string> WouldChange(PairAspect[] rows, SolutionClass kind, double level)
    {
        var changes = new List<string>();
        foreach (var row in rows)
        {
            var name = $"{row.Aspect} ({row.Measure})";
            switch (row.Answer)
            {
                case Answer.Undecided when double.IsNaN(row.Between.Estimate) || double.IsNaN(row.P):
                    changes.Add(
                        $"{name}: {row.Networks.First} and {row.Networks.Second} networks have the measure; more networks are needed."
                    );
                    break;
                case Answer.Same when row.Equivalent == true:
                    changes.Add(
                        $"{name}: a margin below {Math.Max(Math.Abs(row.Between.Low), Math.Abs(row.Between.High)):G2} (now {row.Margin:G3}) would take \"same\" back."
                    );
                    break;
                case Answer.Undecided when row.Equivalent == false && row.PHolm > level && Math.Abs(row.Between.Estimate) < row.Margin:
                    changes.Add(
                        $"{name}: the difference may lie within the margin {row.Margin:G3}, but it is {row.Between.Show("G2")}; more seeds narrow it."
                    );
                    break;
                case Answer.Undecided when row.SeedsNeeded < int.MaxValue && row.SeedsNeeded <= 1000:
                    changes.Add(
                        $"{name}: about {row.SeedsNeeded} networks of each rule would decide a difference of the size seen; there are {row.Networks.First} and {row.Networks.Second}."
                    );
                    break;
                case Answer.Undecided when row.Between.High >= row.Margin:
                    changes.Add(
                        $"{name}: no difference is visible, but equivalence needs an upper bound of the distance below {row.Margin:G3}, and it is {row.Between.High:G3}; more seeds narrow it."
                    );
                    break;
                case Answer.Undecided:
                    changes.Add(
                        $"{name}: a difference at p = {row.P:G2} that does not stand after correction for several tests (p = {row.PHolm:G2}), or too few seeds."
                    );
                    break;
                case Answer.Same:
                    changes.Add($"{name}: a margin below {row.Between.High:G3} (now {row.Margin:G3}) would take \"same\" back.");
                    break;
                default:
                    changes.Add($"{name}: \"different\" stands at any level above {row.PHolm:G2} (now {level:G2}).");
                    break;
            }
        }

        if (kind == SolutionClass.Undecided && rows.All(row => row.Aspect != Aspect.Function))
        {
            changes.Add("Function was not measured: without it neither universal nor degenerate can be claimed.");
        }

        return changes;
    }
}
