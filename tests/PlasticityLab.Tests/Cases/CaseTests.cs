namespace PlasticityLab.Tests.Cases;

/// <summary>Every row of <c>tests/data/cases</c> that is a command: the right answer comes out, or the row is known as pending.</summary>
[Collection(nameof(Alone))]
public class CaseTests
{
    public static TheoryData<string> Fast => [.. CaseRow.All.Select(row => row.Key).Where(key => !CaseRow.Slow.Contains(key))];

    [Theory]
    [MemberData(nameof(Fast))]
    public Task A_row_gives_its_right_answer(string key) => CaseCheck.MustHold(key);

    [Fact]
    public void The_lists_of_pending_and_of_slow_rows_name_rows()
    {
        var keys = CaseRow.All.Select(row => row.Key).ToHashSet();
        Assert.Empty(CaseRow.Pending.Concat(CaseRow.Slow).Where(key => !keys.Contains(key)));
    }
}
