using PlasticityLab.Models.LearningRules;

namespace PlasticityLab.Simulation.KWinners;

/// <summary>What a rule writes when one pattern follows another, as three numbers; the largest is ±1.</summary>
/// <param name="Self">Within a pattern, from its beginning to its end.</param>
/// <param name="Forward">From a pattern to the next.</param>
/// <param name="Backward">From a pattern back to the one before.</param>
/// <remarks>Read off the rule's own formula at a weight of 0 (<see cref="PairUpdate"/>). Rules with the same signature are the same rule
/// for linear superposition.</remarks>
public readonly record struct RuleSignature(double Self, double Forward, double Backward)
{
    /// <summary>The signature of a rule.</summary>
    public static RuleSignature Of(ILearningRule rule)
    {
        var change = new PairUpdate(rule, 1, 0.02).Change;
        // bits: post in old, post in new, pre in old, pre in new
        var (self, forward, backward) = (change[0b0101] + change[0b1010], change[0b0110], change[0b1001]);
        var largest = new[] { self, forward, backward }.Max(Math.Abs);
        return largest > 1e-9 ? new(Round(self / largest), Round(forward / largest), Round(backward / largest)) : default;
    }

    private static double Round(double value) => Math.Round(value, 3) + 0.0;
}
