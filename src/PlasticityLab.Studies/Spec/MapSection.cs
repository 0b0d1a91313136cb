using PlasticityLab.Models.LearningRules;
using PlasticityLab.Numerics;

namespace PlasticityLab.Studies.Spec;

/// <summary>A map of behaviours over two quantities, sampled where behaviour changes.</summary>
public sealed record MapSection
{
    /// <summary>A rule of the study by its name there, with its values in the condition; or any rule of the catalogue, with its
    /// defaults.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Condition; empty: the first.</summary>
    public string Condition { get; init; } = "";

    /// <summary>What varies along x: a parameter of the rule, weight_max, training_gain, decay, symmetric (rule compass only: share of the
    /// symmetric part, 0 STDP, 1 Hebb), adaptation, noise_sd, item_ms, gap_ms, inhibition or gain.</summary>
    public string X { get; init; } = "";

    /// <summary>Least x.</summary>
    public double XFrom { get; init; }

    /// <summary>Largest x.</summary>
    public double XTo { get; init; } = 1;

    /// <summary>x by decades.</summary>
    public bool XLog { get; init; }

    /// <summary>What varies along y, likewise.</summary>
    public string Y { get; init; } = "";

    /// <summary>Least y.</summary>
    public double YFrom { get; init; }

    /// <summary>Largest y.</summary>
    public double YTo { get; init; } = 1;

    /// <summary>y by decades.</summary>
    public bool YLog { get; init; }

    /// <summary>Points along each axis to begin with.</summary>
    public int Steps { get; init; } = 5;

    /// <summary>How often a cell whose corners behave differently is halved.</summary>
    public int Refinements { get; init; } = 2;

    /// <summary>Networks at each point; the first of the study's seeds.</summary>
    public int Seeds { get; init; } = 2;

    /// <summary>w_I at recall, for a rule that is not of the study.</summary>
    public double Inhibition { get; init; } = 2;

    /// <summary>γ at recall, for a rule that is not of the study.</summary>
    public double Gain { get; init; } = 1;

    /// <summary>One sentence for each problem.</summary>
    internal IEnumerable<string> Problems(StudySpec study, string path)
    {
        var own = study.Rules.FirstOrDefault(rule => rule.Name == Rule);
        var id =
            own?.Learning.Rule ?? (RuleCatalog.Cards.FirstOrDefault(card => Names.Same(card.Id, Rule) || Names.Same(card.Short, Rule))?.Id);
        if (id is null)
        {
            yield return $"{path}.rule must be a rule of the study ({string.Join(", ", study.Rules.Select(rule => rule.Name))}) or of the catalogue, but is \"{Rule}\".";
        }

        if (Condition.Length > 0 && !study.Conditions.ContainsKey(Condition))
        {
            yield return $"{path}.condition: there is no condition \"{Condition}\". Conditions: {string.Join(", ", study.Conditions.Keys)}.";
        }

        foreach (var (name, axis, from, to, log) in new[] { ("x", X, XFrom, XTo, XLog), ("y", Y, YFrom, YTo, YLog) })
        {
            if (id is not null && !Known(id, axis, own?.Learning))
            {
                yield return $"{path}.{name} must be a parameter of {Rule} or one of {string.Join(", ", Execution.BehaviourMaps.Axes)}{(Names.Same(id, "compass") ? ", symmetric" : "")}, but is \"{axis}\".";
            }

            if (!(from < to) || (log && !(from > 0)))
            {
                yield return $"{path}.{name}_from and {name}_to must be rising{(log ? " and above 0 by decades" : "")}, but are {from:R} and {to:R}.";
            }
        }

        if (X == Y)
        {
            yield return $"{path}: x and y must be different things, but both are \"{X}\".";
        }

        if (Steps < 2 || Refinements < 0 || Refinements > 6 || Seeds < 1 || Seeds > study.Seeds.Count)
        {
            yield return $"{path} needs at least 2 steps, from 0 to 6 refinements and from 1 to {study.Seeds.Count} seeds, but has {Steps}, {Refinements} and {Seeds}.";
        }
    }

    private static bool Known(string id, string axis, Runs.LearningChoice? learning) =>
        Execution.BehaviourMaps.Axes.Contains(axis)
        || (axis == "symmetric" && Names.Same(id, "compass"))
        || (learning?.Equation is not null && learning.Parameters.ContainsKey(axis))
        || (
            !Names.Same(id, "text")
            && !Names.Same(id, "oracle")
            && Settings.Numbers(RuleCatalog.TypeOf(id)).Any(parameter => Names.Same(parameter.Name, axis))
        )
        || (Names.Same(id, "oracle") && axis is "self" or "forward" or "backward");
}
