namespace PlasticityLab.Studies.Claims;

/// <summary>What a kind of claim is.</summary>
/// <param name="Id">What a study file says after <c>kind:</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Meaning">When it is supported and when it is not, in words.</param>
/// <param name="Source">Where the method comes from: author, year.</param>
public sealed record ClaimCard(string Id, string Name, string Meaning, string Source) : ICard;

/// <summary>A kind of claim: the settings are its properties and stand in the study file, before any run; one method judges. A kind is
/// added by writing its file; <see cref="Catalog"/> finds it by scan.</summary>
[Catalog("claim")]
public interface IClaim
{
    /// <summary>What it is.</summary>
    ClaimCard Card { get; }

    /// <summary>The claim in its author's words.</summary>
    string Says { get; }

    /// <summary>One sentence for each thing that makes it a claim that this study cannot judge; each begins with the setting.</summary>
    IEnumerable<string> Problems(Spec.StudySpec study);

    /// <summary>What the study's tables say of it.</summary>
    Statement Judge(ClaimEvidence evidence);
}
