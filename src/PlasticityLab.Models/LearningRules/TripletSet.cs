namespace PlasticityLab.Models.LearningRules;

/// <summary>A published parameter set of the triplet rule.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Name">What it was fitted to, and how spikes pair.</param>
/// <param name="Rule">The rule with these parameters.</param>
public sealed record TripletSet(string Id, string Name, ILearningRule Rule)
{
    /// <summary>The four sets of visual cortex and the four of hippocampal culture: Pfister and Gerstner 2006, J. Neurosci. 26:9673, tables
    /// 3 and 4; τ₊ 16.8 ms, τ₋ 33.7 ms. Only the visual-cortex sets are checked against data here (S15).</summary>
    public static IReadOnlyList<TripletSet> All { get; } =
    [
        new(
            "visual_all_full",
            "visual cortex, all-to-all, full",
            new TripletStdp
            {
                A2Plus = 5e-10,
                A3Plus = 6.2e-3,
                A2Minus = 7e-3,
                A3Minus = 2.3e-4,
                TauX = 0.101,
                TauY = 0.125,
            }
        ),
        new(
            "visual_all_minimal",
            "visual cortex, all-to-all, minimal",
            new TripletStdp
            {
                A2Plus = 0,
                A3Plus = 6.5e-3,
                A2Minus = 7.1e-3,
                A3Minus = 0,
                TauY = 0.114,
            }
        ),
        new(
            "visual_nearest_full",
            "visual cortex, nearest spikes, full",
            new NearestTripletStdp
            {
                A2Plus = 8.8e-11,
                A3Plus = 5.3e-2,
                A2Minus = 6.6e-3,
                A3Minus = 3.1e-3,
                TauX = 0.714,
                TauY = 0.040,
            }
        ),
        new(
            "visual_nearest_minimal",
            "visual cortex, nearest spikes, minimal",
            new NearestTripletStdp
            {
                A2Plus = 0,
                A3Plus = 5e-2,
                A2Minus = 8e-3,
                A3Minus = 0,
                TauY = 0.040,
            }
        ),
        new(
            "hippocampal_all_full",
            "hippocampal culture, all-to-all, full",
            new TripletStdp
            {
                A2Plus = 6.1e-3,
                A3Plus = 6.7e-3,
                A2Minus = 1.6e-3,
                A3Minus = 1.4e-3,
                TauX = 0.946,
                TauY = 0.027,
            }
        ),
        new(
            "hippocampal_all_minimal",
            "hippocampal culture, all-to-all, minimal",
            new TripletStdp
            {
                A2Plus = 5.3e-3,
                A3Plus = 8.0e-3,
                A2Minus = 3.5e-3,
                A3Minus = 0,
                TauY = 0.040,
            }
        ),
        new(
            "hippocampal_nearest_full",
            "hippocampal culture, nearest spikes, full",
            new NearestTripletStdp
            {
                A2Plus = 4.6e-3,
                A3Plus = 9.1e-3,
                A2Minus = 3.0e-3,
                A3Minus = 7.5e-9,
                TauX = 0.575,
                TauY = 0.047,
            }
        ),
        new(
            "hippocampal_nearest_minimal",
            "hippocampal culture, nearest spikes, minimal",
            new NearestTripletStdp
            {
                A2Plus = 4.6e-3,
                A3Plus = 9.1e-3,
                A2Minus = 3.0e-3,
                A3Minus = 0,
                TauY = 0.048,
            }
        ),
    ];

    /// <summary>The set of a name.</summary>
    public static TripletSet Find(string id) => All.Single(set => set.Id == id);
}
