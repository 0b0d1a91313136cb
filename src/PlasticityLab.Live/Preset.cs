using System.Collections.Immutable;

namespace PlasticityLab.Live;

/// <summary>An experiment that a link names.</summary>
/// <param name="Id">Its name in links.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="State">What differs from the standard state of the page, by its names there.</param>
internal sealed record Preset(string Id, string Name, ImmutableSortedDictionary<string, object> State)
{
    /// <summary>The presets, the default first.</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        Of("replay", "Replay: a trace of the past"),
        Of("stuck", "Stuck: Hebb links both ways", ("kernel", "rule.hebbian")),
        Of("there-and-back", "There and back: Hebb with fatigue", ("kernel", "rule.hebbian"), ("adaptation", 1.0)),
        Of("stdp", "STDP", ("kernel", "rule.rate_stdp")),
        Of("silence", "Silence: anti-Hebb", ("kernel", "rule.anti_hebbian")),
        Of("dial", "The compass at 45°", ("kernel", "dial.045")),
        Of("backwards", "Backwards: the compass at 300°", ("kernel", "dial.300"), ("cue", 7)),
        Of("forget", "Forget: anti-Hebb on what was learned", ("then", "rule.anti_hebbian"), ("more", 3)),
        Of("lesion", "Lesion: a quarter of the neurons is lost", ("lesion", 0.25)),
        Of("bcm", "BCM: a threshold that slides", ("kernel", "rule.bcm")),
        Of("runaway", "Runaway: Hebb without bounds", ("kernel", "runaway.hebbian")),
        Of("rescue", "Rescue: Oja without bounds", ("kernel", "runaway.oja")),
        Of(
            "two-circuits",
            "Two circuits: STDP beside Hebb with fatigue",
            ("kernel", "rule.rate_stdp"),
            ("before", new { kernel = "rule.hebbian", adaptation = 1.0 })
        ),
        Of("shuffled", "Control: another order each time", ("kernel", "shuffled.causal_trace_hebb")),
        Of("twelve", "Twelve letters", ("kernel", "twelve.causal_trace_hebb")),
        Of("frere-jacques", "Frère Jacques: a tune", ("tune", "frere-jacques")),
        Of("wilson-cowan", "The plane of Wilson and Cowan", ("plane", "bistable")),
    ];

    private static Preset Of(string id, string name, params (string Key, object Value)[] state) =>
        new(id, name, state.ToImmutableSortedDictionary(x => x.Key, x => x.Value));
}
