namespace PlasticityLab.Numerics.Foundation;

/// <summary>A property of a record that is no setting: it follows from elsewhere, so it has no key in study files and no place in canonical
/// texts.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SetByCodeAttribute : Attribute;
