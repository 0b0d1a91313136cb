using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PlasticityLab.Tests.Architecture;

/// <summary>Every catalogue is found by its name, so that a new one is held to the same conventions without a change here.</summary>
public partial class CatalogTests
{
    /// <summary>The interfaces that are catalogues, by their attribute.</summary>
    public static TheoryData<string> Catalogs =>
        [
            .. House
                .Types.Where(type => type.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "CatalogAttribute"))
                .Select(type => type.FullName!),
        ];

    // Snake case; published cases have numbers (S7), measures the symbols of the field (S, D, L_0, cpxB).
    [GeneratedRegex("^([a-z][a-z0-9]*(_[a-z0-9]+)*|[SM][0-9]+[a-z]?|[a-z]*[A-Z](_[a-z0-9]+)*|[a-z_]+_[A-Z])$")]
    private static partial Regex Id();

    [Fact]
    public void There_are_catalogues() =>
        Assert.Contains("PlasticityLab.Models.LearningRules.ILearningRule", Catalogs.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_entry_of_a_catalogue_is_complete_and_has_its_own_id(string catalog)
    {
        var cards = Cards(House.Types.Single(type => type.FullName == catalog));
        Assert.NotEmpty(cards);
        Assert.All(
            cards,
            card =>
                Assert.All(
                    Texts(card),
                    text =>
                        Assert.False(
                            string.IsNullOrWhiteSpace((string?)text.GetValue(card)),
                            $"{card.GetType().Name} {IdOf(card)}: {text.Name} is empty."
                        )
                )
        );
        Assert.All(cards, card => Assert.Matches(Id(), IdOf(card)));
        Assert.Empty(cards.GroupBy(IdOf).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.All(
            cards,
            card =>
                Assert.True(
                    card.GetType().GetProperty("Source") is not { } source || ((string)source.GetValue(card)!).Length > 4,
                    $"{IdOf(card)} names no source."
                )
        );
    }

    [Fact]
    public void Every_learning_rule_is_tested_by_name_or_by_a_theory_over_the_catalogue()
    {
        var tests = string.Concat(
            House.Sources("tests").Where(file => !file.Contains("Architecture", StringComparison.Ordinal)).Select(House.Read)
        );
        var theory = tests.Contains("RuleCatalog.Cards", StringComparison.Ordinal) && tests.Contains("[Theory]", StringComparison.Ordinal);
        var rules = Cards(House.Types.Single(type => type.FullName == "PlasticityLab.Models.LearningRules.ILearningRule"));
        Assert.NotEmpty(rules);
        Assert.Empty(rules.Where(card => !theory && !tests.Contains($"\"{IdOf(card)}\"", StringComparison.Ordinal)).Select(IdOf));
    }

    private static object[] Cards(Type catalog)
    {
        var entries = House
            .Types.Single(type => type.FullName == "PlasticityLab.Numerics.Foundation.Catalog")
            .GetMethod("Of")!
            .MakeGenericMethod(catalog)
            .Invoke(null, null)!;
        return [.. ((IEnumerable)entries.GetType().GetProperty("Cards")!.GetValue(entries)!).Cast<object>()];
    }

    private static IEnumerable<PropertyInfo> Texts(object card) =>
        card.GetType()
            .GetProperties()
            .Where(property =>
                property.PropertyType == typeof(string) && property.GetIndexParameters().Length == 0 && property.Name != "Unit"
            );

    private static string IdOf(object card) => (string)card.GetType().GetProperty("Id")!.GetValue(card)!;
}
