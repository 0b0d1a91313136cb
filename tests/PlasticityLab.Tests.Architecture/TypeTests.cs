using System.Reflection;
using System.Runtime.CompilerServices;

namespace PlasticityLab.Tests.Architecture;

public class TypeTests
{
    [Fact]
    public void A_public_class_is_sealed_static_or_abstract() =>
        Assert.Empty(
            House
                .Types.Where(type => type is { IsClass: true, IsVisible: true, IsSealed: false, IsAbstract: false } && !IsRazor(type))
                .Select(type => type.FullName)
        );

    // The Razor compiler writes these classes and does not seal them.
    private static bool IsRazor(Type type) =>
        type.Name == "_Imports"
        || (type.BaseType is { } parent && (parent.FullName == "Microsoft.AspNetCore.Components.ComponentBase" || IsRazor(parent)));

    [Fact]
    public void Only_what_is_abstract_is_inherited() =>
        Assert.Empty(
            House
                .Types.Where(type =>
                    type is { IsClass: true, BaseType: { } parent }
                    && parent.Assembly.GetName().Name!.StartsWith("PlasticityLab", StringComparison.Ordinal)
                    && !parent.IsAbstract
                )
                .Select(type => type.FullName)
        );

    [Fact]
    public void A_public_struct_is_readonly() =>
        Assert.Empty(
            House
                .Types.Where(type =>
                    type is { IsValueType: true, IsEnum: false, IsVisible: true } && !type.IsDefined(typeof(IsReadOnlyAttribute), false)
                )
                .Select(type => type.FullName)
        );

    [Fact]
    public void Libraries_keep_no_mutable_static_field()
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var wrong = House
            .Types.SelectMany(type => type.GetFields(Statics))
            .Where(field =>
                field is { IsInitOnly: false, IsLiteral: false }
                && !field.Name.StartsWith('<')
                && !field.IsDefined(typeof(ThreadStaticAttribute), false)
            )
            .Select(field => $"{field.DeclaringType!.FullName}.{field.Name}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_static_property_cannot_be_set() =>
        Assert.Empty(
            House
                .Types.SelectMany(type =>
                    type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                )
                .Where(property => property.CanWrite)
                .Select(property => $"{property.DeclaringType!.FullName}.{property.Name}")
        );
}
