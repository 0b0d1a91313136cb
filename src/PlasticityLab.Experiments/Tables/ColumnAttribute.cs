namespace PlasticityLab.Experiments.Tables;

/// <summary>A column of a table, at the parameter of its record.</summary>
/// <param name="unit">Unit, such as "ms"; empty when there is none.</param>
/// <param name="meaning">What it says.</param>
public sealed class ColumnAttribute(string unit, string meaning) : ColumnDefinitionAttribute(unit, meaning);
