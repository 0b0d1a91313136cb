namespace PlasticityLab.Experiments.Tables;

/// <summary>The measures that are known for a parameter of type <see cref="MeasureValues"/>: for the reference page, made-up rows, and the
/// meaning of columns that are read.</summary>
/// <param name="list">A type with a parameterless constructor that implements <see cref="IMeasureList"/>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MeasuresAttribute(Type list) : Attribute
{
    /// <summary>The list's type.</summary>
    public Type List { get; } = list;
}
