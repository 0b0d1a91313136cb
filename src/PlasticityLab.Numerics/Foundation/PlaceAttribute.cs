namespace PlasticityLab.Numerics.Foundation;

/// <summary>A setting that says where something lies. What it holds decides what comes out, so the place is no part of the name of a run:
/// the hash beside it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PlaceAttribute : Attribute;
