using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Models.Words;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Tests.Models.Words;

public class WordsTests
{
    [Fact]
    public void Every_term_has_a_text_an_anchor_of_its_own_and_stands_in_order()
    {
        Assert.InRange(Glossary.Terms.Count, 50, 200);
        Assert.All(Glossary.Terms, term => Assert.True(term.Text.Length > 20, term.Name));
        Assert.Equal(Glossary.Terms.Count, Glossary.Terms.Select(term => term.Anchor).Distinct().Count());
        Assert.Equal(
            Glossary.Terms.Select(term => term.Name).Order(StringComparer.OrdinalIgnoreCase),
            Glossary.Terms.Select(term => term.Name)
        );
    }

    [Fact]
    public void A_term_answers_to_its_name_alone()
    {
        // A spelling may stand at two terms (correlational: a coincidence, a family), but the name of a term leads to that term.
        Assert.All(Glossary.Terms, term => Assert.Same(term, Glossary.Get(term.Name)));
        Assert.Equal("Trace Hebb", Glossary.Get("tah").Name);
        Assert.Equal("Replay score S", Glossary.Get("S").Name);
        Assert.Equal("Direction D", Glossary.Get("D").Name);
        Assert.Null(Glossary.Find("d"));
    }

    [Theory]
    [InlineData("hebbian", "Hebb")]
    [InlineData("tah", "trace Hebb")]
    [InlineData("rate_stdp", "STDP")]
    [InlineData("mexhat", "Mexican hat")]
    [InlineData("stdp_flipped", "STDP, sign turned")]
    [InlineData("oracle", "oracle")]
    [InlineData("my_rule", "my_rule")]
    public void People_read_names(string id, string name) => Assert.Equal(name, DisplayNames.Rule(id));

    [Fact]
    public void No_two_rules_have_one_name_and_a_condition_is_called_by_its_title()
    {
        Assert.Equal(
            DisplayNames.All.Count,
            DisplayNames.All.Select(pair => pair.Value).Distinct(StringComparer.OrdinalIgnoreCase).Count()
        );
        Assert.Equal("B", DisplayNames.Condition("B"));
        Assert.Equal("with drug", DisplayNames.Condition("B", "with drug"));
    }

    [Fact]
    public void A_short_name_leads_to_one_rule()
    {
        var spellings = RuleCatalog.Cards.SelectMany(card => new[] { card.Id, card.Short }.Distinct()).ToArray();
        Assert.Equal(spellings.Length, spellings.Distinct().Count());
    }

    [Theory]
    [InlineData("hebbian", RuleFamily.Correlational)]
    [InlineData("symmetric_window", RuleFamily.Correlational)]
    [InlineData("rate_stdp", RuleFamily.Temporal)]
    [InlineData("causal_trace_hebb", RuleFamily.Temporal)]
    [InlineData("differential_hebb", RuleFamily.Temporal)]
    public void The_window_tells_the_family(string rule, RuleFamily family) =>
        Assert.Equal(family, RuleWindow.Family(RuleCatalog.Create(rule)));

    [Theory]
    [InlineData("dw = 3*pre.rate*post.rate", RuleFamily.Correlational)]
    [InlineData("dw = 3*pre.slow(20 ms)*post.slow(20 ms)", RuleFamily.Correlational)]
    [InlineData("dw = 3*post.rate*pre.fast(20 ms)", RuleFamily.Temporal)]
    public void The_window_tells_the_family_of_a_rule_typed_as_text_too(string equation, RuleFamily family) =>
        Assert.Equal(family, RuleWindow.Family(TextRule.Compile(equation, new Dictionary<string, double>())));
}
