namespace PlasticityLab.Models.Words;

/// <summary>One word of the glossary.</summary>
/// <param name="Name">The word as it is written.</param>
/// <param name="Anchor">Its address in the page of the glossary.</param>
/// <param name="Also">Other spellings that lead to it.</param>
/// <param name="Text">What it means.</param>
public sealed record Term(string Name, string Anchor, IReadOnlyList<string> Also, string Text);
