using PlasticityLab.Models.LearningRules;
using PlasticityLab.Studies.Analyses;

namespace PlasticityLab.Studies.Spec;

/// <summary>A map of behaviours over two quantities, sampled where behaviour changes.</summary>
public sealed record MapSection
{
    /// <summary>A rule of the study by its name there, with its values in the condition; or any rule of the catalogue, with its
    /// defaults.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Condition; empty: the first.</summary>
    public string Condition { get; init; } = "";

    /// <summary>What varies along x, by its path in a run: learning.rule.eta, learning.weight_max, network.noise_sd, task.item,
    /// readout.gain, …; of the rule compass also learning.rule.symmetric (share of the symmetric part, 0 STDP, 1 Hebb).</summary>
    public string X { get; init; } = "";

    /// <summary>Least x, with its unit.</summary>
    public string XFrom { get; init; } = "0";

    /// <summary>Largest x, with its unit.</summary>
    public string XTo { get; init; } = "1";

    /// <summary>x by decades.</summary>
    public bool XLog { get; init; }

    /// <summary>What varies along y, likewise.</summary>
    public string Y { get; init; } = "";

    /// <summary>Least y, with its unit.</summary>
    public string YFrom { get; init; } = "0";

    /// <summary>Largest y, with its unit.</summary>
    public string YTo { get; init; } = "1";

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
        var id = own?.Learning.Rule ?? RuleCatalog.Find(Rule)?.Id;
        if (id is null)
        {
            yield return $"{path}.rule must be a rule of the study ({string.Join(", ", study.Rules.Select(rule => rule.Name))}) or of the catalogue, but is \"{Rule}\".";
        }

        if (Condition.Length > 0 && !study.Conditions.ContainsKey(Condition))
        {
            yield return $"{path}.condition: there is no condition \"{Condition}\". Conditions: {string.Join(", ", study.Conditions.Keys)}.";
        }

        foreach (var (name, axis, log) in new[] { ("x", X, XLog), ("y", Y, YLog) })
        {
            foreach (var problem in id is null ? [] : AxisProblems(study, path, name, axis, log, id, own?.Learning))
            {
                yield return problem;
            }
        }

        if (Names.Same(X, Y))
        {
            yield return $"{path}: x and y must be different things, but both are \"{X}\".";
        }

        if (Steps < 2 || Refinements < 0 || Refinements > 6 || Seeds < 1 || Seeds > study.Seeds.Count)
        {
            yield return $"{path} needs at least 2 steps, from 0 to 6 refinements and from 1 to {study.Seeds.Count} seeds, but has {Steps}, {Refinements} and {Seeds}.";
        }
    }

    private IEnumerable<string> AxisProblems(
        StudySpec study,
        string path,
        string name,
        string axis,
        bool log,
        string id,
        Runs.LearningChoice? learning
    )
    {
        try
        {
            var run = study.Template with { Learning = learning ?? new Runs.LearningChoice { Rule = id } };
            var (from, to) = Range(name == "y", run);
            _ = from < to && (!log || from > 0) ? PhaseDiagrams.Set(run, axis, from) : run;
            return from < to && (!log || from > 0)
                ? []
                :
                [
                    $"{path}.{name}_from and {name}_to must be rising{(log ? " and above 0 by decades" : "")}, but are {from:R} and {to:R}.",
                ];
        }
        catch (UserError error)
        {
            return [$"{path}.{name}: {error.Message}"];
        }
    }

    /// <summary>The ends of an axis, in the plain unit of what is varied.</summary>
    internal (double From, double To) Range(bool y, Runs.RunSpec run)
    {
        var (name, from, to) = y ? (Y, YFrom, YTo) : (X, XFrom, XTo);
        var unit = PhaseDiagrams.UnitAt(run, name);
        return (Quantity.Parse(from, unit, name), Quantity.Parse(to, unit, name));
    }
}
