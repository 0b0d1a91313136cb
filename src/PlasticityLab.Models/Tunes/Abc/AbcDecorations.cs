namespace PlasticityLab.Models.Tunes.Abc;

/// <summary>The words between exclamation marks (standard 2.1, section 4.14), by what is said of them.</summary>
internal static class AbcDecorations
{
    private static readonly HashSet<string> Ornaments =
    [
        "trill",
        "trill(",
        "trill)",
        "lowermordent",
        "uppermordent",
        "mordent",
        "pralltriller",
        "roll",
        "turn",
        "turnx",
        "invertedturn",
        "invertedturnx",
        "arpeggio",
    ];
    private static readonly HashSet<string> Routes = ["D.S.", "D.C.", "dacoda", "dacapo", "fine", "coda", "segno"];
    private static readonly HashSet<string> Others =
    [
        ">",
        "accent",
        "emphasis",
        "fermata",
        "invertedfermata",
        "tenuto",
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "+",
        "plus",
        "snap",
        "slide",
        "wedge",
        "upbow",
        "downbow",
        "open",
        "thumb",
        "breath",
        "pppp",
        "ppp",
        "pp",
        "p",
        "mp",
        "mf",
        "f",
        "ff",
        "fff",
        "ffff",
        "sfz",
        "crescendo(",
        "<(",
        "crescendo)",
        "<)",
        "diminuendo(",
        ">(",
        "diminuendo)",
        ">)",
        "shortphrase",
        "mediumphrase",
        "longphrase",
        "editorial",
        "courtesy",
    ];

    /// <summary>The kind that a report counts; empty for what does not change the melody.</summary>
    public static string KindOf(string word) =>
        Ornaments.Contains(word) ? "ornament"
        : Routes.Contains(word) ? "jump"
        : Others.Contains(word) ? ""
        : "decoration of another name";
}
