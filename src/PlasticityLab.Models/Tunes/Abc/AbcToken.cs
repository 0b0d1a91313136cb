using System.Collections.Immutable;

namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>One sign of a music line.</summary>
internal abstract record AbcToken(AbcPlace Place);

/// <summary>A note. Octave 4 holds middle C; the length is in unit lengths.</summary>
internal sealed record AbcNoteToken(AbcPlace Place, int? Accidental, char Letter, int Octave, Fraction Length) : AbcToken(Place);

/// <summary>A rest z or x; the length is in unit lengths.</summary>
internal sealed record AbcRestToken(AbcPlace Place, Fraction Length) : AbcToken(Place);

/// <summary>A rest of whole bars, Z or X.</summary>
internal sealed record AbcBarRestToken(AbcPlace Place, int Bars) : AbcToken(Place);

internal sealed record AbcChordOpenToken(AbcPlace Place) : AbcToken(Place);

/// <summary>The end of a chord and the length behind it, which multiplies.</summary>
internal sealed record AbcChordCloseToken(AbcPlace Place, Fraction Length) : AbcToken(Place);

/// <summary>A bar line: colons before and behind it, and whether it is double or thick.</summary>
internal sealed record AbcBarToken(AbcPlace Place, int Ends, int Starts, bool IsThick) : AbcToken(Place);

/// <summary>The begin of a variant ending and the passes in which it is played.</summary>
internal sealed record AbcEndingToken(AbcPlace Place, ImmutableArray<int> Passes) : AbcToken(Place);

/// <summary>p notes in the time of q, for r notes; what is not written is null.</summary>
internal sealed record AbcTupletToken(AbcPlace Place, int Notes, int? Time, int? Count) : AbcToken(Place);

/// <summary>Broken rhythm: &gt; or &lt;, once to three times.</summary>
internal sealed record AbcBrokenToken(AbcPlace Place, bool FirstIsLonger, int Signs) : AbcToken(Place);

internal sealed record AbcTieToken(AbcPlace Place) : AbcToken(Place);

/// <summary>The sign &amp;, which goes back to the beginning of the bar.</summary>
internal sealed record AbcOverlayToken(AbcPlace Place) : AbcToken(Place);

/// <summary>A field in brackets inside a line.</summary>
internal sealed record AbcFieldToken(AbcPlace Place, char Letter, string Value) : AbcToken(Place);

/// <summary>What is no part of the melody, such as a grace note; its kind is told, unless it is empty.</summary>
internal sealed record AbcAsideToken(AbcPlace Place, string Kind) : AbcToken(Place);
