using System.Collections.Immutable;

namespace PlasticityLab.Studies.Claims;

/// <summary>What became of a claim.</summary>
public enum ClaimOutcome
{
    /// <summary>The data support it.</summary>
    Supported,

    /// <summary>The data speak against it.</summary>
    NotSupported,

    /// <summary>The data decide neither way.</summary>
    Undecided,

    /// <summary>The study has nothing to test it with.</summary>
    NotTested,
}

/// <summary>A number of a statement.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Value">Its value, in the unit of the measure.</param>
/// <param name="Low">Lower end of its 95 % interval; NaN: it has none.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">p of the test that decided, uncorrected; NaN: there was none.</param>
public sealed record StatedNumber(string Name, double Value, double Low = double.NaN, double High = double.NaN, double P = double.NaN);

/// <summary>A claim that was judged: what is said, what became of it, why in words a student understands, and the numbers behind it.
/// Terminal, report, slides and notebooks show statements and compute none. What nobody claimed is a <see cref="Finding"/>.</summary>
/// <param name="Says">The claim as its author wrote it.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Sentence">Why, with the numbers.</param>
/// <param name="Numbers">The numbers that decided.</param>
/// <param name="Cautions">What a reader must know, sentences.</param>
public sealed record Statement(
    string Says,
    ClaimOutcome Outcome,
    string Sentence,
    ImmutableArray<StatedNumber> Numbers,
    ImmutableArray<string> Cautions
);
