using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Numerics.Random;
using PlasticityLab.Numerics.Statistics;
using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Analysis.Inference;

/// <summary>A term of the inferred rule.</summary>
/// <param name="Term">The term.</param>
/// <param name="Coefficient">Its coefficient, with a bootstrap interval at the time constants found [weight unit/s at unit activity].</param>
/// <param name="R2Without">Share of the variance explained when it is left out and the others are fitted anew [1].</param>
public sealed record InferredTerm(SpaceTerm Term, Interval Coefficient, double R2Without);

/// <summary>A formula that explains the recording as well.</summary>
/// <param name="Text">The rule as text.</param>
/// <param name="R2">Share of the variance that it explains [1].</param>
/// <param name="Rule">The rule.</param>
public sealed record EqualFormula(string Text, double R2, BilinearRule Rule);

/// <summary>Which local rule changed recorded weights.</summary>
/// <remarks>The cumulated changes of the weights are regressed on the cumulated features of the space of rules, each synapse with a start of its own;
/// see docs/theory/which-rule.md.</remarks>
public sealed record RuleInference
{
    /// <summary>What is left over is noise only where this interval of von Neumann's ratio reaches so far [1].</summary>
    public const double NoiseAbove = 1.7;

    private const int FewestSynapses = 3;

    /// <summary>Why nothing can be inferred, one sentence; null: something can.</summary>
    public string? WhyNothing { get; internal init; }

    /// <summary>What was used.</summary>
    public required RecordingUse Used { get; init; }

    /// <summary>The terms of the rule, the most important first.</summary>
    public IReadOnlyList<InferredTerm> Terms { get; internal init; } = [];

    /// <summary>The time constants; NaN where the rule reads none [s].</summary>
    public TraceTimes Times { get; internal init; } = new(double.NaN, double.NaN);

    /// <summary>The inferred rule as a point of the space.</summary>
    public BilinearRule Rule { get; internal init; }

    /// <summary>Share of the variance of the weights over time, each about its own mean, that it explains [1].</summary>
    public Interval R2 { get; internal init; }

    /// <summary>Von Neumann's ratio of what it leaves: 2 for noise, less where a term is missing [1].</summary>
    public Interval Roughness { get; internal init; }

    /// <summary>Standard deviation of what it leaves, that is of one reading when it is the right rule [weight unit].</summary>
    public double Noise { get; internal init; }

    /// <summary>Whether what it leaves is no noise: no sum of the terms offered is the rule.</summary>
    public bool TermMissing { get; internal init; }

    /// <summary>Ridge: strength in units of each column's length, coefficients of all terms that can be told apart, and R² on synapses left
    /// out.</summary>
    public (double Strength, IReadOnlyList<(SpaceTerm Term, double Coefficient)> Coefficients, double R2) Ridge { get; internal init; }

    /// <summary>Singular values of all features in units of their lengths, descending [1].</summary>
    public IReadOnlyList<double> SingularValues { get; internal init; } = [];

    /// <summary>Terms that this recording cannot tell from sums of others: its near-null directions.</summary>
    public IReadOnlyList<TermConfusion> Confusions { get; internal init; } = [];

    /// <summary>Other formulas that explain the recording as well: other subsets, and those that the near-null directions allow.</summary>
    public IReadOnlyList<EqualFormula> Equal { get; internal init; } = [];

    /// <summary>The rules of the catalogue, the best first.</summary>
    public IReadOnlyList<CatalogueFit> Catalogue { get; internal init; } = [];

    /// <summary>The experiment that would tell apart what explains the recording equally well; null: nothing is to be told apart.</summary>
    public ProposedExperiment? Next { get; internal init; }

    /// <summary>What <see cref="Next"/> would tell apart, by name.</summary>
    public IReadOnlyList<(string Name, ILearningRule Rule)> Rivals { get; internal init; } = [];

    /// <summary>Rules of the catalogue that explain the recording as well as anything.</summary>
    public IEnumerable<CatalogueFit> EqualRules => Catalogue.Where(fit => fit.AsGood);

    /// <summary><see cref="EqualRules"/>, those together that are one formula with the values found: no experiment on rates tells them
    /// apart.</summary>
    public IReadOnlyList<IReadOnlyList<CatalogueFit>> EqualGroups
    {
        get
        {
            var groups = new List<List<CatalogueFit>>();
            foreach (var fit in EqualRules)
            {
                if (groups.Find(group => fit.IsOneWith(group[0])) is { } group)
                {
                    group.Add(fit);
                }
                else
                {
                    groups.Add([fit]);
                }
            }

            return groups;
        }
    }

    /// <summary>The inferred rule as text, numbers to three digits.</summary>
    public string Text => TextOf(Rule);

    /// <summary>Infers the rule.</summary>
    /// <exception cref="UserError">The recording does not hold together; one sentence a problem.</exception>
    public static RuleInference Of(RuleRecording recording, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        UserError.ThrowIfAny([.. recording.Problems()]);
        options ??= new();
        var (selection, grid) = (RecordingSelection.Of(recording, options), Grid(recording));
        return Nothing(recording, selection, grid) is { } why
            ? new() { WhyNothing = why, Used = selection.Used }
            : new InferenceWork(recording, options, selection, grid).Infer();
    }

    internal static string TextOf(BilinearRule rule)
    {
        static double Rounded(double tau) => Quantity.Number(tau.Text("G3"), "a time constant");
        return BilinearForm.Text(
            rule with
            {
                TauPreFast = Rounded(rule.TauPreFast),
                TauPreSlow = Rounded(rule.TauPreSlow),
                TauPostFast = Rounded(rule.TauPostFast),
                TauPostSlow = Rounded(rule.TauPostSlow),
            },
            3
        );
    }

    // Time constants from 4 ms (or two steps) to a quarter of the recording, at most 1 s; each is less than half more than the one before.
    private static double[] Grid(RuleRecording recording)
    {
        var (low, high) = (Math.Max(0.004, 2 * recording.Dt), Math.Min(1, recording.Pre.Rows * recording.Dt / 4));
        var count = high > low ? Math.Max(2, (int)Math.Ceiling(Math.Log(high / low) / Math.Log(1.5)) + 1) : 0;
        return [.. Enumerable.Range(0, count).Select(k => low * Math.Pow(high / low, k / (count - 1.0)))];
    }

    private static string? Nothing(RuleRecording recording, RecordingSelection selection, double[] grid)
    {
        var (synapses, used) = (selection.Synapses, selection.Used);
        if (grid.Length == 0)
        {
            return $"Nothing can be told: the recording has {recording.Pre.Rows} steps of {Quantity.Show(recording.Dt, "s")}, too few for any time constant.";
        }

        if (synapses.Length < FewestSynapses)
        {
            return used.AtBound > 0
                ? $"Nothing can be told: {used.AtBound} of {used.AtBound + synapses.Length} synapses are at a bound, where a weight says no longer what the rule wanted; record shorter or with weaker learning."
                : $"Nothing can be told: there are {synapses.Length} synapses with a weight, and at least {FewestSynapses} are needed.";
        }

        var moved = synapses.Any(s => recording.Weights.Any(w => w[s.Post, s.Pre] != recording.Weights[0][s.Post, s.Pre]));
        return moved
            ? null
            : "Nothing can be told: no weight changes from the first reading to the last, so the rule is any that does nothing with this activity.";
    }
}
