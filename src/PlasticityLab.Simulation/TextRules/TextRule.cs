using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Synapses;
using PlasticityLab.Numerics;

namespace PlasticityLab.Simulation.TextRules;

/// <summary>Learning rules typed as text. An equation is parsed with a closed set of symbols, written out from its syntax tree as a rule
/// struct and compiled in memory, so that it enters the same kernels as a rule of the catalogue, with the same bits and at the same
/// speed.</summary>
public static partial class TextRule
{
    private static readonly ConcurrentDictionary<string, Lazy<ILearningRule>> Compiled = new(StringComparer.Ordinal);

    /// <summary>The rule of an equation such as <c>dw = eta*(pre.rate*post.rate - alpha*post.rate^2*w)</c>, meaning dw/dt [weight
    /// unit/s].</summary>
    /// <param name="equation">The equation; the left side may be left out.</param>
    /// <param name="parameters">Value of each named parameter; each must be used.</param>
    /// <exception cref="UserError">The equation names something a synapse cannot see, or is no equation; the sentence says where and what
    /// is allowed.</exception>
    public static ILearningRule Compile(string equation, IReadOnlyDictionary<string, double> parameters)
    {
        var (tree, traces, used, _) = TextRuleParser.Parse(equation, parameters);
        // Parameters are constants of the struct: the JIT sees numbers, and two rules with other numbers are two rules.
        var source = Source(equation, tree, traces, used, parameters);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..16];
        return Compiled.GetOrAdd(hash, _ => new(() => Build(source, hash))).Value;
    }

    /// <summary>The same rule read off its syntax tree, without a compiler: for writing it as a kernel and for asking the formula. Carried out
    /// by the engine it is slow where it has no low-rank form.</summary>
    /// <exception cref="UserError">As in <see cref="Compile"/>.</exception>
    public static ILearningRule Interpret(string equation, IReadOnlyDictionary<string, double> parameters)
    {
        var (tree, traces, _, _) = TextRuleParser.Parse(equation, parameters);
        return new TreeRule(tree, traces, parameters);
    }

    /// <summary>Checks an equation without compiling it; answers the traces it reads.</summary>
    /// <exception cref="UserError">As in <see cref="Compile"/>.</exception>
    public static Traces Check(string equation, IReadOnlyDictionary<string, double> parameters) =>
        TextRuleParser.Parse(equation, parameters).Traces;

    /// <summary>The parameters that an equation uses as time constants, so that their values are times; none when it is no
    /// equation.</summary>
    /// <param name="equation">The equation.</param>
    /// <param name="names">Its parameters.</param>
    public static IReadOnlySet<string> TimeConstants(string equation, IEnumerable<string> names)
    {
        try
        {
            return TextRuleParser.Parse(equation, names.Distinct().ToDictionary(name => name, _ => 1.0)).Times;
        }
        catch (UserError)
        {
            return new HashSet<string>(); // what is wrong is told when the rule is made
        }
    }

    /// <summary>An equation whose time constants were bare numbers of seconds, with their units: <c>pre.fast(0.02)</c> becomes
    /// <c>pre.fast(20 ms)</c>.</summary>
    public static string WithUnits(string equation) =>
        BareTime()
            .Replace(
                equation,
                match =>
                    Quantity.TryNumber(match.Groups[2].Value, out var seconds, out _)
                        ? $"{match.Groups[1].Value}{Quantity.Show(seconds, "s")}"
                        : match.Value
            );

    [GeneratedRegex(@"(\.\s*(?:fast|slow)\s*\(\s*)([0-9.]+(?:[eE][+-]?[0-9]+)?)(?=\s*[,)])")]
    private static partial Regex BareTime();

    /// <summary>What an equation is, without compiling it: whether it tells before from after is read off its window
    /// (<see cref="RuleWindow"/>).</summary>
    /// <exception cref="UserError">As in <see cref="Compile"/>.</exception>
    public static RuleCard Card(string equation, IReadOnlyDictionary<string, double> parameters)
    {
        var (tree, traces, used, _) = TextRuleParser.Parse(equation, parameters);
        return Card(equation, tree, traces, used, parameters);
    }

    private static RuleCard Card(string equation, Syntax tree, Traces traces, string[] used, IReadOnlyDictionary<string, double> parameters)
    {
        var (family, reversal) = RuleWindow.Kind(new TreeRule(tree, traces, parameters));
        return TreeRule.Card with
        {
            Equation =
                $"dw/dt = {equation[(equation.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()}"
                + (used.Length == 0 ? "" : " with " + string.Join(", ", used.Select(name => $"{name} = {Literal(parameters[name])}"))),
            Family = family,
            Reversal = reversal,
        };
    }

    internal static string Source(
        string equation,
        Syntax tree,
        Traces traces,
        string[] used,
        IReadOnlyDictionary<string, double> parameters
    )
    {
        var text = new StringBuilder();
        text.AppendLine("using System.Collections.Generic;")
            .AppendLine("using PlasticityLab.Models.LearningRules;")
            .AppendLine("using PlasticityLab.Numerics.Lanes;");
        text.AppendLine("public readonly record struct TypedRule() : ILearningRule<TypedRule>").AppendLine("{");
        var card = Card(equation, tree, traces, used, parameters);
        text.AppendLine(
            $"    public static RuleCard Card => new(\"{card.Id}\", \"{card.Short}\", \"{card.Name}\", {SymbolDisplay.FormatLiteral(card.Equation, quote: true)}, \"{card.Source}\", RuleFamily.{card.Family}, TimeReversal.{card.Reversal}, \"{card.Intuition}\");"
        );
        foreach (var name in used)
        {
            text.AppendLine($"    private const double p_{name} = {Literal(parameters[name])};");
        }

        text.AppendLine(
            $"    public Traces Traces => new({Of(traces.PreFast)}, {Of(traces.PreSlow)}, {Of(traces.PostFast)}, {Of(traces.PostSlow)});"
        );
        text.AppendLine("    public IEnumerable<string> Problems() => [];");
        text.AppendLine("    public TLane DwDt<TLane>(in Pre<TLane> pre, in Post<TLane> post, TLane w) where TLane : struct, ILane<TLane>");
        text.AppendLine($"        => {Lane(tree)};");
        // x² and x³ are products, as one would write them by hand.
        text.AppendLine("    private static TLane Power2<TLane>(TLane x) where TLane : struct, ILane<TLane> => x * x;");
        text.AppendLine("    private static TLane Power3<TLane>(TLane x) where TLane : struct, ILane<TLane> => x * x * x;").AppendLine("}");
        return text.ToString();

        static string Of(Trace trace) => $"new Trace(TraceKind.{trace.Kind}, {Literal(trace.Tau)})";
    }

    private static string Literal(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture) is var digits && digits.AsSpan().IndexOfAny('.', 'E') < 0
            ? digits + ".0"
            : value.ToString("R", CultureInfo.InvariantCulture);

    // Pieces without signals stay plain numbers, as they would in a rule written by hand; the order of all operations is the one typed.
    private static string Number(Syntax syntax) =>
        syntax switch
        {
            NumberSyntax number => Literal(number.Value),
            ParameterSyntax parameter => "p_" + parameter.Name,
            NegativeSyntax negative => $"(-{Number(negative.Inner)})",
            OperationSyntax operation => $"({Number(operation.Left)} {operation.Operator} {Number(operation.Right)})",
            PowerSyntax power => $"System.Math.Pow({Number(power.Base)}, {Literal(power.Exponent)})",
            CallSyntax call =>
                $"System.Math.{char.ToUpperInvariant(call.Function[0])}{call.Function[1..]}({string.Join(", ", call.Arguments.Select(Number))})",
            _ => throw new InvalidOperationException(),
        };

    private static string Lane(Syntax syntax) =>
        syntax.IsNumber
            ? $"TLane.Splat({Number(syntax)})"
            : syntax switch
            {
                SignalSyntax signal => $"{(signal.IsPre ? "pre" : "post")}.{signal.Member}",
                WeightSyntax => "w",
                NegativeSyntax negative => $"(-{Lane(negative.Inner)})",
                OperationSyntax { Operator: not '/' } operation when operation.Left.IsNumber =>
                    $"({Number(operation.Left)} {operation.Operator} {Lane(operation.Right)})",
                OperationSyntax operation => $"({Lane(operation.Left)} {operation.Operator} {Lane(operation.Right)})",
                PowerSyntax { Exponent: 2 or 3 } power => $"Power{power.Exponent}({Lane(power.Base)})",
                PowerSyntax power => $"TLane.Pow({Lane(power.Base)}, {Literal(power.Exponent)})",
                CallSyntax call =>
                    $"TLane.{char.ToUpperInvariant(call.Function[0])}{call.Function[1..]}({string.Join(", ", call.Arguments.Select(Lane))})",
                _ => throw new InvalidOperationException(),
            };

    private static ILearningRule Build(string source, string hash)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(file =>
                Path.GetFileName(file)
                    is "System.Runtime.dll"
                        or "System.Private.CoreLib.dll"
                        or "System.Collections.dll"
                        or "netstandard.dll"
            )
            .Append(typeof(ILearningRule).Assembly.Location)
            .Append(typeof(Numerics.Lanes.Lane1).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            $"TypedRule_{hash}",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview))],
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            // The tree was checked, so this is a fault of the writer above, not of the user.
            throw new InvalidOperationException(
                "A checked equation did not compile: "
                    + string.Join("; ", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
            );
        }

        image.Position = 0;
        var context = new AssemblyLoadContext($"TypedRule_{hash}", isCollectible: true);
        context.Resolving += (_, name) => AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(a => a.GetName().Name == name.Name);
        return (ILearningRule)Activator.CreateInstance(context.LoadFromStream(image).GetType("TypedRule")!)!;
    }
}
