namespace PlasticityLab.Studies.Runs;

/// <summary>Changes one setting of a run by its path: the one mechanism of conditions, sweeps, maps and controls.</summary>
/// <remarks>
/// Paths begin with what is changed: <c>network.adaptation</c>, <c>task.item</c>, <c>learning.weight_max</c>, <c>learning.rule.eta</c> (a
/// parameter of the rule), <c>readout.gain</c>, <c>perturbation.lesion_share</c>.
/// </remarks>
public static class RunPatch
{
    private static readonly string[] Beginnings = ["network", "task", "learning", "readout", "perturbation"];

    /// <summary>The unit that values at a path are written with; empty: bare values.</summary>
    /// <exception cref="UserError">There is no such setting; says what is known there.</exception>
    public static string UnitAt(RunSpec run, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Target(run, path) switch
        {
            (Place.Parameter, var name) => RuleChoice.Units(run.Learning)(name),
            (Place.Readout, _) => "",
            (_, var inner) => Settings.Find(run, inner).Setting.Unit,
        };
    }

    /// <summary>The run with one setting changed, from what was typed: <c>20 ms</c>, <c>2</c>, <c>true</c>.</summary>
    /// <exception cref="UserError">There is no such setting, or the text is no value of it.</exception>
    public static RunSpec With(RunSpec run, string path, string text)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (place, inner) = Target(run, path);
        return place == Place.Setting
            ? Settings.With(run, inner, setting => Settings.Read(OfOneValue(setting, path), text, path))
            : With(run, path, Quantity.Parse(text, UnitAt(run, path), path));
    }

    /// <summary>What was typed, in the one spelling that the study's identity is made of: 0.1 s is 100 ms. What is no value stays.</summary>
    public static string Spelled(RunSpec run, string path, string text)
    {
        try
        {
            var unit = UnitAt(run, path);
            return Quantity.TryParse(text, unit, out var value, out _) ? Quantity.Show(value, unit) : text;
        }
        catch (UserError)
        {
            return text; // told by the check
        }
    }

    /// <summary>The run with one number changed.</summary>
    /// <param name="run">The run; stays as it is.</param>
    /// <param name="path">Where.</param>
    /// <param name="value">The new value, in the plain unit of the setting.</param>
    /// <exception cref="UserError">There is no such setting, or it takes whole numbers only.</exception>
    public static RunSpec With(RunSpec run, string path, double value)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (place, inner) = Target(run, path);
        return place switch
        {
            Place.Parameter => run with { Learning = run.Learning with { Parameters = run.Learning.Parameters.SetItem(inner, value) } },
            Place.Readout when inner == "gain" => run with { Readouts = [.. run.Readouts.Select(point => point with { Gain = value })] },
            Place.Readout => run with { Readouts = [.. run.Readouts.Select(point => point with { Inhibition = value })] },
            _ => Settings.With(run, inner, setting => Number(setting, value, path)),
        };
    }

    private enum Place
    {
        Setting,
        Parameter,
        Readout,
    }

    // Where a path leads: to a setting of the run's records, a parameter of its rule or its operating points.
    private static (Place Place, string Inner) Target(RunSpec run, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = [.. path.Split('.').Select(part => Names.Snake(part.Trim()).Replace('-', '_'))];
        if (parts.Length < 2 || !Beginnings.Contains(parts[0]))
        {
            throw new UserError(
                $"{path} is no setting of a run; its paths begin with {string.Join(", ", Beginnings.Select(name => name + "."))} as in network.adaptation."
            );
        }

        switch (parts)
        {
            case ["learning", "rule", var name]:
                var known = RuleChoice.ParametersOf(run.Learning);
                return Array.Find(known, other => Names.Same(other, name)) is { } parameter
                    ? (Place.Parameter, parameter)
                    : throw new UserError($"{path}: {run.Learning.Rule} has no parameter {name}. {Names.Known(name, known)}");
            case ["readout", "inhibition" or "gain"]:
                return (Place.Readout, parts[1]);
            case ["readout", ..]:
                throw new UserError($"{path} is not known. Known here: inhibition, gain.");
            default:
                return (Place.Setting, string.Join('.', parts));
        }
    }

    private static Setting OfOneValue(Setting setting, string path) =>
        setting.Property.IsDefined(typeof(PlaceAttribute), inherit: true)
            ? throw new UserError(
                $"{path} names a file, which is the same in a whole study, so it cannot be varied; write a study for each file."
            )
            : setting;

    private static object Number(Setting setting, double value, string path) =>
        setting.IsNumber ? (object)value
        : setting.Type == typeof(int) && value == Math.Floor(value) && Math.Abs(value) < 1e9 ? (object)(int)value
        : throw new UserError(
            $"{path} {(setting.Type == typeof(int) ? $"must be a whole number, but is {value:R}" : "is no number, so it cannot be varied")}."
        );
}
