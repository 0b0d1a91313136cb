using System.Text.Json;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Tests.Studies;

public sealed class MeasureNumbersTests
{
    private static readonly KeyValuePair<string, double>[] Numbers =
    [
        new("flow", double.NaN),
        new("S", 0.1 + 0.2),
        new("D", double.PositiveInfinity),
        new("visits", -0.0),
    ];

    [Fact]
    public void They_are_found_by_id_in_ordinal_order()
    {
        var numbers = MeasureNumbers.Of(Numbers);
        Assert.Equal(["D", "S", "flow", "visits"], numbers.Keys);
        Assert.Equal(0.1 + 0.2, numbers["S"]);
        Assert.True(double.IsNegative(numbers["visits"]));
        Assert.False(numbers.ContainsKey("s"));
        Assert.Throws<KeyNotFoundException>(() => numbers["s"]);
        Assert.Throws<ArgumentException>(() => MeasureNumbers.Of([.. Numbers, new("S", 1)]));
    }

    // The names of parts and what is compared between workers are bytes: the form must not move.
    [Fact]
    public void As_JSON_they_are_what_a_sorted_dictionary_is_and_come_back_to_the_bit()
    {
        var numbers = MeasureNumbers.Of(Numbers);
        var text = JsonSerializer.Serialize(numbers, Json.Canonical);
        Assert.Equal(
            JsonSerializer.Serialize(new SortedDictionary<string, double>(numbers.ToDictionary(), StringComparer.Ordinal), Json.Canonical),
            text
        );
        var back = JsonSerializer.Deserialize<MeasureNumbers>(text, Json.Canonical)!;
        Assert.Equal(numbers.Keys, back.Keys);
        Assert.Equal(numbers.Values.Select(BitConverter.DoubleToInt64Bits), back.Values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Networks_with_the_same_measures_share_the_list_of_ids() =>
        Assert.Same(MeasureNumbers.Of(Numbers).Keys, MeasureNumbers.Of(Numbers.Reverse()).Keys);
}
