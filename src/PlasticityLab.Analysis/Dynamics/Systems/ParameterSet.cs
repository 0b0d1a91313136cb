using PlasticityLab.Numerics;

namespace PlasticityLab.Analysis.Dynamics.Systems;

/// <summary>Named numbers in a fixed order.</summary>
internal sealed class ParameterSet
{
    private readonly string[] _names;
    private readonly double[] _values;
    private readonly string _model;

    public ParameterSet(string model, string[] names, double[] values) => (_model, _names, _values) = (model, names, values);

    public IReadOnlyList<string> Names => _names;

    public double this[int index] => _values[index];

    public double[] ToArray() => (double[])_values.Clone();

    public double Value(string name) => _values[Find(name)];

    public double[] Changed(string name, double value)
    {
        var changed = ToArray();
        changed[Find(name)] = double.IsFinite(value) ? value : throw new UserError($"{name} must be a finite number, but is {value:R}.");
        return changed;
    }

    // Exact spelling first: WEE and wEE could differ in other models.
    private int Find(string name)
    {
        var index = Array.IndexOf(_names, name);
        index = index >= 0 ? index : Array.FindIndex(_names, known => Numerics.Foundation.Names.Same(known, name));
        if (index >= 0)
        {
            return index;
        }

        var shown = _names.Length <= 16 ? string.Join(", ", _names) : string.Join(", ", _names.Take(8)) + $", ... ({_names.Length} in all)";
        var nearest = Numerics.Foundation.Names.Nearest(name, _names) is { } near ? $" Did you mean {near}?" : "";
        throw new UserError($"The model {_model} has no parameter \"{name}\".{nearest} Known parameters: {shown}.");
    }
}
