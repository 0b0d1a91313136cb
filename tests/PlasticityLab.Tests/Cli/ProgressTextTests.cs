using PlasticityLab.Cli;
using PlasticityLab.Studies.Execution;

namespace PlasticityLab.Tests.Cli;

/// <summary>The time that is left, as a study tells it.</summary>
public sealed class ProgressTextTests
{
    [Theory]
    [InlineData(1, 12076, false)]
    [InlineData(9, 12076, false)]
    [InlineData(10, 12076, true)]
    [InlineData(1, 12, true)]
    [InlineData(4, 40, true)]
    public void No_time_is_told_from_the_first_of_many_runs(int computed, int total, bool told)
    {
        var text = new ProgressText();
        text.SecondsLeft(new(0, total, 0, 0, 0, "training"));
        var left = text.SecondsLeft(new(computed, total, computed, 0, 0, "training"));
        Assert.Equal(told, double.IsFinite(left));
        Assert.Equal(told, text.Say(new(computed, total, computed, 0, 0, "training")).Contains(" left", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_stored_before_says_nothing_of_the_time_that_is_left()
    {
        var text = new ProgressText();
        Assert.True(double.IsNaN(text.SecondsLeft(new(500, 1000, 0, 0, 0, "training"))));
        Assert.True(double.IsNaN(text.SecondsLeft(new(505, 1000, 5, 0, 0, "training"))));
        Assert.True(double.IsFinite(text.SecondsLeft(new(510, 1000, 6, 4, 0, "training"))));
    }
}
