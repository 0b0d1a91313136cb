using System.Collections.Immutable;
using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Spec;

namespace PlasticityLab.Studies.Claims;

/// <summary>Which way the window of a rule points.</summary>
public enum WindowDirection
{
    /// <summary>Whichever.</summary>
    Any,

    /// <summary>Pre before post strengthens: weights to what follows grow.</summary>
    Forward,

    /// <summary>Post before pre strengthens.</summary>
    Backward,
}

/// <summary>The rules that a claim speaks of: by name, or all of a family. In a study file a name alone, a list of names, or
/// <c>{ family: temporal, pointing: forward }</c>.</summary>
public sealed record Subjects
{
    /// <summary>Rules and controls by their names in the study, or ids of rules, which mean every entry of that rule whatever it is
    /// called; empty: all rules.</summary>
    public ImmutableArray<string> Rules { get; init; } = [];

    /// <summary>Only rules of this family; left out: of any.</summary>
    public RuleFamily? Family { get; init; }

    /// <summary>Only rules whose window points this way.</summary>
    public WindowDirection Pointing { get; init; }

    /// <summary>One sentence for each name that the study does not have and no rule of the catalogue is called.</summary>
    internal IEnumerable<string> Problems(StudySpec study, string setting)
    {
        string[] known = [.. study.Rules.Select(rule => rule.Name), .. ControlNames.Of(study)];
        return from name in Rules
            where !known.Any(other => Names.Same(other, name)) && !Catalog.Of<ILearningRule>().Has(name)
            select $"{setting} names \"{name}\", which is no rule or control of this study. {Names.Known(name, known)}";
    }
}
