using PlasticityLab.Simulation.RuleSpace;

namespace PlasticityLab.Studies.Discovery;

/// <summary>Families of rules by their normal form, never by the signs in a formula: what is potentiated and depressed in the window
/// before and after the sender, at the same moment and by change, whether activity alone counts, and whether the rule decays.</summary>
public static class WindowFamily
{
    // A part below this share of the largest is none.
    private const double Least = 0.1;

    /// <summary>Name of the family, such as <c>causal+ acausal-</c>; <c>nothing</c> for a rule that learns nothing from rest to
    /// rest.</summary>
    public static string Of(NormalForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var rule = form.Rule;
        (string Name, double Size)[] parts =
        [
            ("causal", form.Causal.Sum(tail => tail.Area)),
            ("acausal", form.Acausal.Sum(tail => tail.Area)),
            ("coincident", rule.RateRate),
            ("change", rule.ChangeRate),
            ("both-change", rule.ChangeChange),
            ("post-alone", rule.RateOne),
            ("pre-alone", rule.OneRate),
        ];
        var largest = parts.Max(part => Math.Abs(part.Size));
        string[] names =
        [
            .. parts
                .Where(part => largest > 0 && Math.Abs(part.Size) >= Least * largest)
                .Select(part => part.Name + (part.Size > 0 ? "+" : "-")),
            .. rule.Kappa.Any(kappa => kappa != 0) ? new[] { "decay" } : [],
        ];
        return names.Length == 0 ? "nothing" : string.Join(' ', names);
    }
}
