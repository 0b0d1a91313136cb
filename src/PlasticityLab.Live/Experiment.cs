using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Models.Networks;
using PlasticityLab.Models.Tasks;
using PlasticityLab.Models.Tunes;
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
        MostUnits = 600,
        MostNotes = 32;
    private const double Long = 2; // quarter notes
    private static readonly char[] Digits = [.. "0123456789"];

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

    /// <summary>P, number of items; a tune has as many as it has notes.</summary>
    public int Items { get; init; } = 8;

    /// <summary>A built-in tune by its id, each note of which is an item of its own; empty: letters.</summary>
    public string Tune { get; init; } = "";

    /// <summary>n_A, neurons of an item; no neuron belongs to two.</summary>
    public int AssemblySize { get; init; } = 8;

    /// <summary>Presentations of the sequence.</summary>
    public int Presentations { get; init; } = 15;

    /// <summary>T_on, how long an item is heard [s].</summary>
    [Unit("s")]
    public double ItemDuration { get; init; } = 0.040;

    /// <summary>b_a, adaptation [1].</summary>
    public double Adaptation { get; init; }

    /// <summary>τ_a, time constant of adaptation [s].</summary>
    [Unit("s")]
    public double AdaptationTau { get; init; } = 0.100;

    /// <summary>Another order in every presentation.</summary>
    public bool Shuffled { get; init; }

    /// <summary>No pause between presentations, so that the last item leads on to the first.</summary>
    public bool Ring { get; init; }

    /// <summary>w_max [1].</summary>
    public double WeightMax { get; init; } = 1.5;

    /// <summary>Cap on the sum of a neuron's positive weights, in units of its initial value [1]; as JSON "Infinity" for none.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Cap { get; init; } = 2.5;

    /// <summary>Soft bounds.</summary>
    public bool SoftBounds { get; init; }

    /// <summary>Seed of weights, items and noise.</summary>
    public ulong Seed { get; init; } = 100;

    /// <summary>The names of items: letters, or the notes of the tune.</summary>
    public IEnumerable<string> Names =>
        Heard is { } tune
            ? tune.ToNotes().Split(' ').Where(word => word[0] != 'R').Select(word => word[..word.IndexOfAny(Digits)])
            : Enumerable.Range(0, Items).Select(k => ((char)('A' + k)).ToString());

    /// <summary>The tune that is heard, up to the last long note among its first 32; null: letters.</summary>
    internal Tune? Heard
    {
        get
        {
            if (Tune.Length == 0)
            {
                return null;
            }

            var whole = TuneCollection.Get(Tune);
            var notes = whole.Notes.Take(MostNotes).ToArray();
            var end = notes.Length == whole.Notes.Length ? notes.Length : 1 + Array.FindLastIndex(notes, note => note.Duration >= Long);
            return whole.With(end > 1 ? notes[..end] : notes);
        }
    }

    // A tune has an item for each note.
    private int Count => Heard?.Notes.Length ?? Items;

    /// <summary>One sentence for each value that is out of its range.</summary>
    public IEnumerable<string> Problems() =>
        Tune.Length > 0 && !TuneCollection.Ids.Contains(Tune)
            ? [$"There is no built-in tune \"{Tune}\". {Numerics.Foundation.Names.Known(Tune, TuneCollection.Ids)}"]
            : Require.All(
                Require.Between(Items, 2, 26),
                Require.AtLeast(AssemblySize, 1),
                (long)Count * AssemblySize is < LeastUnits or > MostUnits
                    ? $"items times assembly_size must lie in {LeastUnits} .. {MostUnits} neurons, but is {(long)Count * AssemblySize}; larger networks are run by study run."
                    : null,
                Require.Between(Presentations, 1, 200),
                Require.Between(ItemDuration, 0.005, 0.5),
                Require.Between(Adaptation, 0, 100),
                Require.Between(AdaptationTau, 0.005, 10)
            );

    /// <summary>The network.</summary>
    public RateNetwork Network() =>
        new()
        {
            Units = Count * AssemblySize,
            AssemblySize = AssemblySize,
            Adaptation = Adaptation,
            AdaptationTau = AdaptationTau,
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
            Items = Count,
            AssemblySize = AssemblySize,
            Overlapping = false,
            Item = ItemDuration,
            Silence = Ring ? 0 : new Chain().Silence,
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
