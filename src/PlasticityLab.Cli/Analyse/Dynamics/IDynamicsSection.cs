using System.CommandLine;
using System.CommandLine.Parsing;

namespace PlasticityLab.Cli.Analyse.Dynamics;

/// <summary>
/// One part of <c>plasticity analyse dynamics</c>, as in <c>--nullclines</c>. A section is one class with a constructor without parameters,
/// anywhere in this assembly, found by scan: its options appear on the command, and when asked for it adds fields to the JSON document and
/// lines to the text.
/// </summary>
/// <example><code>
/// internal sealed class CyclesSection : IDynamicsSection
/// {
///     private readonly Option&lt;bool&gt; _cycles = new("--cycles") { Description = "Find limit cycles" };
///     public int Order => 50;
///     public IEnumerable&lt;Option&gt; Options => [_cycles];
///     public bool IsAsked(ParseResult arguments) => arguments.GetValue(_cycles);
///     public bool IsDefault(DynamicsContext context) => false;      // run when the user names no section at all?
///     public void Compute(DynamicsContext context)
///     {
///         var cycle = Find(context.System, context.Cancellation);
///         context.Result["limit_cycle"] = DynamicsContext.Json(cycle);   // records become snake_case fields; NaN becomes null
///         context.Text.WriteLine($"limit cycle  period {cycle.Period:R}");
///     }
/// }
/// </code></example>
internal interface IDynamicsSection
{
    /// <summary>Place in the output: 10 equilibria, 20 nullclines, 30 separatrices, 40 basins, 50 cycles, 60 bifurcations, 70 Lyapunov
    /// exponents, 80 attractors, 90 figures.</summary>
    int Order { get; }

    /// <summary>The options it adds to the command.</summary>
    IEnumerable<Option> Options { get; }

    /// <summary>Whether the user asked for it.</summary>
    bool IsAsked(ParseResult arguments);

    /// <summary>Whether it runs when no section was asked for.</summary>
    bool IsDefault(DynamicsContext context);

    /// <summary>Computes and adds to the result and the text. Bad input: a UserError. "Nothing found" is a result.</summary>
    void Compute(DynamicsContext context);
}
