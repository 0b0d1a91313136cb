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
    public void Every_row_without_a_command_is_held_by_a_test_in_code()
    {
        var listed = CaseRow
            .InCode.Select(line => line.Split('\t'))
            .Select(parts => (Kind: parts[0], Test: parts[1], Input: parts[2]))
            .ToArray();
        Assert.Equal(CaseRow.WithoutCommand.Order(), listed.Select(line => $"{line.Kind}/{line.Input}").Order());
        var tests = typeof(CaseTests)
            .Assembly.GetTypes()
            .SelectMany(
                type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), true)),
                (type, method) => $"{type.Name}.{method.Name}"
            )
            .ToHashSet();
        Assert.Empty(listed.Select(line => line.Test).Where(test => !tests.Contains(test)));
    }

    [Fact]
    public void The_lists_of_pending_and_of_slow_rows_name_rows()
    {
        var keys = CaseRow.All.Select(row => row.Key).ToHashSet();
        Assert.Empty(CaseRow.Pending.Concat(CaseRow.Slow).Where(key => !keys.Contains(key)));
    }
}
