using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Foundation;
using PlasticityLab.Simulation.Rate;
using PlasticityLab.Simulation.TextRules;

namespace PlasticityLab.Live;

/// <summary>One experiment of the live lab: a small network that hears a sequence of items and learns by one rule. The defaults are one
/// setting for every rule, chosen so that the rules can be told apart by what they do.</summary>
internal sealed record Experiment
{
    private const int LeastUnits = 8,
        MostUnits = 600;

    // What differs from the defaults of the catalogue, where a rule has it.
    private static readonly Dictionary<string, double> Own = new(StringComparer.Ordinal)
    {
        ["eta"] = 10,
        ["tau_plus"] = 0.012,
        ["tau_minus"] = 0.012,
        ["a_minus"] = 0.4,
    };

    /// <summary>The rule, by its id.</summary>
    public string Rule { get; init; } = "causal_trace_hebb";

    /// <summary>A rule typed as text instead; empty: none.</summary>
    public string Equation { get; init; } = "";

    /// <summary>Parameters of the rule that differ [SI].</summary>
    public ImmutableDictionary<string, double> Parameters { get; init; } = [];

    /// <summary>P, number of items.</summary>
    public int Items { get; init; } = 8;

    /// <summary>n_A, neurons of an item; no neuron belongs to two.</summary>
    public int AssemblySize { get; init; } = 8;

    /// <summary>Presentations of the sequence.</summary>
    public int Presentations { get; init; } = 15;

    /// <summary>b_a, adaptation [1].</summary>
    public double Adaptation { get; init; }

    /// <summary>Another order in every presentation.</summary>
    public bool Shuffled { get; init; }

    /// <summary>w_max [1].</summary>
    public double WeightMax { get; init; } = 1.5;

    /// <summary>Cap on the sum of a neuron's positive weights, in units of its initial value [1].</summary>
    public double Cap { get; init; } = 2.5;

    /// <summary>Soft bounds.</summary>
    public bool SoftBounds { get; init; }

    /// <summary>Seed of weights, items and noise.</summary>
    public ulong Seed { get; init; } = 100;

    /// <summary>The names of items: letters.</summary>
    public IEnumerable<string> Names => Enumerable.Range(0, Items).Select(k => ((char)('A' + k)).ToString());

    /// <summary>One sentence for each value that is out of its range.</summary>
    public IEnumerable<string> Problems() =>
        Require.All(
            Require.Between(Items, 2, 26),
            Require.AtLeast(AssemblySize, 1),
            Items * AssemblySize is < LeastUnits or > MostUnits
                ? $"items times assembly_size must lie in {LeastUnits} .. {MostUnits} neurons, but is {Items * AssemblySize}; larger networks are run by study run."
                : null,
            Require.Between(Presentations, 1, 200),
            Require.Between(Adaptation, 0, 100)
        );

    /// <summary>The network.</summary>
    public RateNetwork Network() =>
        new()
        {
            Units = Items * AssemblySize,
            AssemblySize = AssemblySize,
            Adaptation = Adaptation,
            Arithmetic = Arithmetic.Portable,
        };

    /// <summary>The rule and its constraints.</summary>
    /// <exception cref="UserError">The rule is not known, a parameter is not its, or the equation is not one.</exception>
    public LearningSpec Learning() =>
        new()
        {
            Rule = Made(),
            WeightMax = WeightMax,
            Cap = Cap,
            SoftBounds = SoftBounds,
        };

    /// <summary>What is heard and asked.</summary>
    public Chain Task() =>
        new()
        {
            Items = Items,
            AssemblySize = AssemblySize,
            Overlapping = false,
            Epochs = Presentations,
            Shuffled = Shuffled,
            Names = [.. Names],
        };

    private ILearningRule Made()
    {
        if (Equation.Length > 0)
        {
            return TextRule.Interpret(Equation, Parameters);
        }

        var known = Settings.Numbers(RuleCatalog.TypeOf(Rule)).Select(setting => setting.Name).ToHashSet();
        return RuleCatalog.Create(Rule, [.. Own.Where(p => known.Contains(p.Key) && !Parameters.ContainsKey(p.Key)), .. Parameters]);
    }
}
