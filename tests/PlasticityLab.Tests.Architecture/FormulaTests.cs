using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PlasticityLab.Tests.Architecture;

public class FormulaTests
{
    // Where the loops over synapses are.
    private static readonly string[] Kernels =
    [
        "PlasticityLab.Simulation.Kernels",
        "PlasticityLab.Simulation.Spiking",
        "PlasticityLab.Simulation",
    ];

    [Fact]
    public void No_formula_is_longer_than_1000_bytes_of_IL()
    {
        // A formula of several thousand bytes exhausts the budget of the just-in-time compiler.
        var wrong = House
            .Types.Where(type => type is { IsValueType: true })
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.Name == "DwDt")
            .Select(method => (Name: method.DeclaringType!.Name, Bytes: method.GetMethodBody()!.GetILAsByteArray()!.Length))
            .ToArray();
        Assert.NotEmpty(wrong);
        Assert.Empty(wrong.Where(formula => formula.Bytes > 1000));
    }

    [Fact]
    public void A_kernel_that_evaluates_a_formula_says_whether_it_is_inlined()
    {
        // Left to itself, the compiler once inlined a kernel into its caller for a long rule and the rule ran ten times slower. A kernel is
        // never inlined; a helper inside a kernel always.
        var wrong = new List<string>();
        using var file = new PEReader(File.OpenRead(Assembly.Load("PlasticityLab.Simulation").Location));
        var metadata = file.GetMetadataReader();
        foreach (
            var method in metadata
                .MethodDefinitions.Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0)
        )
        {
            var type = metadata.GetTypeDefinition(method.GetDeclaringType());
            if (
                !Kernels.Contains(metadata.GetString(type.Namespace))
                || metadata.GetString(type.Name).StartsWith("Symbolic", StringComparison.Ordinal)
            )
            {
                continue; // one evaluation for a table, a theory or the symbolic derivation is no kernel
            }

            var said = (method.ImplAttributes & (MethodImplAttributes.NoInlining | MethodImplAttributes.AggressiveInlining)) != 0;
            if (!said && Calls(metadata, file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!, "DwDt"))
            {
                wrong.Add($"{metadata.GetString(type.Name)}.{metadata.GetString(method.Name)}");
            }
        }

        Assert.Empty(wrong);
    }

    // A call is one byte (call 0x28, callvirt 0x6F) and a token of four. A data byte may look like a call, but hardly with the token of
    // this very method behind it.
    private static bool Calls(MetadataReader metadata, byte[] code, string name)
    {
        for (var k = 0; k + 5 <= code.Length; k++)
        {
            if (code[k] is 0x28 or 0x6F && NameOf(metadata, BitConverter.ToInt32(code, k + 1)) == name)
            {
                return true;
            }
        }

        return false;
    }

    private static string? NameOf(MetadataReader metadata, int token)
    {
        try
        {
            var handle = MetadataTokens.EntityHandle(token);
            if (handle.Kind == HandleKind.MethodSpecification)
            {
                handle = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
            }

            return handle.Kind switch
            {
                HandleKind.MemberReference => metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)handle).Name),
                HandleKind.MethodDefinition => metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).Name),
                _ => null,
            };
        }
        catch (Exception error) when (error is BadImageFormatException or ArgumentException or InvalidCastException)
        {
            return null; // these bytes were no token
        }
    }
}
