using PlasticityLab.Tests.Cases;

namespace PlasticityLab.Science.Tests;

/// <summary>The rows of <c>tests/data/cases</c> that take longer than a fast test may.</summary>
[Collection(nameof(Alone))]
public class SlowCaseTests
{
    public static TheoryData<string> Slow => [.. CaseRow.Slow];

    [Theory]
    [MemberData(nameof(Slow))]
    public Task A_row_gives_its_right_answer(string key) => CaseCheck.MustHold(key);
}
