using System.Numerics;
using PlasticityLab.Analysis.Dynamics.Cycles;
using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Surgery;

/// <summary>What removing or rescaling one component of the weights changes.</summary>
public sealed record SurgeryResult
{
    /// <summary>Name of the component.</summary>
    public required string Component { get; init; }

    /// <summary>What the component was multiplied by: 0 removes it.</summary>
    public required double Factor { get; init; }

    /// <summary>‖component‖² / ‖W‖² (Frobenius) [1].</summary>
    public required double Share { get; init; }

    /// <summary>W + (factor − 1) component.</summary>
    public required Matrix WeightsAfter { get; init; }

    /// <summary>Eigenvalues of W before.</summary>
    public required IReadOnlyList<Complex> EigenvaluesBefore { get; init; }

    /// <summary>Eigenvalues of W after.</summary>
    public required IReadOnlyList<Complex> EigenvaluesAfter { get; init; }

    /// <summary>What the trajectory from the given start ended in before.</summary>
    public required SettledState Before { get; init; }

    /// <summary>What it ended in after.</summary>
    public required SettledState After { get; init; }

    /// <summary>Root mean square of f_after − f_before over that of f_before, along the old trajectory [1].</summary>
    public required double FlowChange { get; init; }

    /// <summary>Score before, NaN without a scoring function.</summary>
    public required double ScoreBefore { get; init; }

    /// <summary>Score after, NaN without a scoring function.</summary>
    public required double ScoreAfter { get; init; }

    /// <summary>Period before; NaN without a cycle [time].</summary>
    public double PeriodBefore => Before.Cycle?.Period ?? double.NaN;

    /// <summary>Period after; NaN without a cycle [time].</summary>
    public double PeriodAfter => After.Cycle?.Period ?? double.NaN;

    /// <summary>One sentence.</summary>
    public string Sentence
    {
        get
        {
            var verb = Factor == 0 ? "Removing" : $"Scaling by {Factor:G3}";
            var score = double.IsNaN(ScoreBefore) ? "" : $"; the score goes from {ScoreBefore.Text("F3")} to {ScoreAfter.Text("F3")}";
            return $"{verb} the {Component} ({100 * Share:F1} % of the squared weights) changes the flow by {100 * FlowChange:F1} %: {Describe(Before)} becomes {Describe(After)}{score}.";
        }
    }

    private static string Describe(SettledState state) =>
        state.Kind switch
        {
            SettledKind.Equilibrium => "a stable equilibrium",
            SettledKind.LimitCycle => $"a cycle of period {state.Cycle!.Period:G5}",
            SettledKind.Diverged => "a diverging trajectory",
            _ => "a trajectory that does not settle",
        };
}
