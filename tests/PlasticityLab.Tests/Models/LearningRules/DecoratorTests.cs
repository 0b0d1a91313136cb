using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Tests.Models.LearningRules;

/// <summary>A rule around another rule hands on everything that it does not change.</summary>
public sealed class DecoratorTests
{
    public static TheoryData<string> Decorators =>
        [
            .. typeof(ILearningRule)
                .Assembly.GetTypes()
                .Where(type => type is { IsValueType: true, IsGenericTypeDefinition: true } && typeof(ILearningRule).IsAssignableFrom(type))
                .Select(type => type.FullName!),
        ];

    [Fact]
    public void There_are_decorators() => Assert.True(Decorators.Count >= 2);

    [Theory]
    [MemberData(nameof(Decorators))]
    public void A_decorator_has_every_property_of_the_rule_inside_it(string name)
    {
        var inside = new VoltageStdp { ThetaPlus = -0.0123, TauPlus = 0.0077 };
        var type = typeof(ILearningRule).Assembly.GetType(name)!.MakeGenericType(typeof(VoltageStdp));
        object[] arguments =
        [
            .. type.GetConstructors()
                .Single(constructor => constructor.GetParameters().Length > 0)
                .GetParameters()
                .Select(parameter => parameter.ParameterType == typeof(VoltageStdp) ? (object)inside : (double)parameter.Position),
        ];
        var outside = (ILearningRule)Activator.CreateInstance(type, arguments)!;
        foreach (var property in typeof(ILearningRule).GetProperties())
        {
            Assert.Equal(property.GetValue(inside), property.GetValue(outside));
        }

        Assert.Equal(VoltageStdp.Card with { Name = "" }, RuleCatalog.Card(outside) with { Name = "" });
    }
}
