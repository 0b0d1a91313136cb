using System.Reflection;
using System.Runtime.CompilerServices;

namespace PlasticityLab.Tests.Architecture;

/// <summary>What an assembly offers, in lines that sort: one a type, one a member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What every record has.
    private static readonly HashSet<string> OfRecords = new(StringComparer.Ordinal)
    {
        "Equals",
        "GetHashCode",
        "ToString",
        "PrintMembers",
        "Deconstruct",
        "EqualityContract",
        "<Clone>$",
        "op_Equality",
        "op_Inequality",
    };

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>The lines of an assembly.</summary>
    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly
            .GetExportedTypes()
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), false) && !type.FullName!.Contains('<'))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Order(StringComparer.Ordinal).Select(member => $"  {member}").Prepend(Head(type)));

    private static string Head(Type type)
    {
        var kind =
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : (
                type.IsAbstract ? "abstract "
                : type.IsSealed ? "sealed "
                : ""
            ) + (type.GetMethod("<Clone>$") is null ? "class" : "record");
        string[] above =
        [
            .. type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)
                ? [Name(parent)]
                : Array.Empty<string>(),
            .. type.GetInterfaces()
                .Where(x => x.IsVisible && !x.Name.StartsWith("IEquatable", StringComparison.Ordinal) && !type.IsEnum)
                .Select(Name)
                .Order(StringComparer.Ordinal),
        ];
        return $"{type.Namespace}.{Name(type)}: {kind}{(above.Length > 0 ? $" ({string.Join(", ", above)})" : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var field in type.GetFields(Declared).Where(field => Offered(field) && !field.IsSpecialName))
        {
            yield return field.IsLiteral
                ? $"{field.Name} = {field.GetRawConstantValue()}"
                : $"{(field.IsStatic ? "static " : "")}{field.Name}: {Name(field.FieldType)}";
        }

        foreach (var made in type.GetConstructors(Declared).Where(Offered))
        {
            var copies = made.GetParameters() is [{ } one] && one.ParameterType == type;
            if (!copies)
            {
                yield return $"new({Parameters(made)})";
            }
        }

        foreach (var property in type.GetProperties(Declared).Where(property => !OfRecords.Contains(property.Name)))
        {
            var (get, set) = (Shown(property.GetMethod), Shown(property.SetMethod));
            if (get is not null || set is not null)
            {
                var fixedOnce = set?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
                var index = property.GetIndexParameters() is { Length: > 0 } at
                    ? $"[{string.Join(", ", at.Select(x => Name(x.ParameterType)))}]"
                    : "";
                yield return $"{((get ?? set)!.IsStatic ? "static " : "")}{property.Name}{index}: {Name(property.PropertyType)} {{{(get is null ? "" : " get;")}{(set is null ? "" : fixedOnce ? " init;" : " set;")} }}";
            }
        }

        foreach (var method in type.GetMethods(Declared).Where(Offered))
        {
            var ofOthers =
                (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal))
                || OfRecords.Contains(method.Name)
                || method.Name.Contains('<');
            if (!ofOthers)
            {
                var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
                yield return $"{(method.IsStatic ? "static " : "")}{method.Name}{generic}({Parameters(method)}): {Name(method.ReturnType)}";
            }
        }
    }

    private static MethodInfo? Shown(MethodInfo? method) => method is not null && Offered(method) ? method : null;

    private static bool Offered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool Offered(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(parameter =>
                    $"{(parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref " : "")}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue ?? "default") : "")}"
                )
        );

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[" + new string(',', type.GetArrayRank() - 1) + "]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        if (Keywords.TryGetValue(type, out var word))
        {
            return word;
        }

        var own = type.IsGenericType ? type.Name.Split('`')[0] : type.Name;
        var nested = type is { IsNested: true, IsGenericParameter: false } ? Name(type.DeclaringType!) + "." : "";
        return type.IsGenericType && type.Name.Contains('`')
            ? $"{nested}{own}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : nested + own;
    }
}
