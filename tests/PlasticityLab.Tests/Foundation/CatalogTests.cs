using System.Reflection;
using System.Reflection.Emit;
using PlasticityLab.Figures;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Neurons;
using PlasticityLab.Numerics.Foundation;

namespace PlasticityLab.Tests.Foundation;

/// <summary>Toys, a catalogue of this assembly.</summary>
[Catalog("toy")]
public interface IToy
{
    ToyCard Card { get; }
}

public record ToyCard(string Id, string Name, string Source, params string[] Before) : ICard
{
    public IEnumerable<string> Also => Before;
}

/// <summary>A card that says what its numbers are counted in, as those of measures do.</summary>
public sealed record CountedToyCard(string Id, string Unit) : ToyCard(Id, "Counted", "Bernoulli, 1713");

public sealed record Ball : IToy
{
    public ToyCard Card => new("ball", "Ball", "Physics, 1687", "orb");

    [Unit("s"), Search(0.1, 2, log: true)]
    public double Bounce { get; init; } = 0.5;

    public double Size { get; init; } = 1.5;
}

public sealed record Top2 : IToy
{
    public ToyCard Card => new("top2", "Top", "Euler, 1765");
}

public sealed record Top10 : IToy
{
    public ToyCard Card => new("top10", "Top", "Euler, 1765");
}

public class CatalogTests
{
    [Fact]
    public void The_entries_of_this_program_are_found_by_id_and_by_former_names()
    {
        var toys = Catalog.Of<IToy>();
        Assert.Equal(["ball", "top2", "top10"], toys.Cards.Select(card => card.Id));
        Assert.Equal(new Ball(), toys.Create("Orb"));
        Assert.Equal(typeof(Top10), toys.TypeOf("top-10"));
        Assert.Equal(new Ball { Bounce = 0.2 }, toys.Create("ball", [new("bounce", 0.2)]));
    }

    [Fact]
    public void What_is_not_known_is_told_with_what_is()
    {
        var error = Assert.Throws<UserError>(() => Catalog.Of<IToy>().Create("bal"));
        Assert.Equal("There is no toy \"bal\". Did you mean ball? Known: ball, top2, top10.", error.Message);
        error = Assert.Throws<UserError>(() => Catalog.Of<IToy>().Create("ball", [new("weight", 2)]));
        Assert.Equal("toy ball has no parameter \"weight\". Its parameters: bounce, size.", error.Message);
    }

    [Fact]
    public void Every_PlasticityLab_assembly_that_the_program_uses_is_known()
    {
        Assert.NotEmpty(Catalog.Of<ILearningRule>().Cards);
        Assert.NotEmpty(Catalog.Of<IRateNeuron>().All);
        Assert.NotEmpty(Catalog.Of<ISpikingNeuron>().All);
        Assert.NotEmpty(Catalog.Of<IFigure>().All);
    }

    [Theory]
    [InlineData("ball", "Ball", "Physics, 1687", "are both a toy named \"ball\"")]
    [InlineData("orb", "Orb", "Physics, 1687", "are both a toy named \"orb\"")]
    [InlineData("kite", "Kite", "", "Twin is a toy whose card has no source; say it there.")]
    [InlineData("kite", " ", "Franklin 1752", "Twin is a toy whose card has no name; say it there.")]
    public void A_library_with_a_wrong_card_is_refused_and_changes_nothing(string id, string name, string source, string told) =>
        Refused(new(id, name, source), told);

    [Fact]
    public void A_card_without_a_unit_is_refused_with_the_type() =>
        Refused(new CountedToyCard("dice", ""), "Twin is a toy whose card has no unit; say it there.");

    private static void Refused(ToyCard card, string told)
    {
        Card = card;
        var error = Assert.Throws<UserError>(() => Catalog.Use(Library()));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains("Twin", error.Message, StringComparison.Ordinal);
        Assert.Equal(["ball", "top2", "top10"], Catalog.Of<IToy>().Cards.Select(card => card.Id));
    }

    /// <summary>The card of the toy in the made-up library.</summary>
    public static ToyCard Card { get; set; } = new("", "", "");

    // An assembly with one public type, Twin, that is a toy and shows the card above.
    private static AssemblyBuilder Library()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new("Elsewhere"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Elsewhere").DefineType("Twin", TypeAttributes.Public, typeof(object), [typeof(IToy)]);
        var get = type.DefineMethod(
            "get_Card",
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.SpecialName,
            typeof(ToyCard),
            []
        );
        var code = get.GetILGenerator();
        code.Emit(OpCodes.Call, typeof(CatalogTests).GetProperty(nameof(Card))!.GetMethod!);
        code.Emit(OpCodes.Ret);
        type.DefineProperty("Card", PropertyAttributes.None, typeof(ToyCard), null).SetGetMethod(get);
        type.DefineMethodOverride(get, typeof(IToy).GetProperty("Card")!.GetMethod!);
        type.CreateType();
        return assembly;
    }
}
