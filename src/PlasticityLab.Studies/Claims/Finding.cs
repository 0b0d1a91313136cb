using System.Collections.Immutable;

namespace PlasticityLab.Studies.Claims;

/// <summary>What a finding is about.</summary>
public enum FindingSubject
{
    /// <summary>What the rules remember.</summary>
    Memory,

    /// <summary>How spiking networks ended.</summary>
    Spikes,

    /// <summary>Where networks were read out.</summary>
    Readout,
}

/// <summary>What a study found that nobody claimed: a sentence with the numbers behind it. Terminal, report, slides and notebooks show
/// findings and compute none.</summary>
/// <param name="About">What it is about.</param>
/// <param name="Sentence">What was found, with the numbers.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="IsCaution">Whether it is what a reader must know before believing a comparison.</param>
public sealed record Finding(FindingSubject About, string Sentence, ImmutableArray<StatedNumber> Numbers, bool IsCaution = false);
