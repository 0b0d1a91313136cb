using System.Collections.Immutable;
using System.Globalization;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;
using PlasticityLab.Simulation.RuleSpace;
using PlasticityLab.Studies.Discovery;
using PlasticityLab.Studies.Runs;

namespace PlasticityLab.Cli.Verbs;

/// <summary>What theory says of a rule, as lines of the terminal and for JSON.</summary>
internal static class RuleTheory
{
    /// <summary>The index as it is written: two digits and its sign.</summary>
    public static string Index(double? index) =>
        index switch
        {
            null => "none",
            0 => "0",
            { } value => value.ToString("+0.00;-0.00", CultureInfo.InvariantCulture),
        };

    /// <summary>For JSON.</summary>
    public static object Shape(RulePrediction theory) =>
        new
        {
            Bilinear = theory.Point is { } point ? new { Entry = BilinearForm.Entry(point), Text = BilinearForm.Text(point) } : null,
            NotBilinear = theory.WhyNot,
            NormalForm = theory.Form is { } form
                ? new
                {
                    Text = BilinearForm.Text(form.Rule),
                    form.Area,
                    form.Direction,
                    form.IsEven,
                }
                : null,
            theory.TimeReversalIndex,
            Drift = theory.Drifts.Zip(RulePrediction.Distances, (change, distance) => new { Distance = distance, Change = change }),
            Direction = theory.Direction,
            theory.Same,
        };

    /// <summary>Prints it.</summary>
    /// <param name="theory">The prediction.</param>
    /// <param name="own">Id of the rule itself, which is not named as one that is the same; null: typed.</param>
    public static void Print(RulePrediction theory, string? own)
    {
        if (theory.Point is { } point && theory.Form is { } form)
        {
            Line("in a study", BilinearForm.Entry(point));
            Line("as text", BilinearForm.Text(point));
            Line(
                "normal form",
                $"{BilinearForm.Text(form.Rule, 6)}   (from rest to rest, with no weight at a bound, the rule does what this does)"
            );
            Line("window", $"area {Number(form.Area)}; first moment of its odd part {Number(form.Direction)}");
        }
        else
        {
            Line("bilinear", $"no: {theory.WhyNot}; it has no normal form, and what it does is integrated or simulated");
        }

        Line("direction", theory.Direction);
        if (theory.Drifts.Count > 0)
        {
            Line("time reversal", $"index {Index(theory.TimeReversalIndex)}, (F - B)/(|F| + |B|) at the hand-over of two items of 40 ms");
            Line(
                "one epoch",
                "adds " + string.Join(", ", theory.Drifts.Zip(RulePrediction.Distances, (change, d) => $"L({d}) {Number(change)}"))
            );
        }

        if (theory.Point is { } bilinear)
        {
            Line("predicted", Outcome(bilinear));
        }

        foreach (var same in theory.Same.Where(same => same.Rule != own))
        {
            Line(
                same.Factor > 0 ? "the same as" : "opposite of",
                $"{same.Rule}{(Math.Abs(Math.Abs(same.Factor) - 1) < 1e-9 ? "" : $", at {Math.Abs(same.Factor).ToString("G4", CultureInfo.InvariantCulture)} times its learning rate")}, from rest to rest"
            );
        }
    }

    // The population model in both conditions, with the values of a run that a study leaves out.
    private static string Outcome(BilinearRule point)
    {
        var learning = new LearningChoice
        {
            Rule = BilinearRule.Card.Id,
            Parameters = Settings.Values(point).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        RunSpec[] runs =
        [
            .. new[] { 0.0, 1 }.Select(adaptation => RulePredictor.Population(RulePredictor.Experiment(learning, adaptation))),
        ];
        var spec = learning.ToSpec();
        if (runs[0].Network.Problems(spec, RulePredictor.UnitsPerItem).FirstOrDefault() is { } problem)
        {
            return $"no replay can be computed: {problem}";
        }

        var told = runs.Select(run => Run.Execute(run))
            .Select(result =>
                result.Status is RunStatus.Diverged or RunStatus.Unstable
                    ? Names.Snake(result.Status.ToString())
                    : $"S {result.AtBest(result.Score).ToString("0.00", CultureInfo.InvariantCulture)}"
            );
        return $"{string.Join(" without adaptation, ", told)} with it (population model, w_max {learning.WeightMax.ToString(CultureInfo.InvariantCulture)}, best of 12 operating points; how far to trust it: plasticity discover calibrate)";
    }

    private static void Line(string name, string text) => Console.Out.WriteLine($"  {name, -13} {text}");

    private static string Number(double value) =>
        Math.Abs(value) < 1e-12 ? "0" : $"{(value > 0 ? "+" : "")}{value.ToString("G3", CultureInfo.InvariantCulture)}";
}
