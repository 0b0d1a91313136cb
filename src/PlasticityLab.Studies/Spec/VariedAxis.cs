namespace PlasticityLab.Studies.Spec;

/// <summary>A setting of a run that a sweep or a map varies, and how tables and figures name it.</summary>
/// <param name="Path">Its path in the run, as <c>task.item</c>.</param>
/// <param name="Label">Its name in tables: <c>item_ms</c>; the path where it has no name of its own.</param>
/// <param name="Exponent">Values in tables are the plain ones times this power of ten.</param>
public sealed record VariedAxis(string Path, string Label, int Exponent)
{
    private const string Parameter = "learning.rule.";

    private static readonly VariedAxis[] Named =
    [
        new("task.item", "item_ms", 3),
        new("task.gap", "gap_ms", 3),
        new("task.epochs", "epochs", 0),
        new("task.items", "items", 0),
        new("network.units", "units", 0),
        new("network.excitatory", "units", 0),
        new("network.adaptation", "adaptation", 0),
        new("network.noise_sd", "noise_sd", 0),
        new("perturbation.noise_factor", "noise", 0),
        new("perturbation.lesion_share", "lesion", 0),
        new("perturbation.weight_noise", "weight_noise", 0),
        new("learning.weight_max", "weight_max", 0),
        new("learning.training_gain", "training_gain", 0),
        new("learning.decay", "decay", 0),
        new("readout.inhibition", "inhibition", 0),
        new("readout.gain", "gain", 0),
    ];

    /// <summary>The axis of a path.</summary>
    public static VariedAxis Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Array.Find(Named, axis => axis.Path == path)
            ?? new(path, path.StartsWith(Parameter, StringComparison.Ordinal) ? path[Parameter.Length..] : path, 0);
    }

    /// <summary>The axis that was once named by its column in tables: <c>item_ms</c>; any other name is a parameter of the rule.</summary>
    /// <param name="name">The name.</param>
    /// <param name="size">The setting that says how many neurons the network has.</param>
    public static VariedAxis OfLabel(string name, string size) =>
        Array.Find(Named, axis => axis.Label == name && (axis.Label != "units" || axis.Path == $"network.{size}"))
        ?? new(Parameter + name, name, 0);

    /// <summary>A value as tables show it.</summary>
    public double Shown(double value) => Exponent == 0 ? value : Quantity.Scaled(value, Exponent);
}
